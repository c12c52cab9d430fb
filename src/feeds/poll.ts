import type { Feed, FeedEntry } from '../domain/feed.ts';
import type { FeedFetcher, FeedPolls } from '../domain/ports/feeds.ts';
import type { Addresses } from '../domain/ports/imports.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import { type Answered, decidePoll } from './decide.ts';
import type { FeedDocument, FetchedText, FoundEntry } from './read-document.ts';

/** Feeds polled in parallel, so that slow sites do not delay the others. */
const atOnce = 4;
/** Milliseconds; longer than fetching, parsing and writing may take. */
const leaseFor = 120_000;

export interface PollPorts {
  polls: FeedPolls;
  fetcher: FeedFetcher;
  addresses: Addresses;
  /** Parses within a time limit. Never rejects. */
  read(text: FetchedText): Promise<FeedDocument>;
  /** Address keys of a desk's sources and imports. */
  had(desk: string): Promise<ReadonlySet<string>>;
  /** Whether a text names what a desk covers. */
  isOfDesk(desk: string, text: string): boolean;
  /** Tells the person who added a feed that it has ended. */
  tell(feed: Feed, text: string): Promise<void>;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  log: Log;
  /** Name of this process as holder of leases. */
  holder: string;
  /** Only feeds of this desk are polled. */
  desk?: string;
  /** What a new feed published since then waits; missing: its newest few. */
  since?: Date;
}

/** Polls every due feed until none is due or `stopped` returns true. */
export async function pollFeeds(ports: PollPorts, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const now = ports.clock();
    const until = new Date(now.getTime() + leaseFor);
    const { holder, desk } = ports;
    const feeds = await ports.polls.lease({ holder, until, limit: atOnce, ...(desk && { desk }) }, now);
    if (feeds.length === 0) return;
    await Promise.all(feeds.map((feed) => poll(ports, feed)));
  }
}

async function poll(ports: PollPorts, feed: Feed): Promise<void> {
  const answer = await ask(ports, feed);
  const found = answer.outcome === 'read' && answer.document.is === 'feed' ? answer.document.entries : [];
  const entries = found.flatMap((entry) => whole(ports.addresses, entry, feed.url) ?? []);
  const had = entries.length > 0 ? await ports.had(feed.desk) : new Set<string>();
  const now = ports.clock();
  const isOfDesk = (text: string) => ports.isOfDesk(feed.desk, text);
  const result = decidePoll(answer, {
    feed,
    now,
    chance: ports.random(),
    had,
    entries,
    isOfDesk,
    since: ports.since,
  });
  const written = await ports.polls.record(feed, ports.holder, result, now);
  const { failures, fault } = result;
  if (failures > 0 && fault !== undefined) ports.log.warn({ feed: feed.id, desk: feed.desk }, fault);
  if (written && result.next === undefined) await ports.tell(feed, endedWords(feed));
}

/** An exception here is our bug, and no reason to poll the site again soon. */
async function ask({ fetcher, read, clock, log }: PollPorts, feed: Feed): Promise<Answered> {
  try {
    const fetched = await fetcher.fetch(feed.url, feed);
    if (fetched.outcome !== 'read') return fetched;
    const { text, url, headers } = fetched;
    return { outcome: 'read', document: await read({ text, url, now: clock() }), headers };
  } catch (err) {
    log.error({ err, feed: feed.id }, 'feed request failed');
    return { outcome: 'failed', says: 'It could not be read here; the log says why.', headers: {} };
  }
}

/** Undefined for an entry whose address cannot be imported. */
function whole(
  addresses: Addresses,
  { url, id: _, ...entry }: FoundEntry,
  feed: string,
): FeedEntry | undefined {
  const clean = url === undefined ? undefined : addresses.clean(url, feed);
  return clean === undefined ? undefined : { ...entry, url: clean, urlKey: addresses.key(clean) };
}

const endedWords = ({ id, title, url, desk }: Feed): string =>
  `The feed ${id} of the desk ${desk}, “${title}” (${url}), is gone for good, says its site. It is not asked any more.`;
