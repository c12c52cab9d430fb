import { Kysely, PostgresDialect, sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { quietLog } from '../../src/cli/output.ts';
import type { Log } from '../../src/domain/ports/runtime.ts';
import { migrate } from '../../src/store/database.ts';
import { assemble, openDatabase, openStore } from '../../src/store/open.ts';
import { asStoreError } from '../../src/store/postgres/failure.ts';
import { openPool, watchAvailability } from '../../src/store/postgres/pool.ts';
import { startTcpProxy } from '../fakes/tcp-proxy.ts';
import { storeOptions } from './fixture.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

let servers: PostgresServer;
beforeAll(async () => {
  servers = await startPostgres();
});
afterAll(() => servers?.stop());

/** A database behind a proxy that cuts, opened as a process does, with what it logs, and a way past the proxy. */
async function opened({ patience = 30_000 } = {}) {
  const direct = await servers.database();
  const proxy = await startTcpProxy(direct);
  const logged: string[] = [];
  const write = (_: object, message: string) => void logged.push(message);
  const log: Log = { info: write, warn: write, error: write };
  const options = { ...storeOptions('not used'), databaseUrl: proxy.url, patience, log };
  const database = await openDatabase(options);
  const client = new Client({ connectionString: direct });
  await client.connect();
  const query = (text: string, values: unknown[] = []) => client.query(text, values);
  const count = async (condition: string, values: unknown[] = []): Promise<number> =>
    (
      await query(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${condition}`,
        values,
      )
    ).rows.length;
  onTestFinished(async () => {
    proxy.accept();
    await client.end();
    await database.close();
    await proxy.stop();
  });
  const server = {
    query,
    /** Connections that run this statement. */
    active: (statement: string) => count("state = 'active' AND query = $1", [statement]),
    inTransaction: () => count("state LIKE 'idle in transaction%'"),
  };
  return { proxy, database, logged, options, server };
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

test('a small change whose connection ends before its commit is made again', async () => {
  const { proxy, database } = await opened();
  await database.write((transaction) => sql`CREATE TABLE small (id integer)`.execute(transaction));
  let runs = 0;
  await database.writeSmall(async (transaction) => {
    runs += 1;
    if (runs === 1) proxy.cut();
    await sql`INSERT INTO small VALUES (${runs})`.execute(transaction);
  });
  expect((await sql`SELECT id FROM small`.execute(database.read)).rows).toEqual([{ id: 2 }]);
});

test('a change that may be committed already is not made again', async () => {
  const { proxy, database, server } = await opened();
  // Its check takes the server until long after the commit was asked for.
  for (const statement of [
    'CREATE TABLE slow (id integer)',
    'CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$',
    'CREATE CONSTRAINT TRIGGER slowly AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slowly()',
  ])
    await server.query(statement);
  let runs = 0;
  const changed = database.writeSmall(async (transaction) => {
    runs += 1;
    await sql`INSERT INTO slow VALUES (1)`.execute(transaction);
  });
  const refused = expect(changed).rejects.toMatchObject({ code: 'away' });
  await vi.waitUntil(async () => (await server.active('commit')) > 0, { interval: 10 });
  proxy.cut();
  await refused;
  expect(runs).toBe(1);
  await vi.waitFor(async () => expect((await server.query('SELECT id FROM slow')).rows).toEqual([{ id: 1 }]));
});

test('a server that gives no answer is not waited for without end', async () => {
  const { proxy } = await opened();
  const pool = openPool({
    ...{ url: proxy.url, max: 1, patience: 30_000, repeats: true, answerWait: 200 },
    availability: watchAvailability(quietLog),
  });
  onTestFinished(() => pool.end());
  const kysely = new Kysely({ dialect: new PostgresDialect({ pool }) });
  await one.execute(kysely);
  proxy.silence();
  await expect(one.execute(kysely)).rejects.toMatchObject({
    code: 'away',
    message: 'PostgreSQL gave no answer within 0.2 seconds',
  });
  expect((await one.execute(kysely)).rows).toEqual([{ one: 1 }]);
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

test('connections that end one after the other are one outage; a server that was never there is none', () => {
  const said: string[] = [];
  const write = (_: object, message: string) => void said.push(message);
  const begin = watchAvailability({ info: write, warn: write, error: write });
  const ended = Object.assign(new Error('terminating connection'), { code: '57P01' });
  begin().failed(ended);
  expect(said).toEqual([]);
  begin().succeeded();
  const [first, second, third] = [begin(), begin(), begin()];
  first.failed(ended);
  begin().succeeded();
  second.failed(ended);
  third.succeeded();
  begin().succeeded();
  expect(said).toEqual([expect.stringContaining('cannot be reached'), 'PostgreSQL answers again']);
});

test.each([
  ['53300', 'sorry, too many clients already', 'away', 'max_connections'],
  ['57P03', 'the database system is starting up', 'away', 'DATABASE_URL'],
  ['25P03', 'terminating connection due to idle-in-transaction timeout', 'away', 'DATABASE_URL'],
  ['28P01', 'password authentication failed', 'unreachable', 'DATABASE_URL'],
  ['42501', 'permission denied for table entries', 'no_rights', 'GRANT that_other_user'],
  ['42501', 'permission denied for database news', 'no_rights', 'GRANT CONNECT ON DATABASE'],
  ['', 'timeout exceeded when trying to connect', 'busy', 'pg_stat_activity'],
])('what PostgreSQL says as %s "%s" is %s, with a remedy', (code, message, expected, remedy) => {
  const error = Object.assign(new Error(message), { code });
  expect(asStoreError(error, { patience: 30_000, connectWait: 10_000, answerWait: 30_000 })).toMatchObject({
    code: expected,
    remedy: expect.stringContaining(remedy),
  });
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

test('while changes wait for a lock, leases are renewed and questions noted', async () => {
  const { database, options } = await opened({ patience: 5000 });
  await migrate(database);
  const { leases, once } = assemble(database, options);
  await database.write((transaction) => sql`CREATE TABLE held (id integer)`.execute(transaction));
  let ended = 0;
  const waiting = await database.write(async (transaction) => {
    await sql`LOCK TABLE held IN EXCLUSIVE MODE`.execute(transaction);
    const others = Array.from({ length: 10 }, () =>
      database
        .write((other) => sql`INSERT INTO held VALUES (1)`.execute(other))
        .finally(() => {
          ended += 1;
        }),
    );
    for (const other of others) other.catch(() => {});
    const now = new Date();
    const later = new Date(now.getTime() + 60_000);
    expect(await leases.hold('gateway', 'this process', later, now)).toBe(true);
    expect(await once.first('slack:1', later, now)).toBe(true);
    expect(ended).toBe(0);
    return others;
  });
  await Promise.all(waiting);
});

test('the server ends a transaction whose process has stopped asking, and the next question says so', async () => {
  const { database, server } = await opened();
  const stopped = database.write(async (transaction) => {
    const { rows } = await sql`SHOW idle_in_transaction_session_timeout`.execute(transaction);
    expect(rows).toEqual([{ idle_in_transaction_session_timeout: '1min' }]);
    await sql`SET LOCAL idle_in_transaction_session_timeout = 50`.execute(transaction);
    await vi.waitUntil(async () => (await server.inTransaction()) === 0, { interval: 10 });
    await one.execute(transaction);
  });
  await expect(stopped).rejects.toMatchObject({
    code: 'away',
    message: expect.stringContaining('idle-in-transaction timeout'),
  });
});

test('a user who may not create tables is told which right to give', async () => {
  const { options, server } = await opened();
  const name = `reader_${Math.random().toString(36).slice(2)}`;
  await server.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
  onTestFinished(async () => void (await server.query(`DROP ROLE ${name}`)));
  const databaseUrl = Object.assign(new URL(options.databaseUrl), { username: name, password: 'x' }).href;
  await expect(openStore({ ...options, databaseUrl })).rejects.toMatchObject({
    code: 'no_rights',
    remedy: expect.stringContaining(`GRANT USAGE, CREATE ON SCHEMA public TO ${name};`),
  });
});

test('a connection that is only lent proves nothing: no recovery is told before an answer', async () => {
  const url = await servers.database();
  const logged: string[] = [];
  const write = (_: object, message: string) => void logged.push(message);
  const pool = openPool({
    ...{ url, max: 2, patience: 1_000, answerWait: 5_000, repeats: false },
    availability: watchAvailability({ info: write, warn: write, error: write }),
  });
  const [ending, idle] = [await pool.connect(), await pool.connect()];
  const { rows } = await ending.query<{ pid: number }>('SELECT pg_backend_pid() AS pid', []);
  await idle.query('SELECT 1', []);
  idle.release();
  const cutOff = ending.query('SELECT pg_sleep(60)', []);
  const admin = new Client({ connectionString: url });
  await admin.connect();
  onTestFinished(async () => {
    await admin.end();
    await pool.end();
  });
  await Promise.all([
    expect(cutOff).rejects.toMatchObject({ code: 'away' }),
    admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]),
  ]);
  ending.release();
  const lent = await pool.connect();
  expect(logged).toEqual([expect.stringContaining('PostgreSQL cannot be reached')]);
  await lent.query('SELECT 1', []);
  expect(logged.slice(1)).toEqual(['PostgreSQL answers again']);
  lent.release();
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
