import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Pool } from 'pg';
import type { Log } from '../../domain/ports/log.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { backupPostgres } from './backup.ts';
import { asStoreError } from './failure.ts';
import { fullText } from './full-text.ts';
import { migrations } from './migrations.ts';

/** Connections of one process. */
const poolSize = 10;

/** How long to wait for a server that does not answer, in milliseconds. */
const connectWait = 10_000;

/** Names the lock under which one process at a time changes the tables. */
const schemaLock = 7_300_519;

/** `patience`: milliseconds a writer waits for a lock that another holds. */
export async function openPostgres(url: string, patience: number, log: Log): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectWait,
    application_name: 'deskwire',
  });
  // Without a listener the end of an idle connection would end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a connection to PostgreSQL was lost'));
  const read = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`SELECT 1`.execute(read);
  } catch (error) {
    await read.destroy();
    throw asStoreError(error, patience);
  }

  const write: Database['write'] = async (work) => {
    try {
      return await read.transaction().execute(async (transaction) => {
        await sql`SELECT set_config('lock_timeout', ${`${patience}ms`}, true)`.execute(transaction);
        return work(transaction);
      });
    } catch (error) {
      throw asStoreError(error, patience);
    }
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
    backup: backupPostgres,
    close: () => read.destroy(),
  };
}
