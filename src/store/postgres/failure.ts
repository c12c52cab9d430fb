import { StoreError } from '../store-error.ts';

/** Codes of PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lockNotAvailable = '55P03';
const insufficientPrivilege = '42501';

/** Classes for a server that is away, or goes or comes: connection, shutting down, starting, out of connections. */
const away = /^(08|57P0[123]|53300)/;

/** Classes for a server that answers, and refuses: login, no such database. */
const refused = /^(28|3D)/;

/** Codes of Node where no server answers. */
const unanswered = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
]);

/** What pg says, without a code, of a connection that ended or did not come to be. */
const ended =
  /^Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/;

const codeOf = (error: Error) => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** The connection or the server went away: nothing is wrong with what was asked, and it can be asked again later. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof StoreError) return error.code === 'away';
  const code = codeOf(error);
  return away.test(code) || unanswered.has(code) || ended.test(error.message);
}

/** What an operator can do something about becomes a StoreError; anything else stays what it is. */
export function asStoreError(error: unknown, patience: number): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = codeOf(error);
  if (code === lockNotAvailable) {
    return new StoreError(
      'busy',
      `another process has held a lock in PostgreSQL for ${patience / 1000} seconds; nothing was written`,
      'find out which process writes for so long (pg_stat_activity names it), and try again',
      { cause: error },
    );
  }
  if (code === insufficientPrivilege) return lacksRight(error.message, error);
  if (isLost(error)) {
    return new StoreError(
      'away',
      `PostgreSQL cannot be reached: ${error.message || code}`,
      'check DATABASE_URL, and that the server runs; nothing here has to be restarted when it is back',
      { cause: error },
    );
  }
  if (refused.test(code)) {
    return new StoreError(
      'unreachable',
      `PostgreSQL refuses this login: ${error.message || code}`,
      'check the user, password and database in DATABASE_URL, and that the server lets this user in',
      { cause: error },
    );
  }
  return error;
}

/** `what`: which right, as PostgreSQL says it. */
export function lacksRight(what: string, cause?: Error): StoreError {
  return new StoreError(
    'no_rights',
    `the user of DATABASE_URL lacks a right in PostgreSQL: ${what}`,
    'as the owner of the database run: GRANT USAGE, CREATE ON SCHEMA public TO that_user; if another user made the tables, also GRANT that other user TO that_user, because only an owner may change a table',
    { cause },
  );
}
