import { type Selectable, sql, type Transaction } from 'kysely';
import { assertNever } from '../../domain/errors.ts';
import {
  type Feed,
  type FeedItem,
  type FeedItemState,
  mostFeeds,
  type NamedFeed,
} from '../../domain/feed.ts';
import type { Page, Paged } from '../../domain/ports/entries.ts';
import type { AddedFeeds, FeedItems, FeedItemsMeant, Feeds, FollowedFeed } from '../../domain/ports/feeds.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import type { FeedItemTable, FeedTable } from './feed-schema.ts';

export class StoredFeeds implements Feeds {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(desk: string, feeds: readonly NamedFeed[], by: string, at: Date): Promise<AddedFeeds> {
    return this.#database.write(async (transaction) => {
      const result: AddedFeeds = { added: [], already: 0, over: 0 };
      const followed = await transaction.selectFrom('feeds').select('url').where('desk', '=', desk).execute();
      const known = new Set(followed.map(({ url }) => url));
      for (const feed of feeds) {
        if (known.has(feed.url)) result.already += 1;
        else if (followed.length + result.added.length >= mostFeeds) result.over += 1;
        else {
          const added = await insert(transaction, desk, feed, by, at);
          if (added) result.added.push(added);
          else result.already += 1;
        }
        known.add(feed.url);
      }
      return result;
    });
  }

  async list(desk: string): Promise<FollowedFeed[]> {
    const { read } = this.#database;
    const rows = await read.selectFrom('feeds').selectAll().where('desk', '=', desk).orderBy('id').execute();
    const counts = await read
      .selectFrom('feed_items')
      .select(['feed', 'state', (all) => all.fn.countAll<number | string>().as('count')])
      .where('desk', '=', desk)
      .where('state', 'in', ['waiting', 'known'])
      .groupBy(['feed', 'state'])
      .execute();
    const of = (id: number, state: string) =>
      Number(counts.find((one) => one.feed === id && one.state === state)?.count ?? 0);
    return rows.map((row) => ({
      ...toFeed(row),
      waiting: of(row.id, 'waiting'),
      known: of(row.id, 'known'),
    }));
  }

  async remove(desk: string, id: number, by: string, at: Date): Promise<Feed | undefined> {
    return this.#database.write(async (transaction) => {
      const row = await transaction
        .deleteFrom('feeds')
        .where('desk', '=', desk)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      if (!row) return undefined;
      const change = { at, actor: by, action: 'feed removed', subject: `feed:${id}`, desk, before: row.url };
      await audit(transaction, change);
      return toFeed(row);
    });
  }
}

