import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pLimit from 'p-limit';
import type { Log } from '../../domain/ports/runtime.ts';
import { forgetInQuestion, recallInQuestion } from '../../runtime/question-order.ts';
import { type Database, StoreError } from '../database.ts';
import type { Schema } from '../schema.ts';
import { appending, joinInOrder, migrations } from './dialect.ts';
import { isLost, lacksRight } from './failure.ts';
import { openPool, type PoolOptions, watchAvailability } from './pool.ts';

/**
 * Connections of one process. Changes that wait for a lock leave those for reading alone, and those for small changes:
 * without these a lease could not be renewed, and nobody could be answered whose question is noted first.
 */
const connections = { reading: 6, changes: 4, smallChanges: 2 };

/** Changes that may wait for a connection; one more is refused at once. */
const mostWaiting = 1000;

/** Milliseconds that an answer may take. A change may wait for a lock, and a migration for an index to be built. */
const readingWait = 30_000;
const changeWait = 300_000;

/** Milliseconds after which the server ends a transaction whose process has stopped asking. */
const idleInTransaction = 60_000;

/** Names the lock under which one process at a time changes the tables. */
const schemaLock = 7_300_519;

/** `patience`: milliseconds a writer waits for a lock that another holds. */
export async function openPostgres(url: string, patience: number, log: Log): Promise<Database> {
  const availability = watchAvailability(log);
  const kysely = (options: Pick<PoolOptions, 'max' | 'repeats' | 'answerWait'>) =>
    new Kysely<Schema>({
      dialect: new PostgresDialect({
        pool: openPool({ url, availability, patience, ...options }),
      }),
    });
  const { reading, changes, smallChanges } = connections;
  const read = kysely({ max: reading, repeats: true, answerWait: readingWait });
  const writer = kysely({ max: changes + smallChanges, repeats: false, answerWait: changeWait });
  const close = async () => void (await Promise.all([read.destroy(), writer.destroy()]));
  try {
    await sql`SELECT 1`.execute(read);
  } catch (error) {
    await close();
    throw error;
  }

  /** `repeatable`: the work may be run again after a transaction that was certainly not committed. */
  function queue(most: number, repeatable: boolean): Database['write'] {
    const turns = pLimit(most);
    return async (work) => {
      if (turns.pendingCount >= mostWaiting)
        throw new StoreError(
          'busy',
          `${mostWaiting} changes wait for PostgreSQL already; nothing was written`,
          'try again in a minute; if it stays so, look in pg_stat_activity for what holds a lock',
        );
      const written = turns(async () => {
        let begun = false;
        let done = false;
        const attempt = () =>
          writer.transaction().execute(async (transaction) => {
            // For this transaction: a pooler such as PgBouncer refuses them as settings of the connection.
            await sql`SELECT set_config('lock_timeout', ${`${patience}ms`}, true),
              set_config('idle_in_transaction_session_timeout', ${`${idleInTransaction}ms`}, true)`.execute(
              transaction,
            );
            begun = true;
            const result = await work(transaction);
            // From here on nobody knows whether a connection that is lost has committed.
            done = true;
            return result;
          });
        return attempt().catch((error) => {
          if ((repeatable ? done : begun) || !isLost(error)) throw error;
          return attempt();
        });
      });
      return written.finally(forgetInQuestion);
    };
  }
  const write = queue(changes, false);

  return {
    dialect: 'postgres',
    read,
    readApart: read,
    // The server tells nobody cheaply whether anything was committed.
    recall: recallInQuestion,
    migrations,
    async hasTable(name) {
      const found = await sql<{ there: boolean }>`SELECT to_regclass(${name}) IS NOT NULL AS there`.execute(
        read,
      );
      return found.rows[0]?.there === true;
    },
    async lockSchema(transaction: Transaction<Schema>) {
      await sql`SELECT pg_advisory_xact_lock(${schemaLock})`.execute(transaction);
      // Asked first: a statement that is refused leaves nothing but "current transaction is aborted".
      const { rows } = await sql<{ may: boolean; user: string; schema: string }>`
        SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may,
          quote_ident(current_user) AS user, quote_ident(coalesce(current_schema(), 'public')) AS schema`.execute(
        transaction,
      );
      const [asked] = rows;
      if (!asked?.may) throw lacksRight('it may not create tables in the schema', asked);
    },
    write,
    // The server itself makes commits that come at once share the disk; shared row locks could wait for each other.
    writeSmall: queue(smallChanges, true),
    joinInOrder,
    appending,
    placeholder: (position) => `$${position}`,
    maxParameters: 60_000,
    largeChange: {
      // Making an index anew would keep every reader waiting.
      fill: (_transaction, _table, work) => work(),
      // Otherwise plans are made for the tables as they were until the server looks by itself.
      async beforeCommit(transaction) {
        for (const table of [
          'revisions',
          'documents',
          'links',
          'link_counts',
          'visits',
          'postings',
          'fact_keys',
          'aging',
        ]) {
          await sql`ANALYZE ${sql.table(table)}`.execute(transaction);
        }
      },
      async afterCommit() {},
    },
    backup: (target) => backupPostgres(read, target),
    async place() {
      const { rows } = await sql<{ place: string }>`
        SELECT oid::text || '/' || 'epoch'::regclass::oid::text AS place
        FROM pg_database WHERE datname = current_database()`.execute(read);
      return rows[0]?.place ?? '';
    },
    // The server checks its own pages, and watches its own disk.
    checkIntegrity: async () => 'trusted' as const,
    checkRoom() {},
    close,
  };
}

/** PostgreSQL has its own tool, which also knows of roles and large tables; a second one would only be worse. */
async function backupPostgres(read: Kysely<Schema>, target: string): Promise<never> {
  const asked = await sql<{ server_version: string }>`SHOW server_version`.execute(read);
  const version = asked.rows[0]?.server_version ?? '';
  throw new StoreError(
    'backup_elsewhere',
    `${target} was not written: a PostgreSQL database is backed up with PostgreSQL's own tool`,
    `run pg_dump --format=custom --file=${target} "$DATABASE_URL", and \`deskwire restore ${target}\` to bring it back; pg_dump must be of version ${Number.parseInt(version, 10)} or later, because the server is ${version}`,
  );
}
