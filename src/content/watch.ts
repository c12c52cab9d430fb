import { relative, resolve } from 'node:path';
import type { Log } from '../domain/ports/log.ts';
import { isIgnored } from './file-kind.ts';
import { createSyncLoop } from './sync-loop.ts';

export interface WatchOptions {
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
  watcher.on('error', (error) => log.warn({ err: error, folder }, 'a folder cannot be watched'));
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
