import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import type { Log } from '../domain/ports/runtime.ts';
import { printable } from './standard-streams.ts';

/** Fields that may carry a credential are never written, at any depth a platform's client uses. */
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
  /** The last line of a process. Every line is written before the call returns. */
  fatal(fields: object, message: string): void;
}

export interface LogOptions {
  level: string;
  /** Taken out wherever they stand, such as in the message of an error of some library. */
  secrets?: readonly string[];
  /** None: standard output. */
  file?: string | undefined;
  /** Hears once that lines cannot be written, and why; they are let go of then. */
  onLost?(reason: string): void;
}

/** Characters that wait for a disk that is full for a moment. */
const mostWaiting = 64 * 1024;

/**
 * The service's log: JSON lines to a file while a prompt owns the terminal, else to standard output. Where it cannot be
 * written the service goes on without it.
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

/** A failure that says what to do was expected: where it was thrown is of no use to anybody. */
function toFields(err: unknown): object {
  if (!(err instanceof Error && 'remedy' in err)) return pino.stdSerializers.err(err as Error);
  const { name: type, message, remedy } = err;
  return { type, ...('code' in err && { code: err.code }), message, remedy };
}

/** Milliseconds for which one kind of failure of an outage counts as said. */
const saidFor = 10 * 60_000;

/** Codes of errors that whatever needs the database meets, while it is away or its disk takes nothing. */
const outage: readonly unknown[] = ['away', 'full', 'read_only', 'io_error', 'gone'];

/**
 * While the database is away or cannot be written, whatever needs it fails alike: of these errors each kind is written
 * once in ten minutes, and those that somebody was given the number of.
 */
export function sparing(log: ServiceLog, now: () => number = Date.now): ServiceLog {
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

/** None where the file cannot be made. */
function destinationAt(file: string | undefined, lost: (error: unknown) => void) {
  try {
    if (file) mkdirSync(dirname(file), { recursive: true });
    const options = { dest: file ?? 1, sync: true, mode: 0o600, maxLength: mostWaiting };
    // An error that nobody listens to would end the process.
    return pino.destination(options).on('error', lost);
  } catch (error) {
    lost(error);
    return undefined;
  }
}

/** The part of a process that ends it. */
export interface Ending {
  on(event: 'uncaughtException', listener: (error: unknown, origin: string) => void): unknown;
  exit(code: number): void;
}

/**
 * What nobody has caught, an unhandled rejection too, ends the process: nobody knows what state it is in. The log says
 * first what it was, as one line like all others; `say` tells whoever looks at the terminal.
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

/** Short and unique: a reader quotes it, the log holds it. */
export const newErrorId = () => randomBytes(4).toString('hex');
