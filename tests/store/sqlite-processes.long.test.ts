import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, ranMigrations } from '../../src/store/database.ts';
import { openDatabase, openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { later, queued, subscribe } from './digests-made.ts';
import { fact } from './entries-made.ts';
import { change, now, scope, storeOptions } from './fixture.ts';
import { fillDesk, linkTables, takeLinksBack } from './older-links.ts';
import { startProcess } from './process.ts';

/** Takes the write lock, writes, says so, and commits when it is told to. */
const holder = `
  import { DatabaseSync } from 'node:sqlite';
  const [file] = process.argv.slice(1);
  const database = new DatabaseSync(file);
  database.exec('BEGIN IMMEDIATE');
  database.exec("INSERT INTO desks (id, doc) VALUES ('held', '{}')");
  console.log('holding');
  process.stdin.once('data', () => {
    database.exec('COMMIT');
    process.exit();
  });
`;

/** Opens the store as any process does and writes entries one by one. */
const writer = `
  const { openStore } = await import('./src/store/open.ts');
  const { change, storeOptions, now } = await import('./tests/store/fixture.ts');
  const { fact } = await import('./tests/store/entries-made.ts');
  const [folder, name, count] = process.argv.slice(1);
  const store = await openStore(storeOptions(folder));
  console.log('open');
  for (let n = 0; n < Number(count); n++) await store.content.apply(change([fact(name + '-' + n)]), now);
  await store.maintenance.close();
  console.log('done');
`;

/** Brings an older database up to date, and stands still in the middle of it. */
const migrator = `
  const { openDatabase } = await import('./src/store/open.ts');
  const { migrate } = await import('./src/store/database.ts');
  const { storeOptions } = await import('./tests/store/fixture.ts');
  const [folder] = process.argv.slice(1);
  await migrate(await openDatabase(storeOptions(folder)), {
    onProgress(name, share) {
      if (share < 0.5) return;
      console.log('half way');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  });
`;

let folder: string;
let store: Store;
const file = () => join(folder, 'deskwire.sqlite');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskwire-processes-'));
  store = await openStore(storeOptions(folder));
});

afterEach(async () => {
  await store.maintenance.close();
  await rm(folder, { recursive: true, force: true });
});

test('another process that holds the write lock for 5 s delays no answer and no timer', async () => {
  await store.content.apply(change([fact('a')]), now);
  const other = startProcess(holder, file());
  await other.said('holding');

  let written = false;
  const writing = store.content.apply(change([fact('b')]), now).then(() => {
    written = true;
  });
  let slowestRead = 0;
  let slowestTimer = 0;
  let answers = 0;
  const held = performance.now();
  while (performance.now() - held < 5000) {
    const asked = performance.now();
    expect((await store.entries.get(scope(), 'a'))?.body.id).toBe('a');
    expect(await store.entries.get(scope(), 'b')).toBeUndefined();
    const set = performance.now();
    await delay(10);
    slowestRead = Math.max(slowestRead, set - asked);
    slowestTimer = Math.max(slowestTimer, performance.now() - set);
    answers += 1;
  }
  expect(written).toBe(false);
  other.tell('commit');
  // Far below the five seconds that a connection waiting inside SQLite would have taken, on a slow machine too.
  expect(slowestRead).toBeLessThan(1000);
  expect(slowestTimer).toBeLessThan(1000);
  expect(answers).toBeGreaterThan(50);
  await writing;
  expect((await store.entries.get(scope(), 'b'))?.body.id).toBe('b');
  await other.ended;
});

test('an up-to-date store is opened and read while another process holds the write lock', async () => {
  await store.content.apply(change([fact('a')]), now);
  const other = startProcess(holder, file());
  await other.said('holding');
  const second = await openStore({ ...storeOptions(folder), patience: 0 });
  expect((await second.entries.get(scope(), 'a'))?.body.id).toBe('a');
  expect(await second.content.desks()).toEqual([]);
  await expect(second.content.apply(change([fact('b')]), now)).rejects.toMatchObject({ code: 'busy' });
  await second.maintenance.close();
  other.tell('commit');
  await other.ended;
});

