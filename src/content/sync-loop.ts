import type { Log } from '../domain/ports/log.ts';

/** Runs one sync at a time. */
export interface SyncLoop {
  /** Resolves when a sync that began after this call has ended. Calls during a sync share the one after it. */
  run(): Promise<void>;
  /** Resolves when a sync that began after this call has ended well. */
  next(): Promise<void>;
  /** Starts no more; resolves when none is under way. */
  stop(): Promise<void>;
}

/** Never rejects: a sync that fails is logged, and the next event or minute tries again. */
export function createSyncLoop(sync: () => Promise<void>, log: Log): SyncLoop {
  let current: Promise<void> | undefined;
  let queued: Promise<void> | undefined;
  let stopped = false;
  let waiting: (() => void)[] = [];

  async function once(): Promise<void> {
    // Who asks during a sync waits for another one: this one may have passed by already what is waited for.
    const asked = waiting;
    waiting = [];
    try {
      await sync();
      for (const resolve of asked) resolve();
    } catch (error) {
      waiting.push(...asked);
      log.error({ err: error }, 'content could not be synced; what was served goes on serving');
    } finally {
      current = undefined;
    }
  }

  return {
    run() {
      if (stopped) return Promise.resolve();
      if (!current) {
        current = once();
        return current;
      }
      queued ??= current.then(() => {
        queued = undefined;
        if (stopped) return undefined;
        current = once();
        return current;
      });
      return queued;
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    async stop() {
      stopped = true;
      await current;
    },
  };
}
