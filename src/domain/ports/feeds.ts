import type { Feed, FeedEntry, FeedItem, FeedItemState, NamedFeed } from '../feed.ts';
import type { Page, Paged } from './entries.ts';

export interface FollowedFeed extends Feed {
  /** Items of it that wait, and that the desk had already. */
  waiting: number;
  known: number;
}

export interface AddedFeeds {
  added: Feed[];
  /** So many the desk has already. */
  already: number;
  /** So many are over `mostFeeds`. */
  over: number;
}

/** The feeds that a desk follows. Adding and removing is audited. */
export interface Feeds {
  /** They are asked at the next tick. */
  add(desk: string, feeds: readonly NamedFeed[], by: string, at: Date): Promise<AddedFeeds>;
  /** By id. */
  list(desk: string): Promise<FollowedFeed[]>;
  /** With its items. Undefined when it is none of this desk. */
  remove(desk: string, id: number, by: string, at: Date): Promise<Feed | undefined>;
}

/** What feeds brought, for editors. */
export interface FeedItems {
  /** Those that wait, the newest found first. */
  waiting(desk: string, page: Page): Promise<Paged<FeedItem>>;
  get(desk: string, number: number): Promise<FeedItem | undefined>;
  /** False when it does not wait: somebody has decided already. Audited. */
  decide(desk: string, number: number, state: 'taken' | 'dismissed', by: string, at: Date): Promise<boolean>;
  /** The desk has the article at an address by now, however it came: what waits of it is known. */
  settle(desk: string, urlKey: string): Promise<void>;
}

export interface JudgedEntry extends FeedEntry {
  state: FeedItemState;
}

/** What a desk has of some entries: by the key of the feed's own items, and by the address of any feed's items. */
export interface KnownItems {
  keys: ReadonlySet<string>;
  urlKeys: ReadonlySet<string>;
}

export interface PollResult {
  /** None: it has ended. */
  next: Date | undefined;
  failures: number;
  fault: string | undefined;
  /** What was read; none where it has not changed, or could not be read. */
  read?: {
    title: string | undefined;
    etag: string | undefined;
    modified: string | undefined;
    entries: readonly FeedEntry[];
    /** Which of the entries are new, and what becomes of them. */
    judge(known: KnownItems): readonly JudgedEntry[];
  };
}

/** Asking feeds, shared among processes. */
export interface FeedPolls {
  /** Feeds whose time has come, the longest due first; nobody else gets them before `until`. */
  lease(request: { holder: string; until: Date; limit: number }, now: Date): Promise<Feed[]>;
  /**
   * Writes what a poll came to and ends the lease. False when the holder has lost it or the feed is removed: then
   * nothing was written. While it writes, no other feed of the desk is written.
   */
  record(feed: Pick<Feed, 'id' | 'desk'>, holder: string, result: PollResult, at: Date): Promise<boolean>;
}

/** What a site said with a document; all of it as it was sent. */
export interface FeedHeaders {
  etag?: string;
  /** Last-Modified. */
  modified?: string;
  cacheControl?: string;
  retryAfter?: string;
}

/** unchanged: since what was asked with. gone: for good. `says` tells an editor what to do. */
export type FetchedFeed =
  /** `url`: where the redirects ended. */
  | { outcome: 'read'; url: string; text: string; headers: FeedHeaders }
  | { outcome: 'unchanged'; headers: FeedHeaders }
  | { outcome: 'gone' }
  | { outcome: 'failed'; says: string; headers: FeedHeaders };

/** Fetches feeds, lists of feeds and pages that may name feeds, under the same rules as articles. Never throws. */
export interface FeedFetcher {
  /** Within 10 seconds. `since`: what the site said the last time, so that it need not send the same again. */
  fetch(address: string, since: Pick<FeedHeaders, 'etag' | 'modified'>): Promise<FetchedFeed>;
}

/** What is at an address, for one who wants to follow it. `says` tells an editor what to do. */
export type FoundFeeds =
  /** `items`: so many are in it. */
  | { is: 'feed'; feed: NamedFeed; items: number }
  /** A list of feeds, or a web page that names some. */
  | { is: 'list' | 'page'; feeds: NamedFeed[] }
  | { is: 'fault'; says: string };

/** Looks for feeds at an address that somebody typed. */
export interface FeedFinder {
  /** Within 20 seconds. */
  find(address: string): Promise<FoundFeeds>;
}
