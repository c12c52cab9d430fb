import type { Transaction } from 'kysely';
import { type Feed, mostFeeds, type NamedFeed } from '../domain/feed.ts';
import type { AddedFeeds, Feeds, FollowedFeed } from '../domain/ports/feeds.ts';
import { audit } from './audit.ts';
import type { Database } from './database.ts';
import { toFeed } from './feed-rows.ts';
import type { Schema } from './schema.ts';

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
