import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import type { ReadyRestore } from '../../../domain/ports/publishing.ts';
import { planMigration, StoreError } from '../../database.ts';
import { withdrawn } from '../../schema.ts';
import { migrations } from '../dialect.ts';
import { asFileError } from '../failure.ts';
import { faultsOf, rememberWhole } from '../integrity.ts';
import { holdAlone, ownAsFolder } from './hold.ts';
import { flush, putInPlace, realFile } from './put-in-place.ts';

const otherwise = 'name another backup; nothing was changed';

/**
 * Copies `backup` beside the database at `at`, with what lies in its own log, and checks it: whole, a database of
 * Deskwire, and of no newer one. The database is as it was until replace(), and nobody can open it until release().
 */
export async function prepareSqliteRestore(at: string, backup: string): Promise<ReadyRestore> {
  const file = realFile(at);
  const ready = `${file}.restoring`;
  const discard = async () => {
    for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${ready}${end}`, { force: true });
  };
  await readable(backup, file);
  await mkdir(dirname(file), { recursive: true }).catch((error) => {
    throw asFileError(error, dirname(file));
  });
  const hold = holdAlone(file);
  const release = async () => {
    await discard();
    hold.release();
  };
  try {
    await discard();
    await copy(backup, ready);
    // Of a database that was copied while it was open, the newest changes are in its log.
    const hasLog = (await sizeOf(`${backup}-wal`)) > 0;
    if (hasLog) await copy(`${backup}-wal`, `${ready}-wal`);
    const holds = inspect(ready, backup);
    await flush(ready);
    const there = await stat(file).catch(() => undefined);
    return {
      holds,
      from: hasLog ? `${backup} with its log ${backup}-wal` : backup,
      target: there ? `${file} (last written ${there.mtime.toISOString()})` : file,
      replaces: there !== undefined,
      async replace() {
        const kept = await putInPlace(file, ready);
        rememberWhole(file);
        return kept;
      },
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function readable(backup: string, file: string): Promise<void> {
  const found = await stat(backup).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      throw notRestorable(backup, 'there is no such file', 'name a file that `deskwire backup` wrote');
    throw asFileError(error, backup);
  });
  if (!found.isFile())
    throw notRestorable(backup, 'it is not a file', 'name a file that `deskwire backup` wrote');
  const own = await stat(file).catch(() => undefined);
  if (own && own.ino === found.ino && own.dev === found.dev)
    throw notRestorable(backup, 'it is the database itself', 'name a file that `deskwire backup` wrote');
}

/** Readable by its owner only, from the first byte, and on the disk when this resolves. */
async function copy(from: string, to: string): Promise<void> {
  try {
    await pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }));
    ownAsFolder(to);
  } catch (error) {
    throw asFileError(error, (error as NodeJS.ErrnoException).syscall === 'write' ? to : from);
  }
}

/** What it holds, in words. */
function inspect(ready: string, backup: string): string {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(ready);
    database.exec('PRAGMA journal_mode = DELETE');
    const faults = faultsOf(database, 'integrity_check');
    if (faults.length > 0) throw notRestorable(backup, `it is damaged: ${faults.join('; ')}`, otherwise);
    const has = (table: string) =>
      database?.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
    const ran = has('kysely_migration')
      ? database.prepare('SELECT name FROM kysely_migration ORDER BY name').all()
      : [];
    const names = ran.map(({ name }) => String(name));
    if (names.length === 0 || !has('revisions'))
      throw notRestorable(backup, 'it is not a database of Deskwire', otherwise);
    if (planMigration(Object.keys(migrations), names) === 'newer')
      throw notRestorable(backup, 'a newer Deskwire made it', 'restore it with the version that made it');
    const found = database
      .prepare(
        `SELECT sum(valid_until IS NULL AND state <> ?) AS entries, max(recorded_at) AS newest FROM revisions`,
      )
      .get(withdrawn);
    if (has('epoch')) database.exec('UPDATE epoch SET copied = 1');
    return `${found?.entries ?? 0} entries, last changed ${found?.newest ?? 'never'}`;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw notRestorable(backup, `it cannot be read: ${message}`, otherwise, error);
  } finally {
    database?.close();
  }
}

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const notRestorable = (backup: string, why: string, remedy: string, cause?: unknown) =>
  new StoreError('not_restorable', `${backup} cannot be restored: ${why}`, remedy, { cause });
