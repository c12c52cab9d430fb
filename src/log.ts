import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import type { Log } from './domain/ports/log.ts';

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

/** The service's log: JSON lines to a file while a prompt owns the terminal, else to standard output. */
export function openLog(level: string, file?: string): Log {
  if (file) mkdirSync(dirname(file), { recursive: true });
  const destination = pino.destination({ dest: file ?? 1, sync: true, mode: 0o600 });
  return pino({ level, base: null, redact }, destination);
}
