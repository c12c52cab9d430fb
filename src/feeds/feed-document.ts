import type { NamedFeed } from '../domain/feed.ts';

/** An entry before its address was looked at. */
export interface FoundEntry {
  key: string;
  /** http or https. */
  url: string;
  title: string;
  published?: Date;
}

/** What came from an address. */
export type FeedDocument =
  /** Entries: the newest first, at most `mostEntries`. `ttl`: minutes for which the feed says it will not change. */
  | { is: 'feed'; title?: string; ttl?: number; entries: FoundEntry[] }
  /** An OPML document. */
  | { is: 'list'; feeds: NamedFeed[] }
  /** A web page, with the feeds that it names as its own. */
  | { is: 'page'; feeds: NamedFeed[] }
  | { is: 'broken' }
  | { is: 'other' };

/** More than any feed has new between two readings; what is older is not read. */
export const mostEntries = 200;
