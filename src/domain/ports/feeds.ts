import type { Desk } from '../desk.ts';
import type { Subscription } from '../digests/subscription.ts';
import type { Feed, FeedEntry, FeedItem, FeedItemState, Headline, NamedFeed } from '../feed.ts';
import type { Page, Paged } from './entries.ts';

export interface FollowedFeed extends Feed {
  /** Numbers of items that wait, that the desk had already, and that have none of the keywords. */
  waiting: number;
  known: number;
  passed: number;
}

export interface AddedFeeds {
  added: Feed[];
  /** Number of these that the desk already follows. */
  already: number;
  /** Number of these above the limit `mostFeeds`. */
  over: number;
}

/** The feeds that a desk follows. Audits additions and removals. */
export interface Feeds {
  /** Adds feeds; they are polled within a minute. */
  add(
    desk: string,
    feeds: readonly NamedFeed[],
    by: string,
    at: Date,
    keywords?: readonly string[],
  ): Promise<AddedFeeds>;
  /** Narrows a feed to other keywords, or to none, from its next poll on. Undefined if the desk does not follow it. */
  narrow(
    desk: string,
    id: number,
    keywords: readonly string[],
    by: string,
    at: Date,
  ): Promise<Feed | undefined>;
  /** By id. */
  list(desk: string): Promise<FollowedFeed[]>;
  /** Removes a feed with its items. Undefined if the desk does not follow it. */
  remove(desk: string, id: number, by: string, at: Date): Promise<Feed | undefined>;
}

/** Several feed items. `older`: those that stand below one in the list of what waits. */
export type FeedItemsMeant =
  | { by: 'all' }
  | { by: 'feed'; feed: number }
  | { by: 'older'; than: number }
  | { by: 'numbers'; ranges: readonly { from: number; to: number }[] };

/** Feed items, for editors. */
export interface FeedItems {
  /** Waiting items, the newest published first. */
  waiting(desk: string, page: Page): Promise<Paged<FeedItem>>;
  /** Waiting items that a card is posted of, found at `since` or later, the newest published first. */
  carded(desk: string, since: Date, limit: number): Promise<FeedItem[]>;
  /** Waiting items found at `since` or later, the newest published first. */
  lately(desk: string, since: Date, limit: number): Promise<FeedItem[]>;
  get(desk: string, number: number): Promise<FeedItem | undefined>;
  /** False if somebody has decided on the item already. Audited. */
  decide(desk: string, number: number, state: 'taken' | 'dismissed', by: string, at: Date): Promise<boolean>;
  /** Dismisses all waiting items that are meant; resolves to how many. `words`: as they were asked for. Audited. */
  dismiss(desk: string, meant: FeedItemsMeant, of: { by: string; words: string }, at: Date): Promise<number>;
  /** Marks waiting items of an address as known, because the desk has the article now. */
  settle(desk: string, urlKey: string, by: string): Promise<void>;
  /** What was settled waits again, because nothing was made of the article after all. False if nothing was. */
  reopen(desk: string, urlKey: string): Promise<boolean>;
}

export interface JudgedEntry extends FeedEntry {
  state: FeedItemState;
  /** A card is posted of it, because it matches the desk and no other item tells the same story. */
  card?: boolean;
}

export type KnownItem = Pick<FeedEntry, 'key' | 'urlKey' | 'title' | 'published'>;

/** What a desk already has: the items of this feed, and the addresses of items of any feed. */
export interface KnownItems {
  items: readonly KnownItem[];
  urlKeys: ReadonlySet<string>;
  /** Titles of the desk's items of the last days. */
  titles: readonly string[];
}

export interface PollResult {
  /** Missing: the feed has ended. */
  next: Date | undefined;
  failures: number;
  fault: string | undefined;
  /** The content; missing if unchanged or unreadable. */
  read?: {
    title: string | undefined;
    etag: string | undefined;
    modified: string | undefined;
    entries: readonly FeedEntry[];
    /** Decides which entries are new, and their state. */
    judge(known: KnownItems): readonly JudgedEntry[];
  };
}

/** Feed polling, shared among processes. */
export interface FeedPolls {
  /** Leases due feeds, of `desk` alone where it is given, until `until`, longest due first. */
  lease(request: { holder: string; until: Date; limit: number; desk?: string }, now: Date): Promise<Feed[]>;
  /**
   * Writes the result of a poll and ends the lease. False if the lease is lost or the feed was removed; then
   * nothing was written. Locks the feeds of the desk while it writes.
   */
  record(feed: Pick<Feed, 'id' | 'desk'>, holder: string, result: PollResult, at: Date): Promise<boolean>;
}

/** Unchecked headlines for digests. */
export interface Headlines {
  /**
   * What the feeds of the desk announced lately on what a subscription follows, and what it was not told yet: one a
   * story, the newest first.
   */
  fresh(subscription: Pick<Subscription, 'id' | 'filter'>, desk: Desk, now: Date): Promise<Headline[]>;
}

/** Cache headers of a document, verbatim. */
export interface FeedHeaders {
  etag?: string;
  /** Last-Modified. */
  modified?: string;
  cacheControl?: string;
  retryAfter?: string;
}

/** unchanged: not modified since the last request. gone: permanently. `says` tells an editor what to do. */
export type FetchedFeed =
  /** `url`: address after redirects. */
  | { outcome: 'read'; url: string; text: string; headers: FeedHeaders }
  | { outcome: 'unchanged'; headers: FeedHeaders }
  | { outcome: 'gone' }
  | { outcome: 'failed'; says: string; headers: FeedHeaders };

/** Fetches feeds, lists of feeds and pages that may name feeds, under the same rules as articles. Never throws. */
export interface FeedFetcher {
  /** Takes at most 10 seconds. `since`: cache headers of the last answer, for a conditional request. */
  fetch(address: string, since: Pick<FeedHeaders, 'etag' | 'modified'>): Promise<FetchedFeed>;
}

/** Result of looking for feeds at an address. `says` tells an editor what to do. */
export type FoundFeeds =
  /** `items`: number of items. */
  | { is: 'feed'; feed: NamedFeed; items: number }
  /** A list of feeds, or a web page that names some. */
  | { is: 'list' | 'page'; feeds: NamedFeed[] }
  | { is: 'fault'; says: string };

/** Finds feeds at a typed address. */
export interface FeedFinder {
  /** Takes at most 20 seconds. */
  find(address: string): Promise<FoundFeeds>;
}
