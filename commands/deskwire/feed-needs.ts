import type { FeedFinder } from '../../src/domain/ports/feed-finder.ts';
import type { FeedItems, Feeds } from '../../src/domain/ports/feeds.ts';
import type { ImportNeeds } from './import-needs.ts';

/** What following feeds works with. */
export interface FeedNeeds {
  feeds: Feeds;
  items: FeedItems;
  finder: FeedFinder;
  /** Calls for the feeds that were just added, which need not wait for the next tick. */
  added(): void;
  imports: ImportNeeds;
}
