import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { StoreError } from '../store-error.ts';

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
