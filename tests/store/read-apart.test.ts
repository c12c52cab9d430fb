import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { asOneQuestion } from '../../src/runtime/question-order.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate, StoreError } from '../../src/store/database.ts';
import { assemble, openDatabase } from '../../src/store/open.ts';
import { storeOptions } from './fixture.ts';

let folder: string;
let database: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskwire-apart-'));
  database = await openDatabase({ ...storeOptions(folder), serves: true });
  await migrate(database);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Counts to `most`: a million takes about a tenth of a second. */
const counting = (most: number) =>
  sql<{ found: number }>`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most})
    SELECT count(*) AS found FROM n`;

test('a slow read takes nothing of the time in which others are answered', async () => {
  await counting(1).execute(database.readApart);
  const before = process.threadCpuUsage();
  const whole = process.cpuUsage();
  const { rows } = await counting(3_000_000).execute(database.readApart);
  const mine = process.threadCpuUsage(before);
  const all = process.cpuUsage(whole);
  expect(rows).toEqual([{ found: 3_000_000 }]);
  expect(mine.user + mine.system).toBeLessThan((all.user + all.system) / 2);
});

test('what was written is read at once, also while the thread is busy', async () => {
  const slow = counting(500_000).execute(database.readApart);
  await database.write((transaction) =>
    transaction.insertInto('claims').values({ key: 'a', expires: '' }).execute(),
  );
  const found = await database.readApart.selectFrom('claims').select('key').execute();
  expect(found).toEqual([{ key: 'a' }]);
  await slow;
});

test('of the reads that wait, those of the question that came first are read first', async () => {
  const read: string[] = [];
  const reading = async (name: string) => {
    await counting(200_000).execute(database.readApart);
    read.push(name);
  };
  const first = asOneQuestion(async () => {
    await reading('first');
    await reading('second');
  });
  await Promise.all([first, ...Array.from({ length: 15 }, () => asOneQuestion(() => reading('later')))]);
  expect(read.indexOf('second')).toBeLessThan(read.lastIndexOf('later'));
});

test('between two answers that wait, sockets and timers have their turn, and the first question goes on', async () => {
  await counting(1).execute(database.readApart);
  const came: string[] = [];
  const busy = (ms: number) => {
    for (const end = performance.now() + ms; performance.now() < end; );
  };
  const reading = async (name: string) => {
    await counting(1).execute(database.readApart);
    busy(5);
    came.push(name);
  };
  const first = asOneQuestion(async () => {
    await reading('first');
    await reading('second');
  });
  const later = Array.from({ length: 30 }, () => asOneQuestion(() => reading('later')));
  const timer = setInterval(() => came.push('timer'), 1);
  // The thread answers all of them meanwhile.
  busy(200);
  await Promise.all([first, ...later]);
  clearInterval(timer);
  expect(came.filter((name) => name === 'timer').length).toBeGreaterThan(15);
  expect(came.indexOf('second')).toBeLessThan(came.lastIndexOf('later'));
});

test('a small read is remembered until anybody commits, this process or another', async () => {
  const other = await openDatabase(storeOptions(folder));
  let reads = 0;
  const claims = () =>
    database.recall('claims', async () => {
      reads += 1;
      return (await database.read.selectFrom('claims').select('key').execute()).map(({ key }) => key);
    });
  const claim = (by: Database, key: string) =>
    by.write((transaction) => transaction.insertInto('claims').values({ key, expires: '' }).execute());
  expect([await claims(), await claims(), reads]).toEqual([[], [], 1]);
  await claim(database, 'a');
  expect([await claims(), await claims(), reads]).toEqual([['a'], ['a'], 2]);
  await claim(other, 'b');
  expect([await claims(), await claims(), reads]).toEqual([['a', 'b'], ['a', 'b'], 3]);
  await other.close();
});

test('a small read that fails is not remembered', async () => {
  const reads = [() => Promise.reject(new Error('not now')), async () => 1];
  const recalled = () => database.recall('anything', () => (reads.shift() ?? (async () => 2))());
  await expect(recalled()).rejects.toThrow('not now');
  expect([await recalled(), await recalled()]).toEqual([1, 1]);
});

test('an answer that is remembered asks the thread nothing', async () => {
  const store = assemble(database, storeOptions(folder));
  const ahead = async () => {
    await store.roles.grantsOn('desk');
    await store.channels.visibility('slack:T1:C1');
    await store.entries.hasMarked('desk');
    return store.recordState.at(new Date(0));
  };
  const before = await ahead();
  const asked = vi.spyOn(Worker.prototype, 'postMessage');
  expect(await ahead()).toBe(before);
  expect(asked).not.toHaveBeenCalled();
});

test('reads under way when the thread ends are made once more, by another', async () => {
  // Requests before which the thread is sent what it cannot read, and ends.
  const fatal = [1, 3, 4];
  let requests = 0;
  const { ref } = Worker.prototype;
  vi.spyOn(Worker.prototype, 'ref').mockImplementation(function (this: Worker) {
    requests += 1;
    if (fatal.includes(requests)) this.postMessage([null]);
    ref.call(this);
  });
  expect((await counting(2).execute(database.readApart)).rows[0]?.found).toBe(2);
  expect(requests).toBe(2);
  await expect(counting(4).execute(database.readApart)).rejects.toThrow('null');
  expect((await counting(3).execute(database.readApart)).rows[0]?.found).toBe(3);
});

test('what SQLite says of a statement is the same error as on this thread', async () => {
  const failing = (read: Database['read']) =>
    sql`SELECT no_such_column FROM revisions`.execute(read).catch((error) => error);
  const [apart, here] = [await failing(database.readApart), await failing(database.read)];
  expect(apart).toMatchObject({ message: here.message, code: here.code, errcode: here.errcode });
  expect(apart).not.toBeInstanceOf(StoreError);
});
