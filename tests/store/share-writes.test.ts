import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { migrate, StoreError } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open.ts';
import type { Schema } from '../../src/store/schema.ts';
import { shareWrites } from '../../src/store/sqlite/writes.ts';
import { storeOptions } from './fixture.ts';

let folder: string;
let database: Database;
let transactions: number;
let small: Database['write'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskwire-share-'));
  database = await openDatabase(storeOptions(folder));
  await migrate(database);
});

beforeEach(async () => {
  await database.write((transaction) => transaction.deleteFrom('channels').execute());
  transactions = 0;
  small = shareWrites((work) => {
    transactions += 1;
    return database.write(work);
  });
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const add = (id: string) =>
  small(async (transaction) => {
    await transaction.insertInto('channels').values({ id, visibility: 'public' }).execute();
    return id;
  });

const kept = async () =>
  (await database.read.selectFrom('channels').select('id').orderBy('id').execute()).map(({ id }) => id);

test('what comes at once shares a transaction, and each gets its own answer', async () => {
  const ids = Array.from({ length: 20 }, (_, n) => `c${n + 10}`);
  expect(await Promise.all(ids.map(add))).toEqual(ids);
  expect(transactions).toBe(1);
  expect(await kept()).toEqual(ids);
});

test('what comes while one is under way shares the next', async () => {
  const later: Promise<string>[] = [];
  await small(async () => {
    for (const id of ['a', 'b', 'c']) later.push(add(id));
  });
  expect(await Promise.all(later)).toEqual(['a', 'b', 'c']);
  expect(transactions).toBe(2);
});

test('one that fails takes no other with it, and nothing is written twice', async () => {
  const failing = small(async (transaction) => {
    await transaction.insertInto('channels').values({ id: 'gone', visibility: 'public' }).execute();
    throw new Error('on purpose');
  });
  const all = await Promise.allSettled([add('a'), failing, add('b')]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await kept()).toEqual(['a', 'b']);
});

test('a lock that is not to be had fails all at once', async () => {
  const busy = new StoreError('busy', 'held', 'wait');
  small = shareWrites(async () => {
    transactions += 1;
    throw busy;
  });
  const all = await Promise.allSettled([add('a'), add('b')]);
  expect(all).toEqual([
    { status: 'rejected', reason: busy },
    { status: 'rejected', reason: busy },
  ]);
  expect(transactions).toBe(1);
});

test('an empty table is filled without indexes, and has them again afterwards', async () => {
  const indexes = async (of: Kysely<Schema>) => {
    const found = await sql<{ sql: string }>`SELECT sql FROM sqlite_schema
      WHERE type = 'index' AND tbl_name = 'channels' AND sql IS NOT NULL ORDER BY name`.execute(of);
    return found.rows.map((row) => row.sql);
  };
  const made = 'CREATE INDEX channels_seen ON channels (visibility, id) WHERE visibility IS NOT NULL';
  await database.write((transaction) => sql.raw(made).execute(transaction));
  const fill = (id: string) =>
    database.write((transaction) =>
      database.largeChange.fill(transaction, 'channels', async () => {
        await transaction.insertInto('channels').values({ id, visibility: 'public' }).execute();
        if (id === 'bad') throw new Error('cannot go on');
        return indexes(transaction);
      }),
    );
  await expect(fill('bad')).rejects.toThrow('cannot go on');
  expect(await indexes(database.read)).toEqual([made]);
  expect(await fill('first')).toEqual([]);
  expect(await indexes(database.read)).toEqual([made]);
  expect(await fill('second')).toEqual([made]);
  expect(await kept()).toEqual(['first', 'second']);
});
