import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pLimit from 'p-limit';
import type { Log } from '../../domain/ports/log.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { StoreError } from '../store-error.ts';
import { backupPostgres } from './backup.ts';
import { asStoreError, isLost, lacksRight } from './failure.ts';
import { fullText } from './full-text.ts';
import { migrations } from './migrations.ts';
import { openPool, type PoolOptions, watchAvailability } from './pool.ts';

/** Connections of one process. Writers have their own, so that those that wait for a lock leave readers alone. */
const readers = 6;
const writers = 4;

/** Writers that may wait for a connection; one more is refused at once. */
const waitingWriters = 1000;

/** Names the lock under which one process at a time changes the tables. */
const schemaLock = 7_300_519;

/** `patience`: milliseconds a writer waits for a lock that another holds. */
export async function openPostgres(url: string, patience: number, log: Log): Promise<Database> {
  const availability = watchAvailability(log);
  const kysely = (options: Pick<PoolOptions, 'max' | 'repeats'>) =>
    new Kysely<Schema>({
      dialect: new PostgresDialect({
        pool: openPool({ url, availability, patience, ...options }),
      }),
    });
  const read = kysely({ max: readers, repeats: true });
  const writer = kysely({ max: writers, repeats: false });
  const close = async () => void (await Promise.all([read.destroy(), writer.destroy()]));
  try {
    await sql`SELECT 1`.execute(read);
  } catch (error) {
    await close();
    throw error;
  }

  const turns = pLimit(writers);
  const write: Database['write'] = async (work) => {
    if (turns.pendingCount >= waitingWriters)
      throw new StoreError(
        'busy',
        `${waitingWriters} changes wait for PostgreSQL already; nothing was written`,
        'try again in a minute; if it stays so, look in pg_stat_activity for what holds a lock',
      );
    return turns(async () => {
      let begun = false;
      const attempt = () =>
        writer.transaction().execute(async (transaction) => {
          await sql`SELECT set_config('lock_timeout', ${`${patience}ms`}, true)`.execute(transaction);
          begun = true;
          return work(transaction);
        });
      try {
        // A pooled connection may have died unnoticed. Once the work has begun, only the caller can begin it again.
        return await attempt().catch((error) => {
          if (begun || !isLost(error)) throw error;
          return attempt();
        });
      } catch (error) {
        throw asStoreError(error, patience);
      }
    });
  };

  return {
    dialect: 'postgres',
    read,
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
      const { rows } = await sql<{ may: boolean | null }>`
        SELECT has_schema_privilege(current_schema(), 'CREATE') AS may`.execute(transaction);
      if (!rows[0]?.may) throw lacksRight('it may not create tables in the schema');
    },
    write,
    // The server itself makes commits that come at once share the disk; shared row locks could wait for each other.
    writeSmall: write,
    fullText,
    placeholder: (position) => `$${position}`,
    maxParameters: 60_000,
    largeChange: {
      // Otherwise plans are made for the tables as they were until the server looks by itself.
      async beforeCommit(transaction) {
        for (const table of ['revisions', 'documents', 'revision_links', 'visits', 'search']) {
          await sql`ANALYZE ${sql.table(table)}`.execute(transaction);
        }
      },
      async afterCommit() {},
    },
    backup: (target) => backupPostgres(read, target),
    // The server checks its own pages.
    async checkIntegrity() {},
    close,
  };
}
