import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Log } from '../../src/domain/ports/log.ts';
import { openDatabase, openStore } from '../../src/store/open.ts';
import { startTcpProxy } from '../fakes/tcp-proxy.ts';
import { storeOptions } from './fixture.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

/** A database behind a proxy that cuts, opened as a process does, with what it logs. */
async function opened({ patience = 30_000 } = {}) {
  const proxy = await startTcpProxy(await server.database());
  const logged: string[] = [];
  const write = (_: object, message: string) => void logged.push(message);
  const log: Log = { info: write, warn: write, error: write };
  const options = { ...storeOptions('not used'), databaseUrl: proxy.url, patience, log };
  const database = await openDatabase(options);
  onTestFinished(async () => {
    proxy.accept();
    await database.close();
    await proxy.stop();
  });
  return { proxy, database, logged, options };
}

const one = sql<{ one: number }>`SELECT 1 AS one`;

test('a reading whose connection ends is asked again at once', async () => {
  const { proxy, database } = await opened();
  const slow = sql<{ one: number }>`SELECT 1 AS one FROM pg_sleep(0.2)`.execute(database.read);
  await until(() => proxy.open() > 0);
  proxy.cut();
  expect((await slow).rows).toEqual([{ one: 1 }]);
  proxy.cut();
  expect((await one.execute(database.read)).rows).toEqual([{ one: 1 }]);
});

test('a change whose connection ends fails, and the process and the next change live', async () => {
  const { proxy, database } = await opened();
  await database.write((transaction) => sql`CREATE TABLE kept (id integer)`.execute(transaction));
  const cutOff = database.write(async (transaction) => {
    await sql`INSERT INTO kept VALUES (1)`.execute(transaction);
    // In use and idle: nobody but a listener hears of its end.
    proxy.cut();
    await sql`INSERT INTO kept VALUES (2)`.execute(transaction);
  });
  await expect(cutOff).rejects.toMatchObject({
    code: 'away',
    remedy: expect.stringContaining('DATABASE_URL'),
  });
  await database.write((transaction) => sql`INSERT INTO kept VALUES (3)`.execute(transaction));
  expect((await sql`SELECT id FROM kept`.execute(database.read)).rows).toEqual([{ id: 3 }]);
});

test('that the server is away, and that it is back, is said once', async () => {
  const { proxy, database, logged } = await opened();
  proxy.refuse();
  for (let asked = 0; asked < 5; asked += 1)
    await expect(one.execute(database.read)).rejects.toMatchObject({ code: 'away' });
  proxy.accept();
  await Promise.all(Array.from({ length: 5 }, () => one.execute(database.read)));
  expect(logged).toEqual([
    expect.stringContaining('PostgreSQL cannot be reached'),
    'PostgreSQL answers again',
  ]);
});

test('while more writers than there are connections wait for a lock, reading goes on', async () => {
  const { database } = await opened();
  await database.write((transaction) => sql`CREATE TABLE held (id integer)`.execute(transaction));
  const release = Promise.withResolvers<void>();
  const holding = Promise.withResolvers<void>();
  const holder = database.write(async (transaction) => {
    await sql`LOCK TABLE held IN EXCLUSIVE MODE`.execute(transaction);
    holding.resolve();
    await release.promise;
  });
  await holding.promise;
  const waiting = Array.from({ length: 20 }, () =>
    database.write((transaction) => sql`INSERT INTO held VALUES (1)`.execute(transaction)),
  );
  expect((await one.execute(database.read)).rows).toEqual([{ one: 1 }]);
  release.resolve();
  await Promise.all([holder, ...waiting]);
  expect((await sql`SELECT count(*)::int AS n FROM held`.execute(database.read)).rows).toEqual([{ n: 20 }]);
});

test('the server ends a transaction whose process has stopped asking', async () => {
  const { database } = await opened();
  const { rows } = await sql`SHOW idle_in_transaction_session_timeout`.execute(database.read);
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '1min' }]);
});

test('a user who may not create tables is told which right to give', async () => {
  const { options } = await opened();
  const owner = new Client({ connectionString: options.databaseUrl });
  await owner.connect();
  const name = `reader_${Math.random().toString(36).slice(2)}`;
  await owner.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
  onTestFinished(async () => {
    await owner.query(`DROP ROLE ${name}`);
    await owner.end();
  });
  const databaseUrl = Object.assign(new URL(options.databaseUrl), { username: name, password: 'x' }).href;
  await expect(openStore({ ...options, databaseUrl })).rejects.toMatchObject({
    code: 'no_rights',
    remedy: expect.stringContaining('GRANT USAGE, CREATE ON SCHEMA public'),
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
