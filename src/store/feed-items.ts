import type { FeedItem } from '../domain/feed.ts';
import type { Page, Paged } from '../domain/ports/entries.ts';
import type { FeedItems } from '../domain/ports/feeds.ts';
import { audit } from './audit.ts';
import type { Database } from './database.ts';
import { toFeedItem } from './feed-rows.ts';

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
    const rows = await ofDesk.selectAll().orderBy('number', 'desc').limit(limit).offset(offset).execute();
    const { total } = await ofDesk
      .select((all) => all.fn.countAll<number | string>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows.map(toFeedItem), total: Number(total) };
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
        .set({ state })
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

  async settle(desk: string, urlKey: string): Promise<void> {
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
        .set({ state: 'known' })
        .where('desk', '=', desk)
        .where('url_key', '=', urlKey)
        .where('state', '=', 'waiting')
        .execute(),
    );
  }
}
