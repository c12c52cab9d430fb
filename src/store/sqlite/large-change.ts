import { Worker } from 'node:worker_threads';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';

/** Pages in the log after which SQLite moves them into the database by itself, at a commit. */
const usualCheckpoint = 1000;

/**
 * After a sync of 100,000 entries the log holds hundreds of megabytes. Moving them into the database at the commit
 * would stop the process for seconds, so the commit is told not to, and a thread of its own does it afterwards.
 */
export function largeChange(file: string, writer: Kysely<Schema>): Database['largeChange'] {
  return {
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
  const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: file });
  return new Promise((resolve) => {
    worker.on('error', () => resolve());
    worker.on('exit', () => resolve());
  });
}
