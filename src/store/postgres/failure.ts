import { StoreError } from '../store-error.ts';

/** PostgreSQL's code for a lock that was not got within lock_timeout. */
const lockNotAvailable = '55P03';

/** Classes of codes for a server that cannot be used: connection, login, no such database, shutting down. */
const unusable = /^(08|28|3D|57P)/;

/** Codes that Node gives where no server answers. */
const unanswered = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ENOENT']);

/** What an operator can do something about becomes a StoreError; anything else stays what it is. */
export function asStoreError(error: unknown, patience: number): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === lockNotAvailable) {
    return new StoreError(
      'busy',
      `another process has held a lock in PostgreSQL for ${patience / 1000} seconds; nothing was written`,
      'find out which process writes for so long (pg_stat_activity names it), and try again',
      { cause: error },
    );
  }
  if (
    unusable.test(code) ||
    unanswered.has(code) ||
    /timeout exceeded when trying to connect/.test(error.message)
  ) {
    return new StoreError(
      'unreachable',
      `PostgreSQL cannot be used: ${error.message || code}`,
      'check DATABASE_URL, and that the server runs and lets this user in',
      { cause: error },
    );
  }
  return error;
}