test('two processes on one file write and read and lose nothing', async () => {
  const other = startProcess(writer, folder, 'theirs', '50');
  await other.said('open');
  for (let n = 0; n < 50; n++) {
    await store.content.apply(change([fact(`ours-${n}`)]), now);
    expect((await store.entries.get(scope(), `ours-${n}`))?.revision).toBe(1);
  }
  expect(await other.ended).toBe(0);
  const published = await store.publications.after('test', 0, 1000);
  expect(published.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  expect(new Set(published.map(({ entry }) => entry)).size).toBe(100);
});

test('processes that start at once on an empty folder all work', async () => {
  const fresh = join(folder, 'fresh');
  const others = ['a', 'b', 'c'].map((name) => startProcess(writer, fresh, name, '3'));
  expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([0, 0, 0]);
  const opened = await openStore(storeOptions(fresh));
  expect((await opened.maintenance.health()).entries).toBe(9);
  await opened.maintenance.close();
});

/** Takes all that is due on the platform, and whatever else one can hold. */
const taker = `
  const { openStore } = await import('./src/store/open.ts');
  const { storeOptions, now } = await import('./tests/store/fixture.ts');
  const [folder] = process.argv.slice(1);
  const store = await openStore(storeOptions(folder));
  const holder = store.holders.name('digests');
  const until = new Date(now.getTime() + 180_000);
  await store.ledger.lease({ holder, until, limit: 1, platforms: ['slack'], settleMs: 35_000 }, now);
  await store.leases.hold('tell-admins', store.holders.name('cards'), until, now);
  const claimed = new Date(now.getTime() + 400_000);
  await store.subscriptions.claimDue({ holder, until: claimed, limit: 9, platforms: ['slack'] }, until);
  console.log('taken');
  process.stdin.once('data', async () => {
    await store.maintenance.close();
    process.exit();
  });
`;

test('what a process that was killed had leased is free at once, and what one that lives has is not', async () => {
  const { subscription } = await queued(store, 'test');
  const second = await queued(store, 'test');
  await subscribe(store, 'test');
  const ask = { holder: store.holders.name('digests'), until: later(60), limit: 10, platforms: ['slack'] };
  const lease = async () => (await store.ledger.lease({ ...ask, settleMs: 35_000 }, now)).map(({ id }) => id);
  const free = async () => ({
    lease: await store.leases.hold('tell-admins', store.holders.name('cards'), later(60), now),
    due: (await store.subscriptions.claimDue({ ...ask, until: later(390) }, later(180))).length,
  });
  const killed = startProcess(taker, folder);
  await killed.said('taken');
  const living = startProcess(taker, folder);
  await living.said('taken');
  await store.holders.takeOver(now);
  expect([await lease(), await free()]).toEqual([[], { lease: false, due: 0 }]);

  killed.kill();
  await killed.ended;
  await store.holders.takeOver(now);
  const [first] = await store.ledger.history(subscription.id, 1);
  expect([await lease(), await free()]).toEqual([
    [first && 'delivery' in first && first.delivery.id],
    { lease: true, due: 1 },
  ]);
  living.kill();
  await living.ended;
  await store.holders.takeOver(now);
  expect(await lease()).toEqual([second.delivery.id]);
});

test('a process that ends in peace leaves nothing behind to tell of it', async () => {
  const other = startProcess(taker, folder);
  await other.said('taken');
  expect(readdirSync(join(folder, 'running'))).toHaveLength(1);
  other.tell('end');
  await other.ended;
  expect(readdirSync(join(folder, 'running'))).toEqual([]);
});

test('a migration that is killed half way leaves the database as it was, and the next start does it whole', async () => {
  await fillDesk(store, 'test');
  await store.maintenance.close();
  const older = await openDatabase(storeOptions(folder));
  const written = await linkTables(older);
  await takeLinksBack(older);
  await older.close();

  const other = startProcess(migrator, folder);
  await other.said('half way');
  other.kill();
  await other.ended;

  const found = await openDatabase(storeOptions(folder));
  expect((await ranMigrations(found)).at(-1)).toBe('0024-near-facts');
  expect(await found.hasTable('links')).toBe(false);
  await migrate(found);
  expect(await linkTables(found)).toEqual(written);
  await found.close();
  store = await openStore(storeOptions(folder));
});
