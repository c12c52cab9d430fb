import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import type { Log } from '../domain/ports/runtime.ts';
import { printable } from './standard-streams.ts';

/** Fields that may hold a credential are never logged, down to the depth that platform clients use. */
const secret = [
  'token',
  'authorization',
  'Authorization',
  'signature',
  'response_url',
  'responseUrl',
  'secret',
];
const redact = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);

export interface ServiceLog extends Log {
  /** Last line of a process. Every line is written before the call returns. */
  fatal(fields: object, message: string): void;
}

export interface LogOptions {
  level: string;
  /** Removed wherever they occur, such as in error messages of libraries. */
  secrets?: readonly string[];
  /** Missing: standard output. */
  file?: string | undefined;
  /** Called once when lines cannot be written; they are dropped from then on. */
  onLost?(reason: string): void;
}

/** Characters buffered while the disk is briefly full. */
const mostWaiting = 64 * 1024;

/**
 * The service's log as JSON lines: to a file while a prompt uses the terminal, otherwise to standard output. If it
 * cannot be written, the service continues without it.
 */
export function openLog({ level, secrets = [], file, onLost }: LogOptions): ServiceLog {
  let told = false;
  const lost = (error: unknown) => {
    if (!told) onLost?.(error instanceof Error ? error.message : String(error));
    told = true;
  };
  const destination = destinationAt(file, lost);
  const hidden = secrets.filter((text) => text !== '').map((text) => JSON.stringify(text).slice(1, -1));
  const write = (line: string) => {
    const shown = hidden.reduce((text, each) => text.replaceAll(each, '[Redacted]'), line);
    destination?.write(printable(shown));
  };
  return pino({ level, base: null, redact, serializers: { err: toFields } }, { write });
}

/** An error with a remedy was expected, so its stack is omitted. */
function toFields(err: unknown): object {
  if (!(err instanceof Error && 'remedy' in err)) return pino.stdSerializers.err(err as Error);
  const { name: type, message, remedy } = err;
  return { type, ...('code' in err && { code: err.code }), message, remedy };
}

/** Milliseconds in which an error of one kind is logged once during an outage. */
const saidFor = 10 * 60_000;

/** Error codes that occur everywhere while the database is unavailable or cannot be written. */
const outage: readonly unknown[] = ['away', 'full', 'read_only', 'io_error', 'gone'];

/**
 * During a database outage everything that needs it fails alike. Logs each kind of these errors once in ten minutes,
 * and always those whose id was shown to a person.
 */
export function withoutRepeats(log: ServiceLog, now: () => number = Date.now): ServiceLog {
  const said = new Map<string, number>();
  const isNews = (fields: object, message: string): boolean => {
    const { err, errorId } = fields as { err?: { code?: unknown } | undefined; errorId?: unknown };
    if (!outage.includes(err?.code) || errorId !== undefined) return true;
    const before = said.get(message);
    if (before !== undefined && now() - before < saidFor) return false;
    said.set(message, now());
    return true;
  };
  const spared = (level: 'warn' | 'error') => (fields: object, message: string) => {
    if (isNews(fields, message)) log[level](fields, message);
  };
  return {
    info: (fields, message) => log.info(fields, message),
    warn: spared('warn'),
    error: spared('error'),
    fatal: (fields, message) => log.fatal(fields, message),
  };
}

/** Undefined if the file cannot be created. */
function destinationAt(file: string | undefined, lost: (error: unknown) => void) {
  try {
    if (file) mkdirSync(dirname(file), { recursive: true });
    const options = { dest: file ?? 1, sync: true, mode: 0o600, maxLength: mostWaiting };
    // An `error` event without a listener would end the process.
    return pino.destination(options).on('error', lost);
  } catch (error) {
    lost(error);
    return undefined;
  }
}

/** The part of `process` that this needs. */
export interface Ending {
  on(event: 'uncaughtException', listener: (error: unknown, origin: string) => void): unknown;
  exit(code: number): void;
}

/**
 * Ends the process on an uncaught error or unhandled rejection, because its state is then unknown. Logs the error
 * first, as one line; `say` prints it to the terminal.
 */
export function endOnFault(own: Ending, log: ServiceLog, say?: (text: string) => void): void {
  own.on('uncaughtException', (err, origin) => {
    try {
      log.fatal(
        { err: err instanceof Error ? err : new Error(String(err)), origin },
        'unexpected error; exiting',
      );
      say?.(`deskwire: unexpected error: ${err instanceof Error ? err.message : err}\n`);
    } finally {
      own.exit(1);
    }
  });
}
