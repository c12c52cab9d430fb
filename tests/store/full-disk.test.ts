import { renameSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { migrate, StoreError } from '../../src/store/database.ts';
import { assemble, openDatabase } from '../../src/store/open.ts';
import { asStoreError } from '../../src/store/postgres/failure.ts';
import { asFileError, asSqliteError } from '../../src/store/sqlite/failure.ts';
import { watchWrites } from '../../src/store/watch-writes.ts';
import { now, storeOptions } from './fixture.ts';

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

/** A store that can be told how large it may become: SQLite says the same then as on a full disk. */
async function limitedStore() {
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-full-'));
  const options = storeOptions(folder);
  const database = await openDatabase(options);
  await migrate(database);
  const store = assemble(database, options);
  onTestFinished(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    ...{ folder, database, store },
    async fill() {
      await limit(database, 1);
      for (let claim = 0; ; claim += 1) {
        const one = { key: `filler-${claim}-${'x'.repeat(500)}`, expires: later(9999).toISOString() };
        const full = await database
          .write((transaction) => transaction.insertInto('claims').values(one).execute())
          .then(
            () => undefined,
            (error) => error,
          );
        if (full) return full;
      }
    },
    empty: () => limit(database, 1_000_000),
  };
}

const limit = (database: Database, pages: number) =>
  database.write((transaction) => sql`PRAGMA max_page_count = ${sql.lit(pages)}`.execute(transaction));

test('a full disk is an error that says what to do, and readers do not meet it', async () => {
  const { folder, store, fill } = await limitedStore();
  const error = await fill();
  expect(error).toMatchObject({ code: 'full', remedy: expect.stringContaining(`free space at ${folder}`) });
  expect(error.message).toContain('full');
  expect((await store.maintenance.health()).entries).toBe(0);
});

test('what must happen once is claimed once by this process also while nothing can be written', async () => {
  const { store, fill, empty } = await limitedStore();
  const { once } = store;
  await once.first('written', later(60), now);
  await fill();
  const long = 'k'.repeat(4000);
  expect(await once.first('written', later(60), now)).toBe(false);
  expect(await Promise.all([once.first(long, later(60), now), once.first(long, later(60), now)])).toEqual(
    expect.arrayContaining([true, false]),
  );
  await empty();
  expect(await once.first(long, later(60), now)).toBe(false);
  await once.release(long);
  expect(await once.first(long, later(60), now)).toBe(true);
});

test('a lease is kept by its holder, and taken where nobody has it, also while nothing can be written', async () => {
  const { store, database } = await limitedStore();
  const { leases } = store;
  await leases.hold('mine', 'me', later(30), now);
  await leases.hold('theirs', 'they', later(30), now);
  await database.write((transaction) => sql`PRAGMA query_only = 1`.execute(transaction));
  expect(await leases.hold('mine', 'me', later(60), later(10))).toBe(true);
  expect(await leases.hold('theirs', 'me', later(60), later(10))).toBe(false);
  expect(await leases.hold('theirs', 'me', later(90), later(31))).toBe(true);
  expect(await leases.hold('free', 'me', later(60), now)).toBe(true);
});

test('whether it can be written is known in a second, logged once each way, and found out by itself', async () => {
  const { database } = await limitedStore();
  let passed = 0;
  let writes = 0;
  let broken = false;
  const own: Database = {
    ...database,
    writeSmall: (work) => {
      writes += 1;
      return broken ? Promise.reject(asFileError(node('EROFS'), '/data')) : database.writeSmall(work);
    },
  };
  const lines: string[] = [];
  const write = (_: object, message: string) => void lines.push(message);
  const watched = watchWrites(own, { info: write, warn: write, error: write }, () => passed);
  expect(await watched.unwritable?.()).toBeUndefined();
  expect(await watched.unwritable?.()).toBeUndefined();
  expect(writes).toBe(1);

  broken = true;
  for (const _ of [1, 2]) {
    passed += 6000;
    expect(await watched.unwritable?.()).toMatchObject({ code: 'read_only' });
  }
  expect(lines).toEqual([expect.stringMatching(/nothing can be written, reads still work; .*DESKWIRE_DATA/)]);

  broken = false;
  passed += 6000;
  expect(await watched.unwritable?.()).toBeUndefined();
  expect(lines.slice(1)).toEqual(['the database can be written again']);
});

test('a writer that waits for its turn makes nobody wait who asks, and is no fault', async () => {
  const { database } = await limitedStore();
  const stuck = Promise.withResolvers<never>();
  const watched = watchWrites(
    { ...database, writeSmall: () => stuck.promise },
    { info() {}, warn() {}, error() {} },
  );
  expect(await watched.unwritable?.()).toBeUndefined();
  stuck.reject(new StoreError('busy', 'held', 'wait'));
});

test('what is written to a file that was taken away would be lost, and is refused until it is back', async () => {
  const { folder, database, store } = await limitedStore();
  const file = join(folder, 'deskwire.sqlite');
  renameSync(file, `${file}.away`);
  const write = () => database.write((transaction) => transaction.deleteFrom('claims').execute());
  await expect(write()).rejects.toMatchObject({ code: 'gone', message: expect.stringContaining(file) });
  expect((await store.maintenance.health()).entries).toBe(0);
  renameSync(`${file}.away`, file);
  await write();
});

const sqlite = (errcode: number) => Object.assign(new Error('SQLite says'), { errcode });
const node = (code: string) => Object.assign(new Error('Node says'), { code });
const someRoom = () => 1e9;

test.each<[string, unknown, string, RegExp]>([
  ['SQLITE_FULL', asSqliteError(sqlite(13), '/data/d.sqlite', someRoom), 'full', /free space at \/data/],
  ['SQLITE_READONLY', asSqliteError(sqlite(8), '/data/d.sqlite', someRoom), 'read_only', /DESKWIRE_DATA/],
  ['a read-only folder', asSqliteError(sqlite(1544), '/data/d.sqlite', someRoom), 'read_only', /\/data/],
  [
    'SQLITE_IOERR_WRITE',
    asSqliteError(sqlite(778), '/data/d.sqlite', someRoom),
    'io_error',
    /check that disk/,
  ],
  ['no room for readers', asSqliteError(sqlite(4874), '/data/d.sqlite', () => 0), 'full', /free space at/],
  ['SQLITE_CANTOPEN', asSqliteError(sqlite(14), '/data/d.sqlite', someRoom), 'cannot_open', /\/data/],
  [
    'SQLITE_CORRUPT',
    asSqliteError(sqlite(11), '/data/d.sqlite', someRoom),
    'damaged',
    /deskwire restore FILE/,
  ],
  [
    'SQLITE_NOTADB',
    asSqliteError(sqlite(26), '/data/d.sqlite', someRoom),
    'damaged',
    /deskwire restore FILE/,
  ],
  ['ENOSPC', asFileError(node('ENOSPC'), '/data/d.sqlite'), 'full', /free space at \/data/],
  ['EROFS', asFileError(node('EROFS'), '/data/d.sqlite'), 'read_only', /\/data\/d\.sqlite/],
  ['EACCES', asFileError(node('EACCES'), '/data/d.sqlite'), 'read_only', /DESKWIRE_DATA/],
  ['ENOTDIR', asFileError(node('ENOTDIR'), '/data/d.sqlite'), 'cannot_open', /DESKWIRE_DATA/],
  ['disk_full of PostgreSQL', asStoreError(node('53100'), waits()), 'full', /free space/],
  ['a standby of PostgreSQL', asStoreError(node('25006'), waits()), 'read_only', /DATABASE_URL/],
])('%s says what to do', (_, error, code, remedy) => {
  expect(error).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
});

function waits() {
  return { patience: 1, connectWait: 1, answerWait: 1 };
}
