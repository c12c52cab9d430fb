import type { FeedNeeds } from '../../commands/admin/feeds/follow.ts';
import type { ImportNeeds } from '../../commands/admin/import/steps.ts';
import type { DeskService } from '../command/define.ts';
import type { Feed } from '../domain/feed.ts';
import { platformOf } from '../domain/identity.ts';
import type { Clock, Log, Timers } from '../domain/ports/runtime.ts';
import { createFeedFetcher, createFeedFinder } from '../feeds/fetcher.ts';
import { type PollPorts, pollFeeds } from '../feeds/poll.ts';
import { readApart } from '../feeds/read-in-worker.ts';
import { createAddresses, type UrlRules } from '../http/addresses.ts';
import { nodeWeb } from '../http/fetch.ts';
import { atMost, inThread, oneAtATime } from '../runtime/async.ts';
import type { Store } from '../store/store.ts';
import type { DigestSides } from './adapters.ts';

/** Milliseconds for a document, once it is fetched. */
const mostReading = 10_000;

export interface WiredFeeds {
  /** What the commands work with. */
  needs: FeedNeeds;
  /** What asking feeds works with, besides the process that asks. */
  ports: Omit<PollPorts, 'tell' | 'random' | 'holder'>;
  /** Calls when somebody has added feeds. */
  onAdded(listener: () => void): void;
}

/** Hands feeds what they need of the store, of the desks and of the network. */
export function wireFeeds({
  store,
  desks,
  imports,
  pages,
  clock,
  log,
}: {
  store: Store;
  desks(): readonly DeskService[];
  imports: ImportNeeds;
  /** Which addresses are read besides public ones; none outside tests. */
  pages: UrlRules;
  clock: Clock;
  log: Log;
}): WiredFeeds {
  const fetcher = createFeedFetcher(nodeWeb, pages);
  const addresses = createAddresses(pages);
  const read: PollPorts['read'] = (fetched) => readApart(inThread, fetched, nodeWeb.deadline(mostReading));
  let listener = () => {};

  async function had(desk: string): Promise<ReadonlySet<string>> {
    const sources = desks().find((one) => one.desk.definition.id === desk)?.desk.sources ?? [];
    const cited = sources.flatMap(({ url }) => (url === undefined ? [] : addresses.key(url)));
    return new Set([...cited, ...(await store.imports.keys(desk))]);
  }

  return {
    ports: { polls: store.feedPolls, fetcher, addresses, read, had, clock, log },
    needs: {
      feeds: store.feeds,
      items: store.feedItems,
      finder: createFeedFinder({ fetcher, addresses, read }),
      added: () => listener(),
      imports,
    },
    onAdded(given) {
      listener = given;
    },
  };
}

interface RunningFeeds {
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
