import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../store-error.ts';

/** SQLite's code for a lock that another connection holds; extended codes carry it in their low byte. */
const SQLITE_BUSY = 5;

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}

/** Milliseconds before the next attempt: grows to a fifth of a second, and differs so that waiters do not march in step. */
export function backoff(attempt: number, random: number): number {
  return Math.min(10 * 2 ** attempt, 200) * (0.5 + random / 2);
}

/** Repeats `attempt` while another connection holds the lock, for at most `patience` milliseconds, blocking nothing. */
export async function retryWhileBusy<T>(attempt: () => T, patience: number): Promise<T> {
  const started = performance.now();
  for (let count = 0; ; count++) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() - started >= patience) {
        throw new StoreError(
          'busy',
          `another process has held the write lock of the database for ${patience / 1000} seconds; nothing was written`,
          'find out which process writes for so long (a sync, a backup tool, a shell), and try again',
          { cause: error },
        );
      }
    }
    await delay(backoff(count, Math.random()));
  }
}
