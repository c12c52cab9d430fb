/** One article as announced by a feed, in plain text. */
export interface FeedEntry {
  /** Hash of the feed's id for the entry, or of its address; of more where other entries share that. */
  key: string;
  /** http or https, without fragment and tracking parameters. */
  url: string;
  /** Key equal for all spellings of the address. Never shown. */
  urlKey: string;
  /** At most 300 characters. */
  title: string;
  /** As given by the feed; missing if absent or unreadable. */
  published?: Date;
  /** The beginning of its text, if the feed has one. Not stored. */
  text?: string;
}

/**
 * waiting: for an editor. taken: imported. dismissed: rejected by an editor. seen: older than the first read. known:
 * the desk has its address already, as a source, from an import or from another feed. passed: it has none of the words
 * by which its feed is narrowed.
 */
export type FeedItemState = 'waiting' | 'taken' | 'dismissed' | 'seen' | 'known' | 'passed';

export interface FeedItem extends Omit<FeedEntry, 'key' | 'urlKey' | 'text'> {
  /** Number for people to type. */
  number: number;
  desk: string;
  feed: number;
  state: FeedItemState;
  found: Date;
  /** Full id of who dismissed or imported it. */
  decidedBy?: string;
}

/** An article that a feed announced and that nobody at the desk has checked, as a digest shows it. */
export interface Headline {
  /** Number of the feed item. */
  item: number;
  title: string;
  url: string;
  publisher: string;
}

/** A feed that a desk follows. Its items wait for an editor. */
export interface Feed {
  /** Number for people to type. */
  id: number;
  desk: string;
  url: string;
  /** Title from the feed; its address before the first read. */
  title: string;
  /** Cache headers of the last response, sent with the next request. */
  etag?: string;
  modified?: string;
  /** Next poll; missing: the feed has ended. */
  next?: Date;
  /** Last successful poll, including unchanged ones. */
  polled?: Date;
  /** Number of consecutive failures. */
  failures: number;
  /** Fault of the last poll. */
  fault?: string;
  /** Only items with one of these words wait; none: all of them. */
  keywords: readonly string[];
  addedBy: string;
  addedAt: Date;
}

/** A feed named by a list or a page. */
export interface NamedFeed {
  title: string;
  url: string;
}

/** Limit per desk. */
export const mostFeeds = 200;

/** Feeds read from one list; more than a desk may follow, so that a long list is told as long as it is. */
export const mostNamedFeeds = 1000;

/** Of one feed, and characters of each. */
export const mostKeywords = 20;
export const longestKeyword = 60;
