import type { Selectable } from 'kysely';
import type { Feed, FeedItem, FeedItemState } from '../domain/feed.ts';
import type { FeedItemTable, FeedTable } from './feed-schema.ts';

export function toFeed(row: Selectable<FeedTable>): Feed {
  const { id, desk, url, title, etag, modified, next, polled, failures, fault, added_by, added_at } = row;
  return {
    ...{ id, desk, url, title, failures, addedBy: added_by, addedAt: new Date(added_at) },
    ...(etag !== null && { etag }),
    ...(modified !== null && { modified }),
    ...(next !== null && { next: new Date(next) }),
    ...(polled !== null && { polled: new Date(polled) }),
    ...(fault !== null && { fault }),
  };
}

export function toFeedItem(row: Selectable<FeedItemTable>): FeedItem {
  const { number, desk, feed, url, title, published, state, found } = row;
  return {
    ...{ number, desk, feed, url, title, state: state as FeedItemState, found: new Date(found) },
    ...(published !== null && { published: new Date(published) }),
  };
}
