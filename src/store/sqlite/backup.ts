import { chmodSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { asSqliteError } from './failure.ts';

/**
 * Copies the whole database in one read of it, off the main thread: it is consistent, nobody waits for it, and
 * writers cannot make it start over, as they would if it went page by page.
 */
export async function backupSqlite(file: string, target: string): Promise<number> {
  await reserve(target);
  const partial = `${target}.partial`;
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    await rm(partial, { force: true });
    await backup(source, partial, { rate: 2 ** 31 - 1 });
    markCopied(partial);
    chmodSync(partial, 0o600);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    await rm(target, { force: true });
    const known = asSqliteError(error, target);
    throw known instanceof StoreError && known.code === 'damaged' ? asSqliteError(error, file) : known;
  } finally {
    source.close();
  }
  return (await stat(target)).size;
}

/** Takes the name at once, so that two backups cannot both believe that it is free. */
async function reserve(target: string): Promise<void> {
  try {
    const handle = await open(target, 'wx', 0o600);
    await handle.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new StoreError(
        'no_such_folder',
        `there is no folder ${dirname(target)} to write ${basename(target)} into`,
        'make that folder, or name a file in one that exists',
        { cause: error },
      );
    if (code !== 'EEXIST') throw error;
    throw new StoreError(
      'target_exists',
      `${target} exists already and is left as it is`,
      'name a file that does not exist',
      {
        cause: error,
      },
    );
  }
}

/** Whoever puts it in the place of a database has an older one. A database of before there were marks has none. */
export function markCopied(file: string): void {
  const copy = new DatabaseSync(file);
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
    if (copy.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'epoch'").get())
      copy.exec('UPDATE epoch SET copied = 1');
  } finally {
    copy.close();
  }
}
