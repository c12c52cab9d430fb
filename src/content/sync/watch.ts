import { relative, resolve } from 'node:path';
import type { Log } from '../../domain/ports/runtime.ts';
import { isIgnored } from '../read/file-kind.ts';

interface WatchOptions {
  /** The folder of briefs. */
  folder: string;
  /** Brings the store up to the folder. */
  sync: () => Promise<void>;
  log: Log;
  /** Milliseconds of quiet after which files count as written; 300 unless told. */
  settle?: number;
}

export interface Watch {
  /** Looks now, without waiting for an event. Resolves when done; a failure is logged. */
  look(): Promise<void>;
  /** Resolves when a sync that began after this call has ended well. */
  nextSync(): Promise<void>;
  /** Stops watching and waits for a sync under way. */
  stop(): Promise<void>;
}

/**
 * Watches the folder of briefs and syncs after files were added, changed, renamed or deleted. An editor saves by
 * writing in pieces, or by deleting and renaming: a sync begins when files have kept their size and no event has
 * come for a while, so that one save is one sync. Resolves when watching.
 */
export async function watchBriefs({ folder, sync, log, settle = 300 }: WatchOptions): Promise<Watch> {
  const { watch } = await import('chokidar');
  const loop = createSyncLoop(sync, log);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const later = () => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void loop.run(), settle);
  };
  const root = resolve(folder);
  const watcher = watch(root, {
    ignoreInitial: true,
    // A link may lead to a folder of any size; what it leads to is looked at with each sync.
    followSymlinks: false,
    awaitWriteFinish: { stabilityThreshold: settle, pollInterval: Math.max(10, settle / 6) },
    ignored: (path) => isIgnored(relative(root, path).replaceAll('\\', '/')),
    depth: 2,
  });
  watcher.on('all', later);
  watcher.on('error', (error) => log.warn({ err: error, folder }, 'cannot watch a folder'));
  const ready = Promise.withResolvers<void>();
  watcher.once('ready', ready.resolve);
  await ready.promise;
  return {
    look: () => loop.run(),
    nextSync: () => loop.next(),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await watcher.close();
      await loop.stop();
    },
  };
}

/** Runs one sync at a time. */
interface SyncLoop {
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
      log.error({ err: error }, 'content sync failed; the old content stays in service');
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
