import { assertNever } from '../domain/errors.ts';
import type { Feed, FeedEntry } from '../domain/feed.ts';
import type { FeedHeaders, FetchedFeed, JudgedEntry, KnownItems, PollResult } from '../domain/ports/feeds.ts';
import type { FeedDocument } from './read-document.ts';

/** Outcome of a poll, with the document parsed. */
export type Answered =
  | Exclude<FetchedFeed, { outcome: 'read' }>
  | { outcome: 'read'; document: FeedDocument; headers: FeedHeaders };

/** Input to the decision besides the answer. */
interface Deciding {
  feed: Feed;
  now: Date;
  /** In [0, 1). */
  chance: number;
  /** Address keys of the desk's sources and imports. */
  had: ReadonlySet<string>;
  /** Entries of the parsed feed, with checked addresses. */
  entries: readonly FeedEntry[];
}

const goneFault =
  'The site says that this feed is gone for good. It is not asked any more: remove it, or add the address that took its place.';

/** The result of a poll to store, including the next poll. Pure. */
export function decidePoll(answer: Answered, { feed, now, chance, had, entries }: Deciding): PollResult {
  const failures = feed.failures + 1;
  const after = (fault: string, headers: FeedHeaders): PollResult => ({
    ...{ next: nextPoll(failures, headers, now, chance), failures, fault },
  });
  switch (answer.outcome) {
    case 'gone':
      return { next: undefined, failures, fault: goneFault };
    case 'failed':
      return after(answer.says, answer.headers);
    case 'unchanged':
      return { next: nextPoll(0, answer.headers, now, chance), failures: 0, fault: undefined };
    case 'read': {
      const { document, headers } = answer;
      if (document.is !== 'feed') return after(notAFeed(document.is), headers);
      const { title, ttl } = document;
      const { etag, modified } = headers;
      const first = feed.polled === undefined;
      return {
        ...{ next: nextPoll(0, { ...headers, ttl }, now, chance), failures: 0, fault: undefined },
        read: {
          ...{ title, etag, modified, entries },
          judge: (known) => judgeEntries(entries, { ...known, had, first }),
        },
      };
    }
    default:
      return assertNever(answer);
  }
}

function notAFeed(is: Exclude<FeedDocument['is'], 'feed'>): string {
  switch (is) {
    case 'page':
      return 'A web page is at this address, not a feed. Remove it, and add the address of the page: the feeds that it names are offered.';
    case 'list':
      return 'A list of feeds is at this address, not a feed. Remove it and add it again: its feeds are offered.';
    case 'broken':
      return 'The feed is broken, or too large to be read in 10 seconds.';
    case 'other':
      return 'What is at this address is no feed. Check it, and remove it here if it will not come back.';
    default:
      return assertNever(is);
  }
}

/** Entries of a new feed that wait for an editor; older ones are `seen`. */
export const mostAtFirst = 10;

interface Judging extends KnownItems {
  /** Address keys of the desk's sources and imports. */
  had: ReadonlySet<string>;
  /** First read of the feed. */
  first: boolean;
}

/** States of entries that are new in the feed, newest first. */
export function judgeEntries(
  entries: readonly FeedEntry[],
  { keys, urlKeys, had, first }: Judging,
): JudgedEntry[] {
  const called = new Set(keys);
  const addresses = new Set(urlKeys);
  return entries.flatMap((entry, at): JudgedEntry[] => {
    if (called.has(entry.key)) return [];
    called.add(entry.key);
    const isKnown = addresses.has(entry.urlKey) || had.has(entry.urlKey);
    addresses.add(entry.urlKey);
    const old = first && at >= mostAtFirst;
    return [{ ...entry, state: isKnown ? 'known' : old ? 'seen' : 'waiting' }];
  });
}

const minute = 60_000;
/** Milliseconds. Bounds and default of the polling interval. */
export const soonest = 15 * minute;
export const usual = 60 * minute;
export const latest = 24 * 60 * minute;

/** What a site says about when to poll again. */
export interface Wishes extends Pick<FeedHeaders, 'cacheControl' | 'retryAfter'> {
  /** Minutes, from the feed itself. */
  ttl?: number | undefined;
}

/**
 * When a feed is polled next: as its site asks, within bounds; after consecutive failures the interval doubles.
 * `chance`, in [0, 1), adds up to a tenth, so that feeds added together are not polled together.
 */
export function nextPoll(failures: number, wishes: Wishes, now: Date, chance: number): Date {
  const asked = retryAfter(wishes.retryAfter, now) ?? 0;
  const own = failures === 0 ? interval(wishes) : usual * 2 ** Math.min(failures - 1, 10);
  const wait = within(Math.max(own, asked));
  return new Date(now.getTime() + Math.round(Math.min(wait * (1 + chance / 10), latest)));
}

function interval({ ttl, cacheControl }: Wishes): number {
  const age = maxAge(cacheControl);
  const wished = [ttl === undefined ? 0 : ttl * minute, age ?? 0].filter((ms) => ms > 0);
  return wished.length === 0 ? usual : Math.max(...wished);
}

const within = (ms: number) => Math.min(Math.max(ms, soonest), latest);

/** Milliseconds from `max-age`; undefined for other directives such as `no-cache`. */
function maxAge(cacheControl = ''): number | undefined {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Milliseconds from now; the header holds seconds or a date. */
function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? ms : undefined;
}
