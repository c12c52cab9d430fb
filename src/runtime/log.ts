import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import type { Log } from '../domain/ports/log.ts';
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
}

/** The service's log: JSON lines to a file while a prompt owns the terminal, else to standard output. */
export function openLog({ level, secrets = [], file }: LogOptions): ServiceLog {
  if (file) mkdirSync(dirname(file), { recursive: true });
  const destination = pino.destination({ dest: file ?? 1, sync: true, mode: 0o600 });
  const hidden = secrets.filter((text) => text !== '').map((text) => JSON.stringify(text).slice(1, -1));
  const write = (line: string) => {
    const told = hidden.reduce((text, each) => text.replaceAll(each, '[Redacted]'), line);
    destination.write(printable(told));
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

/**
 * While the database is away, whatever needs it fails alike: of errors with the code `away` each kind is written once in
 * ten minutes, and those that somebody was given the number of.
 */
export function sparing(log: ServiceLog, now: () => number = Date.now): ServiceLog {
  const said = new Map<string, number>();
  const isNews = (fields: object, message: string): boolean => {
    const { err, errorId } = fields as { err?: { code?: unknown } | undefined; errorId?: unknown };
    if (err?.code !== 'away' || errorId !== undefined) return true;
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
      log.fatal({ err: err instanceof Error ? err : new Error(String(err)), origin }, 'ended by a fault');
      say?.(`deskwire: ended by a fault: ${err instanceof Error ? err.message : err}\n`);
    } finally {
      own.exit(1);
    }
  });
}
