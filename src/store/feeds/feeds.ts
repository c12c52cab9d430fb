import type { Selectable, Transaction } from 'kysely';
import { type Feed, mostFeeds, type NamedFeed } from '../../domain/feed.ts';
import type { AddedFeeds, Feeds, FollowedFeed } from '../../domain/ports/feeds.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import type { FeedTable } from './feed-schema.ts';

export class StoredFeeds implements Feeds {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(
    desk: string,
    feeds: readonly NamedFeed[],
    by: string,
    at: Date,
    keywords: readonly string[] = [],
  ): Promise<AddedFeeds> {
    return this.#database.write(async (transaction) => {
      const result: AddedFeeds = { added: [], already: 0, over: 0 };
      const followed = await transaction.selectFrom('feeds').select('url').where('desk', '=', desk).execute();
      const known = new Set(followed.map(({ url }) => url));
      for (const feed of feeds) {
        if (known.has(feed.url)) result.already += 1;
        else if (followed.length + result.added.length >= mostFeeds) result.over += 1;
        else {
          const added = await insert(transaction, desk, { ...feed, keywords }, by, at);
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
      .where('state', 'in', ['waiting', 'known', 'passed'])
      .groupBy(['feed', 'state'])
      .execute();
    const of = (id: number, state: string) =>
      Number(counts.find((one) => one.feed === id && one.state === state)?.count ?? 0);
    return rows.map((row) => ({
      ...toFeed(row),
      waiting: of(row.id, 'waiting'),
      known: of(row.id, 'known'),
      passed: of(row.id, 'passed'),
    }));
  }

  async narrow(
    desk: string,
    id: number,
    keywords: readonly string[],
    by: string,
    at: Date,
  ): Promise<Feed | undefined> {
    return this.#database.write(async (transaction) => {
      const own = transaction.selectFrom('feeds').selectAll().where('desk', '=', desk).where('id', '=', id);
      const before = await own.executeTakeFirst();
      if (!before) return undefined;
      const row = { ...before, keywords: wordsOf(keywords) };
      await transaction.updateTable('feeds').set({ keywords: row.keywords }).where('id', '=', id).execute();
      const change = { at, actor: by, action: 'feed narrowed', subject: `feed:${id}`, desk };
      await audit(transaction, {
        ...change,
        before: before.keywords ?? 'no keywords',
        after: row.keywords ?? 'no keywords',
      });
      return toFeed(row);
    });
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

const wordsOf = (keywords: readonly string[]) => (keywords.length === 0 ? null : keywords.join(', '));

/** Undefined where another process has just added it. */
async function insert(
  transaction: Transaction<Schema>,
  desk: string,
  { url, title, keywords }: NamedFeed & Pick<Feed, 'keywords'>,
  by: string,
  at: Date,
): Promise<Feed | undefined> {
  const instant = at.toISOString();
  const row = await transaction
    .insertInto('feeds')
    .values({
      desk,
      url,
      title,
      next: instant,
      failures: 0,
      added_by: by,
      added_at: instant,
      etag: null,
      modified: null,
      polled: null,
      fault: null,
      holder: null,
      leased_until: null,
      keywords: wordsOf(keywords),
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
    id,
    desk,
    url,
    title,
    failures,
    addedBy: added_by,
    addedAt: new Date(added_at),
    keywords: row.keywords?.split(', ') ?? [],
    ...(etag !== null && { etag }),
    ...(modified !== null && { modified }),
    ...(next !== null && { next: new Date(next) }),
    ...(polled !== null && { polled: new Date(polled) }),
    ...(fault !== null && { fault }),
  };
}
