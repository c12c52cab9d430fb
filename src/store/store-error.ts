/**
 * busy: the write lock was not free for as long as a writer is willing to wait; nothing was written.
 * newer_schema: a newer Deskwire made the database. migration_failed: the old database is as it was.
 * target_exists, no_such_folder, backup_elsewhere: a backup that was not made. away: the server cannot be reached for
 * the moment. unreachable: it refuses the login. no_rights: it lacks a right in the database.
 */
export type StoreErrorCode =
  | 'busy'
  | 'newer_schema'
  | 'migration_failed'
  | 'target_exists'
  | 'no_such_folder'
  | 'backup_elsewhere'
  | 'away'
  | 'unreachable'
  | 'no_rights';

/** What went wrong with the store as a whole, in one line, and what an operator can do about it, in another. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly remedy: string;

  constructor(code: StoreErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}
