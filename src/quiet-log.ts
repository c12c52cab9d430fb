import type { Log } from './domain/ports/log.ts';
import { toStderr } from './runtime/standard-streams.ts';

/** For one-shot commands: warnings and errors as lines on standard error, nothing else. */
export const quietLog: Log = {
  info() {},
  warn: (fields, message) => toStderr(`${message}${detail(fields)}\n`),
  error: (fields, message) => toStderr(`${message}${detail(fields)}\n`),
};

function detail(fields: object): string {
  const cause = 'err' in fields && fields.err instanceof Error ? `: ${fields.err.message}` : '';
  return 'errorId' in fields ? `${cause} (${String(fields.errorId)})` : cause;
}
