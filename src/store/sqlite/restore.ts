import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { planMigration } from '../migrate.ts';
import { StoreError } from '../store-error.ts';
import { faultsOf } from './integrity.ts';
import { migrations } from './migrations.ts';
import { isBusy } from './retry.ts';

/** A backup that was checked whole and lies ready beside the database. */
export interface ReadyBackup {
  entries: number;
  /** When an entry was last changed in it, as an instant of ISO 8601; none: it holds no entries. */
  newest: string | undefined;
  /** Puts it in place; resolves to where the database that was there is kept, if there was one. */
  replace(now: Date): Promise<string | undefined>;
  discard(): Promise<void>;
}

/**
 * Copies `backup` beside the database at `file`, with what lies in its own log, and checks it: whole, a database of
 * Deskwire, and not of a newer version. Nothing of `file` is touched. Rejects with a StoreError of code `not_restorable`.
 */
export async function prepareRestore(file: string, backup: string): Promise<ReadyBackup> {
  const ready = `${file}.restoring`;
  const discard = async () => {
    for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${ready}${end}`, { force: true });
  };
  await discard();
  try {
    await copyFile(backup, ready);
    // Of a database that was copied while it was open, the newest changes stand in its log.
    await copyFile(`${backup}-wal`, `${ready}-wal`).catch(ignoreMissing);
    const { entries, newest } = inspect(ready, backup);
    await flush(ready);
    return { entries, newest, discard, replace: (now) => replace(file, ready, now) };
  } catch (error) {
    await discard();
    if (isMissing(error))
      throw notRestorable(backup, 'there is no such file', 'name a file that `deskwire backup` wrote');
    throw error;
  }
}

function inspect(ready: string, backup: string): Pick<ReadyBackup, 'entries' | 'newest'> {
  const otherwise = 'name another backup; the database was not touched';
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(ready);
    database.exec('PRAGMA journal_mode = DELETE');
    const faults = faultsOf(database, 'integrity_check');
    if (faults.length > 0) throw notRestorable(backup, `it is damaged: ${faults.join('; ')}`, otherwise);
    const ran = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'").get()
      ? database.prepare('SELECT name FROM kysely_migration ORDER BY name').all()
      : [];
    const names = ran.map(({ name }) => String(name));
    if (names.length === 0) throw notRestorable(backup, 'it is not a database of Deskwire', otherwise);
    if (planMigration(Object.keys(migrations), names) === 'newer')
      throw notRestorable(backup, 'a newer Deskwire made it', 'restore it with the version that made it');
    const found = database
      .prepare('SELECT count(DISTINCT id) AS entries, max(recorded_at) AS newest FROM revisions')
      .get();
    return { entries: Number(found?.entries ?? 0), newest: found?.newest ? String(found.newest) : undefined };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw notRestorable(backup, `it cannot be read: ${(error as Error).message}`, otherwise, error);
  } finally {
    database?.close();
  }
}

/** At every step either the old database or the new one is whole in its place, whenever the machine stops. */
async function replace(file: string, ready: string, now: Date): Promise<string | undefined> {
  closeLog(file);
  const kept = `${file}.before-${now.toISOString().replace(/[:.]/g, '')}`;
  const was = await link(file, kept).then(
    () => true,
    (error) => {
      ignoreMissing(error);
      return false;
    },
  );
  // The log of a damaged database that could not be closed: SQLite would play it into the new one.
  if (was) await rename(`${file}-wal`, `${kept}-wal`).catch(ignoreMissing);
  for (const end of ['-wal', '-shm']) await rm(`${file}${end}`, { force: true });
  await rename(ready, file);
  await flush(dirname(file));
  return was ? kept : undefined;
}

/** Moves the log into the database and ends it; SQLite allows that only where nobody else has the database open. */
function closeLog(file: string): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = DELETE');
  } catch (error) {
    if (!isBusy(error)) return;
    throw new StoreError(
      'in_use',
      `a process has the database ${file} open; nothing was changed`,
      'stop the service and every other deskwire command, then run restore again',
      { cause: error },
    );
  } finally {
    database?.close();
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** When the file was last written; undefined where there is none. */
export const writtenAt = (file: string): Promise<Date | undefined> =>
  stat(file).then(({ mtime }) => mtime, ignoreMissing);

const notRestorable = (backup: string, why: string, remedy: string, cause?: unknown) =>
  new StoreError('not_restorable', `${backup} cannot be restored: ${why}`, remedy, { cause });

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
  return undefined;
}
