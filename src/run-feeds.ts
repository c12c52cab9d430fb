import { atMost } from './at-most.ts';
import type { DigestSides } from './digest-sides.ts';
import type { Feed } from './domain/feed.ts';
import { platformOf } from './domain/platform-of.ts';
import type { Log } from './domain/ports/log.ts';
import type { Timers } from './domain/ports/timers.ts';
import { pollFeeds } from './feeds/poll-feeds.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Store } from './store/store.ts';
import type { WiredFeeds } from './wire-feeds.ts';

export interface RunningFeeds {
  /** Asks the feeds that are due; resolves when none is. Never rejects. */
  tick(): Promise<void>;
  /** Takes no other feed, and lets what is under way end within so many milliseconds. */
  stop(withinMs: number): Promise<void>;
}

/** Feeds at work in this process: asked at each tick, and at once where they were just added. */
export function runFeeds({
  feeds,
  sides,
  store,
  timers,
  log,
}: {
  feeds: WiredFeeds;
  sides: DigestSides;
  store: Store;
  timers: Timers;
  log: Log;
}): RunningFeeds {
  const ports = {
    ...feeds.ports,
    random: Math.random,
    holder: store.holders.name('feeds'),
    /** Whoever added it; where they cannot be told, the admins of the desk. */
    async tell({ id, desk, addedBy }: Feed, text: string) {
      const platform = platformOf(addedBy);
      if (await sides.get(platform)?.sender.tell(addedBy, text)) return;
      await store.adminLines.keep({ key: `feed-gone:${id}`, desk, platform, text }, feeds.ports.clock());
    },
  };
  let stopped = false;
  let under = Promise.resolve();
  const poll = oneAtATime(
    () => pollFeeds(ports, () => stopped).catch((err) => log.error({ err }, 'the feeds were not asked')),
    () => stopped,
  );
  const tick = () => {
    under = poll();
    return under;
  };

  feeds.onAdded(() => void tick());
  return {
    tick,
    async stop(withinMs) {
      stopped = true;
      feeds.onAdded(() => {});
      await atMost(timers, withinMs, under);
    },
  };
}
