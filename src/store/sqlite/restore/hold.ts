import { chownSync, closeSync, existsSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../database.ts';
import { isBusy } from '../driver.ts';
import { asFileError, asSqliteError } from '../failure.ts';

/** Milliseconds for which somebody may just be asking. */
const waitMs = 1000;

/** Given back with release(), or by the system however the process ends. */
export interface Hold {
  release(): void;
}

/**
 * Says that this process has the database open: until it is given back, nobody puts another file in its place. Throws a
 * StoreError of code `in_use` while somebody does. Where no lock can be made, in a folder that is read-only, nobody can.
 */
export function holdShared(file: string): Hold {
  const path = lockOf(file);
  try {
    if (!existsSync(path)) createFile(path);
  } catch {
    if (!existsSync(path)) return { release() {} };
  }
  try {
    // A reading transaction, which SQLite grants to many, on a file that never has a page.
    return lock(path, { readOnly: true, timeout: waitMs }, 'BEGIN; SELECT 1 FROM sqlite_master');
  } catch (error) {
    if (isBusy(error))
      throw inUse(
        `the database ${file} is being restored`,
        'wait until `deskwire restore` has ended, then try again',
        error,
      );
    // Made by another user, who keeps it from this one.
    return { release() {} };
  }
}

/** Says that nobody else has the database open, nor opens it now. Throws a StoreError of code `in_use`. */
export function holdAlone(file: string): Hold {
  const stop = 'stop the service and every other program that has it open, then run this again';
  try {
    const path = lockOf(file);
    if (!existsSync(path)) createFile(path);
    // A journal in memory: that of a file would be one more to remove.
    const hold = lock(path, { timeout: waitMs }, 'PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    try {
      askOthers(file);
      return hold;
    } catch (error) {
      hold.release();
      throw error;
    }
  } catch (error) {
    if (!isBusy(error)) throw asFileError(asSqliteError(error, file), dirname(file));
    throw inUse(`a process has the database ${file} open; nothing was changed`, stop, error);
  }
}

const lockOf = (file: string) => `${file}.lock`;

/** Never opened otherwise: closing any handle of a file would give back all locks that this process has on it. */
function createFile(path: string): void {
  closeSync(openSync(path, 'wx', 0o600));
  ownAsFolder(path);
}

/** What root makes in the folder of another user is that user's. */
export function ownAsFolder(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  if (uid !== 0) chownSync(path, uid, gid);
}

function lock(path: string, options: { readOnly?: boolean; timeout: number }, statements: string): Hold {
  const database = new DatabaseSync(path, options);
  try {
    database.exec(statements);
  } catch (error) {
    database.close();
    throw error;
  }
  return { release: () => void (database.isOpen && database.close()) };
}

/**
 * Programs that are not ours hold SQLite's own lock. It is asked for under a second name of the file, under which there
 * is no log: under its own, SQLite would move the log into it. Throws SQLite's error while somebody has it open.
 */
function askOthers(file: string): void {
  const name = `${file}.asked`;
  rmSync(name, { force: true });
  try {
    linkSync(file, name);
  } catch {
    // There is none, or this file system has no second names.
    return;
  }
  try {
    lock(name, { timeout: waitMs }, 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK').release();
  } catch (error) {
    // Of a file that is no database nobody can hold SQLite's lock.
    if (isBusy(error)) throw error;
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(`${name}${end}`, { force: true });
  }
}

const inUse = (message: string, remedy: string, cause: unknown) =>
  new StoreError('in_use', message, remedy, { cause });
