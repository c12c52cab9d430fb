import type { NamedFeed } from '../feed.ts';

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
