/**
 * busy: the write lock was not free for as long as a writer is willing to wait; nothing was written.
 * newer_schema: a newer Deskwire made the database. migration_failed: the old database is as it was.
 * target_exists, no_such_folder, backup_elsewhere: a backup that was not made.
 * away: the server cannot be reached for the moment. unreachable: it refuses the login. no_rights: it lacks a right in
 * the database.
 * full, read_only, cannot_open, io_error: the disk or its rights. gone: the file was taken away while it is open.
 * damaged: the file is not a whole database.
 * not_restorable: the backup is not one that can take the place of the database. in_use: another process has it open.
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
  | 'no_rights'
  | 'full'
  | 'read_only'
  | 'cannot_open'
  | 'io_error'
  | 'gone'
  | 'damaged'
  | 'not_restorable'
  | 'in_use';

const unwritable: readonly StoreErrorCode[] = ['full', 'read_only', 'io_error', 'gone'];
const passing: readonly StoreErrorCode[] = ['busy', 'away', ...unwritable];

/** What went wrong with the store as a whole, in one line, and what an operator can do about it, in another. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly remedy: string;
  /** Whether the same may be asked again later without anybody having to change it. */
  readonly passing: boolean;

  constructor(code: StoreErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
    this.passing = passing.includes(code);
  }
}

/** Nothing can be written for now, by any process: reading goes on. */
export const isUnwritable = (error: unknown): error is StoreError =>
  error instanceof StoreError && unwritable.includes(error.code);
