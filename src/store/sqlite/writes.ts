import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Database, StoreError } from '../database.ts';
import type { Schema } from '../schema.ts';
import { startWorker } from './worker-task.ts';

type Work = (transaction: Transaction<Schema>) => Promise<unknown>;

interface Waiting {
  work: Work;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * Small writes that come while another is under way share the next transaction, because every commit waits for the
 * disk. None is answered before it is on the disk, and one that fails takes no other with it.
 */
export function shareWrites(write: Database['write']): Database['write'] {
  let waiting: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      await nextTurn();
      const group = waiting;
      waiting = [];
      await together(write, group);
    }
    running = false;
  }

  return <T>(work: (transaction: Transaction<Schema>) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as Waiting['resolve'], reject });
      if (!running) void run();
    });
}

async function together(write: Database['write'], group: readonly Waiting[]): Promise<void> {
  try {
    const results = await write(async (transaction) => {
      const all: unknown[] = [];
      for (const { work } of group) all.push(await work(transaction));
      return all;
    });
    for (const [at, { resolve }] of group.entries()) resolve(results[at]);
  } catch (error) {
    // Nothing was written. A lock that is not to be had fails all; anything else is the fault of one of them.
    if (group.length === 1 || error instanceof StoreError) for (const { reject } of group) reject(error);
    else for (const one of group) await together(write, [one]);
  }
}

/** Pages in the log after which SQLite moves them into the database by itself, at a commit. */
const usualCheckpoint = 1000;

/**
 * After a sync of 100,000 entries the log holds hundreds of megabytes. Moving them into the database at the commit
 * would stop the process for seconds, so the commit is told not to, and a thread of its own does it afterwards.
 */
export function largeChange(file: string, writer: Kysely<Schema>): Database['largeChange'] {
  return {
    async fill(transaction, table, work) {
      const { rows } = await sql`SELECT 1 FROM ${sql.table(table)} LIMIT 1`.execute(transaction);
      if (rows.length > 0) return work();
      const indexes = await sql<{ name: string; made: string }>`SELECT name, sql AS made FROM sqlite_schema
        WHERE type = 'index' AND tbl_name = ${table} AND sql IS NOT NULL`.execute(transaction);
      for (const { name } of indexes.rows) await sql`DROP INDEX ${sql.ref(name)}`.execute(transaction);
      const result = await work();
      for (const { made } of indexes.rows) {
        await sql.raw(made).execute(transaction);
        await nextTurn();
      }
      return result;
    },
    async beforeCommit(transaction) {
      // A sample of rows is enough for the planner; without one, plans are made for empty tables.
      await sql`PRAGMA analysis_limit = 400`.execute(transaction);
      await sql`ANALYZE`.execute(transaction);
      await sql`PRAGMA wal_autocheckpoint = 0`.execute(transaction);
    },
    async afterCommit() {
      await checkpointApart(file);
      await sql`PRAGMA wal_autocheckpoint = ${sql.lit(usualCheckpoint)}`.execute(writer);
    },
  };
}

/** Resolves however it went: what it leaves is moved by the next commits. */
function checkpointApart(file: string): Promise<void> {
  const worker = startWorker({ task: 'checkpoint', file });
  return new Promise((resolve) => {
    worker.on('error', () => resolve());
    worker.on('exit', () => resolve());
  });
}
