import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quietLog } from '../../src/cli/output.ts';
import { asOneQuestion } from '../../src/runtime/question-order.ts';
import type { Database, StoreErrorCode } from '../../src/store/database.ts';
import { migrate } from '../../src/store/database.ts';
import { assemble, openDatabase, openStore } from '../../src/store/open.ts';
import { openPool, watchAvailability } from '../../src/store/postgres/pool.ts';
import { storeContract } from './contract/all.ts';
import type { Subject } from './contract/subject.ts';
import { storeOptions } from './fixture.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

let server: PostgresServer;
let subject: Subject;
let databaseUrl: string;
const open: Database[] = [];

const options = (url: string) => ({ ...storeOptions('not used'), databaseUrl: url });

async function connect(patience?: number) {
  const chosen = { ...options(databaseUrl), ...(patience !== undefined && { patience }) };
  const database = await openDatabase(chosen);
  open.push(database);
  return { database, store: assemble(database, chosen) };
}

beforeAll(async () => {
  server = await startPostgres();
  databaseUrl = await server.database();
  const first = await connect();
  await migrate(first.database);
  subject = {
    ...first,
    another: connect,
    empty: async () => openDatabase(options(await server.database())),
  };
});

afterAll(async () => {
  for (const database of open) await database.close();
  await server?.stop();
});

storeContract(() => subject);

describe('PostgreSQL', () => {
  test('two processes that start at once on an empty database both work', async () => {
    const url = await server.database();
    const stores = await Promise.all([openStore(options(url)), openStore(options(url))]);
    for (const store of stores) {
      expect(await store.maintenance.health()).toMatchObject({ dialect: 'postgres', entries: 0 });
      await store.maintenance.close();
    }
  });

  test('of a new database the entries are not counted before there are any, which would plan a first sync for none', async () => {
    const url = await server.database();
    const store = await openStore(options(url));
    await store.maintenance.close();
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query("SELECT reltuples FROM pg_class WHERE relname = 'revisions'");
    await client.end();
    expect(rows).toEqual([{ reltuples: -1 }]);
  });

  test('a small read is made once for a question, and anew once that has written, or outside of one', async () => {
    const { database } = await connect();
    let reads = 0;
    const recalled = () =>
      database.recall('anything', async () => {
        reads += 1;
      });
    const goesOn = await asOneQuestion(async () => {
      await Promise.all([recalled(), recalled()]);
      await recalled();
      expect(reads).toBe(1);
      await database.write((transaction) => sql`SELECT 1`.execute(transaction));
      await recalled();
      expect(reads).toBe(2);
      const { promise, resolve } = Promise.withResolvers<void>();
      return { later: promise.then(recalled).then(recalled), resolve };
    });
    goesOn.resolve();
    await goesOn.later;
    expect(reads).toBe(4);
    await asOneQuestion(recalled);
    expect(reads).toBe(5);
  });

  test('of the reads that wait for a connection, those of the question that came first are read first', async () => {
    const pool = openPool({
      ...{ url: databaseUrl, max: 1, patience: 1000, repeats: true, answerWait: 10_000 },
      availability: watchAvailability(quietLog),
    });
    const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    const read: string[] = [];
    const reading = async (name: string) => {
      await sql`SELECT 1`.execute(kysely);
      read.push(name);
    };
    const first = asOneQuestion(async () => {
      await reading('first');
      await reading('second');
    });
    await Promise.all([first, ...Array.from({ length: 10 }, () => asOneQuestion(() => reading('later')))]);
    await kysely.destroy();
    // The one that is next in line has the connection by the time the first one goes on.
    expect(read.slice(0, 3)).toContain('second');
  });

  test('a backup is left to pg_dump', async () => {
    await expect(subject.store.maintenance.backup('copy.dump')).rejects.toMatchObject({
      code: 'backup_elsewhere',
      remedy: expect.stringContaining('pg_dump'),
    });
  });

  test.each<[string, StoreErrorCode, (url: URL) => URL]>([
    ['a wrong password', 'unreachable', (url: URL) => Object.assign(url, { password: 'wrong' })],
    [
      'a database that is not there',
      'unreachable',
      (url: URL) => Object.assign(url, { pathname: '/nowhere' }),
    ],
    ['a server that is not there', 'away', (url: URL) => Object.assign(url, { port: '1' })],
  ])('%s is said in a line, without the password', async (_, code, spoil) => {
    const url = spoil(new URL(databaseUrl)).href;
    const refused = await openStore(options(url)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code, remedy: expect.stringContaining('DATABASE_URL') });
    expect(String(refused)).not.toContain(new URL(url).password || 'deskwire:deskwire');
  });
});
