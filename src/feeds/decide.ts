import { createHash } from 'node:crypto';
import { assertNever } from '../domain/errors.ts';
import type { Feed, FeedEntry } from '../domain/feed.ts';
import type {
  FeedHeaders,
  FetchedFeed,
  JudgedEntry,
  KnownItem,
  KnownItems,
  PollResult,
} from '../domain/ports/feeds.ts';
import type { FeedDocument } from './read-document.ts';
import { areAlike } from './same-story.ts';

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
  /** Whether a text names what the desk covers. */
  isOfDesk(text: string): boolean;
  /** Of a feed that is read for the first time, all that was published since then waits; missing: the newest few. */
  since?: Date | undefined;
}

const goneFault =
  'The site says that this feed is gone for good. It is not asked any more: remove it, or add the address that took its place.';

/** The result of a poll to store, including the next poll. Pure. */
export function decidePoll(
  answer: Answered,
  { feed, now, chance, had, entries, isOfDesk, since }: Deciding,
): PollResult {
  const failures = feed.failures + 1;
  const after = (fault: string, headers: FeedHeaders): PollResult => ({
    next: nextPoll(failures, headers, now, chance),
    failures,
    fault,
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
      if (document.is !== 'feed') return after(notAFeed(document), headers);
      const { title, ttl, faults } = document;
      const { etag, modified } = headers;
      const first = feed.polled === undefined;
      return {
        next: nextPoll(0, { ...headers, ttl }, now, chance),
        failures: 0,
        fault: faults.length > 0 ? faults.join(' ') : undefined,
        read: {
          title,
          etag,
          modified,
          entries,
          judge: (known) =>
            judgeEntries(entries, { ...known, had, first, keywords: feed.keywords, isOfDesk, since }),
        },
      };
    }
    default:
      return assertNever(answer);
  }
}

function notAFeed(document: Exclude<FeedDocument, { is: 'feed' }>): string {
  switch (document.is) {
    case 'page':
      return 'A web page is at this address, not a feed. Remove it, and add the address of the page: the feeds that it names are offered.';
    case 'list':
      return 'A list of feeds is at this address, not a feed. Remove it and add it again: its feeds are offered.';
    case 'broken':
      return document.says ?? 'The feed is broken, or too large to be read in 10 seconds.';
    case 'other':
      return 'What is at this address is no feed. Check it, and remove it here if it will not come back.';
    default:
      return assertNever(document);
  }
}

/** Entries of a new feed that wait for an editor; older ones are `seen`. */
export const mostAtFirst = 10;

interface Judging extends KnownItems {
  /** Address keys of the desk's sources and imports. */
  had: ReadonlySet<string>;
  /** First read of the feed. */
  first: boolean;
  /** Of the feed; none: all of its entries wait. */
  keywords: readonly string[];
  /** Whether a text names what the desk covers. */
  isOfDesk(text: string): boolean;
  since?: Date | undefined;
}

/**
 * States of entries that are new in the feed, newest first. An entry is told by its id, its address and its title
 * together: sharing one of them with another, as careless feeds do, does not make it the same.
 */
