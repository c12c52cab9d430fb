import { StoreError } from '../database.ts';

/** Codes of PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lockNotAvailable = '55P03';
const insufficientPrivilege = '42501';
const tooManyConnections = '53300';
const diskFull = '53100';
const readOnlyTransaction = '25006';

/** A server that is away, or goes or comes, takes no more connections, or ended one that had been idle. */
const away = /^(08|57P0[1235]|53300|25P0[34])/;

/** Classes for a server that answers, and refuses: login, no such database. */
const refusedCodes = /^(28|3D)/;

/** Codes of Node where no server answers. */
const unanswered = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOENT',
]);

/** What pg says, without a code: a connection ended or did not come to be; none was free; an answer did not come. */
const ended = /^Connection terminated|connection error and is not queryable/;
const noneFree = /^timeout exceeded when trying to connect/;
const noAnswer = /^Query read timeout/;

const codeOf = (error: Error) => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** The connection or the server went away: nothing is wrong with what was asked, and it can be asked again later. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof StoreError) return error.code === 'away';
  const code = codeOf(error);
  return away.test(code) || unanswered.has(code) || ended.test(error.message);
}

/** No answer came in time; the connection still waits for it and is of no more use. */
export const isSilent = (error: unknown): boolean => error instanceof Error && noAnswer.test(error.message);

/** Milliseconds: for a lock, for a connection, for an answer. */
export interface Waits {
  patience: number;
  connectWait: number;
  answerWait: number;
}

/** What an operator can do something about becomes a StoreError; anything else stays what it is. */
export function asStoreError(error: unknown, waits: Waits): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = codeOf(error);
  const options = { cause: error };
  if (code === lockNotAvailable) {
    return new StoreError(
      'busy',
      `another process has held a lock in PostgreSQL for ${waits.patience / 1000} seconds; nothing was written`,
      'find out which process writes for so long (pg_stat_activity names it), and try again',
      options,
    );
  }
  if (noneFree.test(error.message)) {
    return new StoreError(
      'busy',
      `every connection to PostgreSQL was in use for ${waits.connectWait / 1000} seconds`,
      'try again; if it stays so, look in pg_stat_activity for what takes so long',
      options,
    );
  }
  if (isSilent(error)) {
    return new StoreError(
      'away',
      `PostgreSQL gave no answer within ${waits.answerWait / 1000} seconds`,
      'check the network to the server, and look in pg_stat_activity for what takes so long',
      options,
    );
  }
  if (code === diskFull) {
    return new StoreError(
      'full',
      `the disk of PostgreSQL is full; nothing was written: ${error.message}`,
      'free space on the machine of the server; reading goes on meanwhile, and nothing has to be restarted',
      options,
    );
  }
  if (code === readOnlyTransaction) {
    return new StoreError(
      'read_only',
      'PostgreSQL takes no changes: it is a standby, or set to be read-only',
      'point DATABASE_URL at the primary server, or take default_transaction_read_only away',
      options,
    );
  }
  if (code === insufficientPrivilege) return lacksRight(error.message, { cause: error });
  if (code === tooManyConnections) {
    return new StoreError(
      'away',
      `PostgreSQL takes no more connections: ${error.message}`,
      'raise max_connections on the server, or stop what else connects; each process of Deskwire uses up to 12',
      options,
    );
  }
  if (isLost(error)) {
    return new StoreError(
      'away',
      `PostgreSQL cannot be reached: ${error.message || code}`,
      'check DATABASE_URL, and that the server runs; nothing here has to be restarted when it is back',
      options,
    );
  }
  if (refusedCodes.test(code)) {
    return new StoreError(
      'unreachable',
      `PostgreSQL refuses this login: ${error.message || code}`,
      'check the user, password and database in DATABASE_URL, and that the server lets this user in',
      options,
    );
  }
  return error;
}

/**
 * `what`: the right that is missing, as PostgreSQL says it. `user` and `schema`: as they are written in SQL; none where
 * they are not known.
 */
export function lacksRight(
  what: string,
  { cause, user = 'that_user', schema = 'public' }: { cause?: Error; user?: string; schema?: string } = {},
): StoreError {
  const grants = /for database/.test(what)
    ? `GRANT CONNECT ON DATABASE that_database TO ${user};`
    : `GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${user}; and, if another user made the tables, GRANT that_other_user TO ${user}; (only an owner may change a table)`;
  return new StoreError(
    'no_rights',
    `the user of DATABASE_URL lacks a right in PostgreSQL: ${what}`,
    `as the owner of the database run: ${grants}`,
    { cause },
  );
}
