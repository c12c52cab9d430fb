import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { type Driver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { type Database, StoreError } from '../database.ts';
import type { Schema } from '../schema.ts';
import { appending, joinInOrder, migrations } from './dialect.ts';
import { createRecall, retryWhileBusy, SqliteDriver } from './driver.ts';
import { asFileError, asSqliteError, diskFull, fileGone, leastRoom, roomOn } from './failure.ts';
import { checkIntegrity, isKnownWhole, rememberWhole } from './integrity.ts';
import { createPresence } from './presence.ts';
import { ReadApartDriver } from './read-apart.ts';
import { type Hold, holdAlone, holdShared } from './restore/hold.ts';
import { finishReplacing, nextOf, realFile } from './restore/put-in-place.ts';
import { largeChange, shareWrites } from './writes.ts';

/** How long SQLite itself may wait for a lock, in milliseconds: it stops the process meanwhile. */
const blockingWait = 5;

/** Most memory for pages, in KiB; it is taken only as it is needed. A large sync goes back to many pages. */
const writerCache = 32 * 1024;
const readerCache = 16 * 1024;
/** Beside a reading thread, which has pages of its own. */
const smallReaderCache = 4 * 1024;

/** SQLite can take back DDL, so all pending migrations run in one transaction, under its write lock. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

/** Statements for the reading thread go to it at once, so that it need not wait for this one between two. */
class ReadApartAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true;
  }
}

/** `adapter`: the usual one lets one statement go to the driver at a time. */
function kysely(
  driver: () => Driver,
  adapter: SqliteAdapter = new TransactionalSqliteAdapter(),
): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: driver,
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/**
 * Opens or creates the file. Reading has a connection of its own that a writer never makes wait; an existing
 * database is opened without any write lock. `patience`: milliseconds a writer waits for another process.
 * `serves`: slow reads get a thread, so that the process answers others meanwhile.
 */
export async function openSqlite(at: string, patience: number, serves = false): Promise<Database> {
  const file = realFile(at);
  const hold = await openHeld(file);
  /** Since the file was last found so: what is closed whole need not be checked when it is opened again. */
  let whole = isKnownWhole(file);
  const failure = (error: unknown) => {
    const known = asSqliteError(error, file);
    if (known instanceof StoreError && known.code === 'damaged') whole = false;
    return known;
  };
  try {
    const fresh = !existsSync(file);
    const ready = await retryWhileBusy(() => !fresh && isWal(file), patience);
    if (!ready) await retryWhileBusy(() => makeWal(file), patience);
    whole ||= fresh;
  } catch (error) {
    hold.release();
    throw failure(error);
  }
  const opened = identityOf(file);
  const shared = { failure, patience };
  const reader = new SqliteDriver({
    ...shared,
    connect: () => connectReader(file, serves ? smallReaderCache : readerCache),
    begin: 'BEGIN',
  });
  const read = kysely(() => reader);
  const writer = kysely(
    () => new SqliteDriver({ ...shared, connect: () => connectWriter(file), begin: 'BEGIN IMMEDIATE' }),
  );
  const thread = serves ? new ReadApartDriver({ file, cache: readerCache, failure }) : undefined;
  thread?.begin();
  const readApart = thread ? kysely(() => thread, new ReadApartAdapter()) : read;

  const presence = createPresence(join(dirname(file), 'running'));
  const write: Database['write'] = async (work) => {
    if (identityOf(file) !== opened) throw fileGone(file);
    return writer.transaction().execute(work);
  };

  return {
    dialect: 'sqlite',
    read,
    readApart,
    recall: createRecall(() => reader.dataVersion()),
    migrations,
    async hasTable(name) {
      const found = await sql`SELECT 1 FROM sqlite_master WHERE name = ${name}`.execute(read);
      return found.rows.length > 0;
    },
    // BEGIN IMMEDIATE holds all of the database already.
    async lockSchema() {},
    write,
    writeSmall: shareWrites(write),
    joinInOrder,
    appending,
    placeholder: () => '?',
    maxParameters: 30_000,
    largeChange: largeChange(file, writer),
    backup: (target) => backupSqlite(file, target),
    presence,
    async checkIntegrity(when) {
      if (when === 'if in doubt' && whole) return 'trusted';
      await checkIntegrity(file);
      whole = true;
      return 'checked';
    },
    checkRoom() {
      if (roomOn(dirname(file)) < leastRoom) throw diskFull(dirname(file));
    },
    async close() {
      presence.leave();
      await read.destroy();
      // Kysely ends only what it has used.
      await thread?.destroy();
      await writer.destroy();
      if (whole) rememberWhole(file);
      hold.release();
    },
  };
}

/** Makes the folder; where a restore was cut off, puts in place first what was decided to be. */
async function openHeld(file: string): Promise<Hold> {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw asFileError(error, dirname(file));
  }
  for (;;) {
    const hold = holdShared(file);
    if (!existsSync(nextOf(file))) return hold;
    hold.release();
    const alone = holdAlone(file);
    try {
      if (existsSync(nextOf(file))) await finishReplacing(file);
    } finally {
      alone.release();
    }
  }
}

/** Undefined where there is none. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev} ${found.ino}`;
}

function connectReader(file: string, cache: number): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: blockingWait });
  database.exec(`PRAGMA cache_size = -${cache}`);
  return database;
}

function connectWriter(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: blockingWait, enableForeignKeyConstraints: true });
  database.exec(`PRAGMA synchronous = FULL; PRAGMA cache_size = -${writerCache}`);
  return database;
}

/** Asked before it is set: setting it takes a lock. */
function isWal(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true, timeout: blockingWait });
  try {
    return database.prepare('PRAGMA journal_mode').get()?.journal_mode === 'wal';
  } finally {
    database.close();
  }
}

/** The database holds restricted entries, so that only its owner may read a new one. */
function makeWal(file: string): void {
  const fresh = !existsSync(file);
  const database = new DatabaseSync(file, { timeout: blockingWait });
  try {
    if (fresh) chmodSync(file, 0o600);
    database.exec('PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
}

/**
 * Copies the whole database in one read of it, off the main thread: it is consistent, nobody waits for it, and
 * writers cannot make it start over, as they would if it went page by page.
 */
async function backupSqlite(file: string, target: string): Promise<number> {
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
function markCopied(file: string): void {
  const copy = new DatabaseSync(file);
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
    if (copy.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'epoch'").get())
      copy.exec('UPDATE epoch SET copied = 1');
  } finally {
    copy.close();
  }
}