export function judgeEntries(
  entries: readonly FeedEntry[],
  { items, urlKeys, titles, had, first, keywords, isOfDesk, since }: Judging,
): JudgedEntry[] {
  const known = [...items];
  const called = new Set(items.map(({ key }) => key));
  const addresses = new Set(urlKeys);
  const present = new Set(entries.map(({ urlKey }) => urlKey));
  const shared = sharedAddresses([...entries, ...items]);
  const stories = titles.map(wordsOf);
  const hasKeyword = keywordTest(keywords);
  let waiting = 0;
  return entries.flatMap((entry): JudgedEntry[] => {
    if (known.some((one) => isSameItem(entry, one, present))) return [];
    const key = called.has(entry.key) ? keyOfAll(entry) : entry.key;
    called.add(key);
    known.push({ ...entry, key });
    const isKnown = !shared.has(entry.urlKey) && (addresses.has(entry.urlKey) || had.has(entry.urlKey));
    addresses.add(entry.urlKey);
    const text = `${entry.title}\n${entry.text ?? ''}`;
    const isPassed = !isKnown && !hasKeyword(text);
    const isOld = first && (since && entry.published ? entry.published < since : waiting >= mostAtFirst);
    const state = isKnown ? 'known' : isPassed ? 'passed' : isOld ? 'seen' : 'waiting';
    if (state === 'waiting') waiting += 1;
    const words = wordsOf(entry.title);
    const card =
      state === 'waiting' &&
      !stories.some((other) => areAlike(words, other, sameShare)) &&
      (keywords.length > 0 || isOfDesk(text));
    stories.push(words);
    return [{ ...entry, key, state, card }];
  });
}

/** Whether a text has a word that begins with one of the keywords, in any case; true of any text where there are none. */
function keywordTest(keywords: readonly string[]): (text: string) => boolean {
  if (keywords.length === 0) return () => true;
  const any = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${keywords.map((word) => RegExp.escape(word)).join('|')})`,
    'iu',
  );
  return (text) => any.test(text);
}

/** Words of a title, without the name of the paper that many feeds put at its end. */
const wordsOf = (title: string): Set<string> =>
  new Set(
    title
      .replace(/(?<=.{20}) [-–—|] [^-–—|]{2,40}$/u, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]{2,}/gu),
  );

/** Agencies are printed by several papers under nearly the same title. */
const sameShare = 0.75;

function isSameItem(entry: FeedEntry, known: KnownItem, present: ReadonlySet<string>): boolean {
  const [key, address, title] = [
    entry.key === known.key,
    entry.urlKey === known.urlKey,
    entry.title === known.title,
  ];
  if ((key && (address || title)) || (address && title)) return true;
  // A site that moved changes ids and addresses alike, and leaves nothing at the old ones.
  if (!title || present.has(known.urlKey)) return false;
  const isSameTime =
    entry.published !== undefined && entry.published.getTime() === known.published?.getTime();
  return isSameTime || (pathOf(entry.urlKey).length > 1 && pathOf(entry.urlKey) === pathOf(known.urlKey));
}

const pathOf = (urlKey: string) => urlKey.slice(Math.max(urlKey.indexOf('/'), 0));

/** Addresses at which a feed announces things of several titles and ids, such as one page for all. */
function sharedAddresses(items: readonly KnownItem[]): Set<string> {
  const first = new Map<string, KnownItem>();
  const shared = new Set<string>();
  for (const item of items) {
    const other = first.get(item.urlKey) ?? item;
    first.set(item.urlKey, other);
    if (other.key !== item.key && other.title !== item.title) shared.add(item.urlKey);
  }
  return shared;
}

const keyOfAll = ({ key, urlKey, title }: FeedEntry) =>
  createHash('sha256').update([key, urlKey, title].join('\n')).digest('hex').slice(0, 32);

const minute = 60_000;
/** Milliseconds. Bounds and default of the polling interval. */
export const shortestPoll = 15 * minute;
export const usualPoll = 60 * minute;
export const longestPoll = 24 * 60 * minute;

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
  const own = failures === 0 ? interval(wishes) : usualPoll * 2 ** Math.min(failures - 1, 10);
  const wait = within(Math.max(own, asked));
  return new Date(now.getTime() + Math.round(Math.min(wait * (1 + chance / 10), longestPoll)));
}

function interval({ ttl, cacheControl }: Wishes): number {
  const age = maxAge(cacheControl);
  const wished = [ttl === undefined ? 0 : ttl * minute, age ?? 0].filter((ms) => ms > 0);
  return wished.length === 0 ? usualPoll : Math.max(...wished);
}

const within = (ms: number) => Math.min(Math.max(ms, shortestPoll), longestPoll);

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
