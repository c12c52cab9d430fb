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
  return pino({ level, base: null, redact }, { write });
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
