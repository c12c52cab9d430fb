/** One article as a feed announces it, in plain text. */
export interface FeedEntry {
  /** A hash of what the feed calls it, or of its address: the same one at every reading. */
  key: string;
  /** http or https, without fragment and without what only tracks readers. */
  url: string;
  /** One form for all ways to write the address. Never shown. */
  urlKey: string;
  /** At most 300 characters. */
  title: string;
  /** What the feed says; none where it says nothing that can be read. */
  published?: Date;
}

/**
 * waiting: for an editor. taken: an editor imported it. dismissed: an editor did not want it. seen: it was there before
 * the feed was followed. known: the desk has its address already, as a source, from an import or from another feed.
 */
export const feedItemStates = ['waiting', 'taken', 'dismissed', 'seen', 'known'] as const;
export type FeedItemState = (typeof feedItemStates)[number];

export interface FeedItem extends Omit<FeedEntry, 'key' | 'urlKey'> {
  /** For people to type. */
  number: number;
  desk: string;
  feed: number;
  state: FeedItemState;
  found: Date;
}

/** A feed that a desk follows. What it brings waits for an editor. */
export interface Feed {
  /** For people to type. */
  id: number;
  desk: string;
  url: string;
  /** Its own words for itself; its address until it was read. */
  title: string;
  /** As the site gave them at the last reading, to be asked with the next time. */
  etag?: string;
  modified?: string;
  /** When it is asked again; none: it has ended. */
  next?: Date;
  /** When it was last read, or had not changed. */
  polled?: Date;
  /** How often in a row it could not be read. */
  failures: number;
  /** Why not, the last time. */
  fault?: string;
  addedBy: string;
  addedAt: Date;
}

/** A feed that a list or a page names. */
export interface NamedFeed {
  title: string;
  url: string;
}

/** A desk follows no more than this. */
export const mostFeeds = 200;
