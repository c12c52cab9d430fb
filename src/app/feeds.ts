import type { FeedDeps } from '../../commands/admin/feeds/follow.ts';
import type { ImportDeps } from '../../commands/admin/import/steps.ts';
import type { Feed } from '../domain/feed.ts';
import { platformOf } from '../domain/identity.ts';
import type { FeedFetcher, FeedFinder } from '../domain/ports/feeds.ts';
import type { Clock, Log, RunInWorker } from '../domain/ports/runtime.ts';
import { type PollPorts, pollFeeds } from '../feeds/poll.ts';
import { readFeedInWorker } from '../feeds/read-in-worker.ts';
import { createAddresses, type UrlRules } from '../http/addresses.ts';
import { lazy, singleFlight, withTimeout } from '../runtime/async.ts';
import type { Job } from '../runtime/jobs.ts';
import { namesDesk } from '../search/names/in-text.ts';
import type { Store } from '../store/store.ts';
import type { Desks } from './desks.ts';
import { type Events, listen } from './events.ts';
import type { SendingOptions } from './outbox.ts';

/** Milliseconds to parse one fetched document. */
const parseMs = 10_000;

export interface FeedService {
  /** For commands. */
  deps: FeedDeps;
  /** For polling. */
  ports: Omit<PollPorts, 'tell' | 'random' | 'holder'>;
}

/** Connects feeds to the store, the desks and the network, which is loaded at its first use. */
export function createFeedService({
  store,
  desks,
  imports,
  events,
  rules,
  runInWorker,
  clock,
  log,
}: {
  store: Store;
  desks: Pick<Desks, 'byId'>;
  events: Events;
  imports: ImportDeps;
  rules: UrlRules;
  runInWorker: RunInWorker;
  clock: Clock;
  log: Log;
}): FeedService {
  const fetcher = lazy<FeedFetcher>(async () => {
    const { createFeedFetcher } = await import('../feeds/fetcher.ts');
    const { nodeWeb } = await import('../http/fetch.ts');
    return createFeedFetcher(nodeWeb, rules);
  });
  const addresses = createAddresses(rules);
  const read: PollPorts['read'] = (fetched) =>
    readFeedInWorker(runInWorker, fetched, AbortSignal.timeout(parseMs));
  const finder = lazy<FeedFinder>(async () => {
    const { createFeedFinder } = await import('../feeds/fetcher.ts');
    return createFeedFinder({ fetcher, addresses, read, clock });
  });

  async function had(desk: string): Promise<ReadonlySet<string>> {
    const sources = desks.byId(desk)?.desk.sources ?? [];
    const cited = sources.flatMap(({ url }) => (url === undefined ? [] : addresses.key(url)));
    return new Set([...cited, ...(await store.imports.keys(desk))]);
  }

  const isOfDesk: PollPorts['isOfDesk'] = (desk, text) => {
    const service = desks.byId(desk);
    return service !== undefined && namesDesk(text, service.desk.definition, service.names);
  };

  return {
    ports: { polls: store.feedPolls, fetcher, addresses, read, had, isOfDesk, clock, log },
    deps: {
      feeds: store.feeds,
      items: store.feedItems,
      finder,
      added: () => void events.emit('feed added'),
      imports,
    },
  };
}

export interface FeedJob extends Job {
  /** Polls due feeds; resolves when none is due. Never rejects. */
  run(): Promise<void>;
  stop(withinMs: number): Promise<void>;
}

/** Polls feeds every minute, and at once after one was added. */
export function feedJob(
  feeds: Pick<FeedService, 'ports'>,
  {
    adapters,
    store,
    events,
    timers,
    log,
  }: Pick<SendingOptions, 'adapters' | 'store' | 'events' | 'timers' | 'log'>,
): FeedJob {
  const ports = {
    ...feeds.ports,
    random: Math.random,
    holder: store.holders.name('feeds'),
    /** Tells the person who added the feed; if that fails, the admins of the desk. */
    async tell({ id, desk, addedBy }: Feed, text: string) {
      const platform = platformOf(addedBy);
      if (await adapters.get(platform)?.sender.tell(addedBy, text)) return;
      await store.adminLines.keep({ key: `feed-gone:${id}`, desk, platform, text }, feeds.ports.clock());
    },
  };
  let stopped = false;
  let under = Promise.resolve();
  const poll = singleFlight(
    () => pollFeeds(ports, () => stopped).catch((err) => log.error({ err }, 'feed polling failed')),
    () => stopped,
  );
  const run = () => {
    under = poll();
    return under;
  };

  const unlisten = listen(events, 'feed added', () => void run());
  return {
    name: 'feeds',
    run,
    async stop(withinMs) {
      stopped = true;
      unlisten();
      await withTimeout(timers, withinMs, under);
    },
  };
}
