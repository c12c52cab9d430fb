import type { Generated } from 'kysely';

export interface FeedSchema {
  feeds: FeedTable;
  feed_items: FeedItemTable;
}

/** `next`: none when it has ended. `holder` asks it until `leased_until`. */
export interface FeedTable {
  id: Generated<number>;
  desk: string;
  url: string;
  title: string;
  etag: string | null;
  modified: string | null;
  next: string | null;
  polled: string | null;
  failures: number;
  fault: string | null;
  added_by: string;
  added_at: string;
  holder: string | null;
  leased_until: string | null;
  keywords: string | null;
}

/** `card` is 1 where one is posted. */
export interface FeedItemTable {
  number: Generated<number>;
  desk: string;
  feed: number;
  key: string;
  url_key: string;
  url: string;
  title: string;
  published: string | null;
  state: string;
  found: string;
  card: number;
  decided_by: string | null;
}
