import type { FeedNeeds } from '../commands/deskwire/feed-needs.ts';
import type { ImportNeeds } from '../commands/deskwire/import-needs.ts';
import type { DeskService } from './command/desk-service.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { Log } from './domain/ports/log.ts';
import { createFeedFinder } from './feeds/feed-finder.ts';
import type { PollPorts } from './feeds/poll-feeds.ts';
import { readApart } from './feeds/read-apart.ts';
import { createAddresses } from './import/addresses.ts';
import { createFeedFetcher } from './import/feed-fetcher.ts';
import { nodeWeb } from './import/node-web.ts';
import type { UrlRules } from './import/page-url.ts';
import { inThread } from './in-thread.ts';
import type { Store } from './store/store.ts';

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
