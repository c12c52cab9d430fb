import { type Selectable, sql } from 'kysely';
import { assertNever } from '../../domain/errors.ts';
import type { FeedItem, FeedItemState } from '../../domain/feed.ts';
import type { Page, Paged } from '../../domain/ports/entries.ts';
import type { FeedItems, FeedItemsMeant } from '../../domain/ports/feeds.ts';
import { audit } from '../audit.ts';
import { type Database, totalOf } from '../database.ts';
import type { FeedItemTable } from './feed-schema.ts';

function toFeedItem(row: Selectable<FeedItemTable>): FeedItem {
  const { number, desk, feed, url, title, published, state, found, decided_by } = row;
  return {
    number,
    desk,
    feed,
    url,
    title,
    state: state as FeedItemState,
    found: new Date(found),
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
    return { items: rows.map(toFeedItem), total: await totalOf(ofDesk) };
  }

  async carded(desk: string, since: Date, limit: number): Promise<FeedItem[]> {
    const rows = await this.#waitingSince(desk, since, limit).where('card', '=', 1).execute();
    return rows.map(toFeedItem);
  }

  async lately(desk: string, since: Date, limit: number): Promise<FeedItem[]> {
    return (await this.#waitingSince(desk, since, limit).execute()).map(toFeedItem);
  }

  #waitingSince(desk: string, since: Date, limit: number) {
    return this.#database.read
      .selectFrom('feed_items')
      .selectAll()
      .where('desk', '=', desk)
      .where('state', '=', 'waiting')
      .where('found', '>=', since.toISOString())
      .orderBy(dated, 'desc')
      .orderBy('number', 'desc')
      .limit(limit);
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

  async reopen(desk: string, urlKey: string): Promise<boolean> {
    const done = await this.#database.write((transaction) =>
      transaction
        .updateTable('feed_items')
        .set({ state: 'waiting', decided_by: null })
        .where('desk', '=', desk)
        .where('url_key', '=', urlKey)
        .where('state', '=', 'known')
        // Nobody settled what was known when its feed was read.
        .where('decided_by', 'is not', null)
        .executeTakeFirst(),
    );
    return done.numUpdatedRows > 0n;
  }
}