/** Undefined where another process has just added it. */
async function insert(
  transaction: Transaction<Schema>,
  desk: string,
  { url, title }: NamedFeed,
  by: string,
  at: Date,
): Promise<Feed | undefined> {
  const instant = at.toISOString();
  const row = await transaction
    .insertInto('feeds')
    .values({
      ...{ desk, url, title, next: instant, failures: 0, added_by: by, added_at: instant },
      ...{ etag: null, modified: null, polled: null, fault: null, holder: null, leased_until: null },
      keywords: null,
    })
    .onConflict((known) => known.columns(['desk', 'url']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  await audit(transaction, {
    at,
    actor: by,
    action: 'feed added',
    subject: `feed:${row.id}`,
    desk,
    after: url,
  });
  return toFeed(row);
}

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

function toFeedItem(row: Selectable<FeedItemTable>): FeedItem {
  const { number, desk, feed, url, title, published, state, found, decided_by } = row;
  return {
    ...{ number, desk, feed, url, title, state: state as FeedItemState, found: new Date(found) },
    ...(published !== null && { published: new Date(published) }),
    ...(decided_by !== null && { decidedBy: decided_by }),
  };
}

/** When it appeared; a date that its feed puts into the future, or none, does not unsort the rest. */
const dated = sql<string>`CASE WHEN published IS NULL OR published > found THEN found ELSE published END`;

export class StoredFeedItems implements FeedItems {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async waiting(desk: string, { limit, offset }: Page): Promise<Paged<FeedItem>> {
    const ofDesk = this.#database.read
      .selectFrom('feed_items')
      .where('desk', '=', desk)
      .where('state', '=', 'waiting');
    const rows = await ofDesk
      .selectAll()
      .orderBy(dated, 'desc')
      .orderBy('number', 'desc')
      .limit(limit)
      .offset(offset)
      .execute();
    const { total } = await ofDesk
      .select((all) => all.fn.countAll<number | string>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows.map(toFeedItem), total: Number(total) };
  }

  async carded(desk: string, since: Date, limit: number): Promise<FeedItem[]> {
    const rows = await this.#database.read
      .selectFrom('feed_items')
      .selectAll()
      .where('desk', '=', desk)
      .where('state', '=', 'waiting')
      .where('card', '=', 1)
      .where('found', '>=', since.toISOString())
      .orderBy(dated, 'desc')
      .orderBy('number', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toFeedItem);
  }

  async get(desk: string, number: number): Promise<FeedItem | undefined> {
    const row = await this.#database.read
      .selectFrom('feed_items')
      .selectAll()
      .where('desk', '=', desk)
      .where('number', '=', number)
      .executeTakeFirst();
    return row && toFeedItem(row);
  }

  async decide(desk: string, number: number, state: 'taken' | 'dismissed', by: string, at: Date) {
    return this.#database.write(async (transaction) => {
      const row = await transaction
        .updateTable('feed_items')
        .set({ state, decided_by: by })
        .where('desk', '=', desk)
        .where('number', '=', number)
        .where('state', '=', 'waiting')
        .returning('url')
        .executeTakeFirst();
      if (!row) return false;
      const subject = `feed-item:${number}`;
      await audit(transaction, {
        at,
        actor: by,
        action: `feed item ${state}`,
        subject,
        desk,
        after: row.url,
      });
      return true;
    });
  }

  async dismiss(desk: string, meant: FeedItemsMeant, { by, words }: { by: string; words: string }, at: Date) {
    return this.#database.write(async (transaction) => {
      const base = transaction
        .updateTable('feed_items')
        .set({ state: 'dismissed', decided_by: by })
        .where('desk', '=', desk)
        .where('state', '=', 'waiting');
      const chosen = await (async () => {
        switch (meant.by) {
          case 'all':
            return base;
          case 'feed':
            return base.where('feed', '=', meant.feed);
          case 'numbers':
            return base.where((item) =>
              item.or(meant.ranges.map(({ from, to }) => item.between('number', from, to))),
            );
          case 'older': {
            const one = await transaction
              .selectFrom('feed_items')
              .select(dated.as('dated'))
              .where('desk', '=', desk)
              .where('number', '=', meant.than)
              .executeTakeFirst();
            if (!one) return undefined;
            return base.where((item) =>
              item.or([
                item(dated, '<', one.dated),
                item.and([item(dated, '=', one.dated), item('number', '<', meant.than)]),
              ]),
            );
          }
          default:
            return assertNever(meant);
        }
      })();
      const gone = chosen ? Number((await chosen.executeTakeFirst()).numUpdatedRows) : 0;
      if (gone > 0) {
        const change = { at, actor: by, action: 'feed items dismissed', subject: 'feed-items', desk };
        await audit(transaction, { ...change, after: `${gone}: ${words}` });
      }
      return gone;
    });
  }

  async settle(desk: string, urlKey: string, by: string): Promise<void> {
    const { read, write } = this.#database;
    const waits = await read
      .selectFrom('feed_items')
      .select('number')
      .where('desk', '=', desk)
      .where('url_key', '=', urlKey)
      .where('state', '=', 'waiting')
      .executeTakeFirst();
    // Most articles that are imported came in no feed: then nothing is locked.
    if (!waits) return;
    await write((transaction) =>
      transaction
        .updateTable('feed_items')
        .set({ state: 'known', decided_by: by })
        .where('desk', '=', desk)
        .where('url_key', '=', urlKey)
        .where('state', '=', 'waiting')
        .execute(),
    );
  }
}
