import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { appending, joinInOrder, migrations } from './dialect.ts';
import { SqliteDriver } from './driver.ts';
import { asSqliteError } from './failure.ts';
import { checkIntegrity } from './integrity.ts';
import { nextOf } from './restore/put-in-place.ts';

/** How long SQLite itself may wait for a lock, in milliseconds: it stops the process meanwhile. */
const blockingWait = 5;

/** For how long a read is tried again while the database recovers, in milliseconds. */
const patience = 2000;

/**
 * Opens an existing database to look at it: nothing can be written, and no file is made beside it, not even the -wal and
 * -shm that every reader of a database in WAL mode makes.
 */
export function openToLook(at: string): Database {
  // A restore that was cut off: the next start puts this one in place.
  const file = existsSync(nextOf(at)) ? nextOf(at) : at;
  const { name, discard } = viewOf(file);
  const read = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () =>
        new SqliteDriver({
          failure: (error) => asSqliteError(error, file),
          connect: () => new DatabaseSync(name, { readOnly: true, timeout: blockingWait }),
          begin: 'BEGIN',
          patience,
        }),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const refuse = async () => {
    throw new Error('the database is open to look at it alone');
  };
  return {
    dialect: 'sqlite',
    read,
    readApart: read,
    recall: (_, found) => found(),
    migrations,
    async hasTable(table) {
      const found = await sql`SELECT 1 FROM sqlite_master WHERE name = ${table}`.execute(read);
      return found.rows.length > 0;
    },
    lockSchema: refuse,
    write: refuse,
    writeSmall: refuse,
    joinInOrder,
    appending,
    placeholder: () => '?',
    maxParameters: 30_000,
    largeChange: { fill: refuse, beforeCommit: refuse, afterCommit: refuse },
    backup: refuse,
    async checkIntegrity() {
      await checkIntegrity(file, name);
      return 'checked';
    },
    checkRoom() {},
    async close() {
      await read.destroy();
      discard();
    },
  };
}

/** What SQLite can open without making a file. */
function viewOf(file: string): { name: string; discard(): void } {
  const log = `${file}-wal`;
  // A process has it open, or was killed: the files that a reader needs are there.
  if (existsSync(`${file}-shm`)) return { name: file, discard() {} };
  // It was closed: nobody writes, and nothing stands in a log.
  if (!existsSync(log) || statSync(log).size === 0)
    return { name: `${pathToFileURL(file).href}?immutable=1`, discard() {} };
  // A log that came without its index, as in a copy of the files: only a copy can be read together with it.
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-look-'));
  const copy = join(folder, 'copy.sqlite');
  copyFileSync(file, copy);
  copyFileSync(log, `${copy}-wal`);
  return { name: copy, discard: () => rmSync(folder, { recursive: true, force: true }) };
}
