import type { Kysely, Transaction } from 'kysely';
import type { Feed } from '../../domain/feed.ts';
import type { FeedPolls, PollResult } from '../../domain/ports/feeds.ts';
import type { Database } from '../database.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import type { Schema } from '../schema.ts';
import { toFeed } from './feeds.ts';

/** Of one feed, besides those that stand in it now: what is older does not come back. */
const mostItems = 500;

/** Milliseconds for which a story is remembered that other feeds may tell as well, and so many titles at most. */
const storyMs = 3 * 86_400_000;
const mostTitles = 500;

type FeedReading = NonNullable<PollResult['read']>;

export class StoredFeedPolls implements FeedPolls {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Feeds that another process is about to lease are passed over. */
  async lease({ holder, until, limit, desk }: Parameters<FeedPolls['lease']>[0], now: Date) {
    // A look that finds nothing takes no write lock.
    if (!(await due(this.#database.read, { limit: 1, desk }, now).executeTakeFirst())) return [];
    return this.#database.write(async (transaction) => {
      const ready = due(transaction, { limit, desk }, now);
      const rows = await (this.#database.dialect === 'postgres'
        ? ready.forUpdate().skipLocked()
        : ready
      ).execute();
      if (rows.length === 0) return [];
      const ids = rows.map(({ id }) => id);
      const leased_until = until.toISOString();
      await transaction.updateTable('feeds').set({ holder, leased_until }).where('id', 'in', ids).execute();
      return rows.map(toFeed);
    });
  }

  async record({ id, desk }: Pick<Feed, 'id' | 'desk'>, holder: string, result: PollResult, at: Date) {
    const { next, failures, fault, read } = result;
    const instant = at.toISOString();
    return this.#database.write(async (transaction) => {
      await lockDesk(this.#database, transaction, desk);
      const written = await transaction
        .updateTable('feeds')
        .set({
          next: next?.toISOString() ?? null,
          failures,
          fault: fault ?? null,
          holder: null,
          leased_until: null,
          ...((fault === undefined || read) && { polled: instant }),
          ...(read && { etag: read.etag ?? null, modified: read.modified ?? null }),
          ...(read?.title !== undefined && { title: read.title }),
        })
        .where('id', '=', id)
        .where('holder', '=', holder)
        .executeTakeFirst();
      if (written.numUpdatedRows !== 1n) return false;
      if (read) await writeItems(this.#database, transaction, { feed: id, desk, read, found: instant });
      return true;
    });
  }
}

function due(
  database: Kysely<Schema>,
  { limit, desk }: { limit: number; desk: string | undefined },
  now: Date,
) {
  const instant = now.toISOString();
  const ready = database
    .selectFrom('feeds')
    .selectAll()
    .where('next', '<=', instant)
    .where((feed) => feed.or([feed('leased_until', 'is', null), feed('leased_until', '<=', instant)]))
    .orderBy('next')
    .orderBy('id')
    .limit(limit);
  return desk === undefined ? ready : ready.where('desk', '=', desk);
}

/** The same article may stand in two feeds of a desk: of two who look whether it is known, one has to be first. */
async function lockDesk(
  { dialect }: Database,
  transaction: Transaction<Schema>,
  desk: string,
): Promise<void> {
  if (dialect === 'sqlite') return;
  await transaction
    .selectFrom('feeds')
    .select('id')
    .where('desk', '=', desk)
    .orderBy('id')
    .forUpdate()
    .execute();
}

async function writeItems(
  database: Database,
  transaction: Transaction<Schema>,
  { feed, desk, read, found }: { feed: number; desk: string; read: FeedReading; found: string },
): Promise<void> {
  const { entries, judge } = read;
  if (entries.length === 0) return;
  const urlKeys = entries.map(({ urlKey }) => urlKey);
  const own = await transaction
    .selectFrom('feed_items')
    .select(['key', 'url_key', 'title', 'published'])
    .where('feed', '=', feed)
    .execute();
  const ofDesk = await transaction
    .selectFrom('feed_items')
    .select('url_key')
    .where('desk', '=', desk)
    .where('url_key', 'in', urlKeys)
    .execute();
  const recent = await transaction
    .selectFrom('feed_items')
    .select('title')
    .where('desk', '=', desk)
    .where('found', '>=', new Date(Date.parse(found) - storyMs).toISOString())
    .orderBy('number', 'desc')
    .limit(mostTitles)
    .execute();
  const judged = judge({
    items: own.map(({ key, url_key, title, published }) => ({
      key,
      urlKey: url_key,
      title,
      ...(published !== null && { published: new Date(published) }),
    })),
    urlKeys: new Set(ofDesk.map(({ url_key }) => url_key)),
    titles: recent.map(({ title }) => title),
  });
  // The newest gets the highest number, so that it is listed first.
  const rows = judged.toReversed().map(({ key, urlKey, url, title, published, state, card }) => ({
    desk,
    feed,
    key,
    url_key: urlKey,
    url,
    title,
    state,
    found,
    published: published?.toISOString() ?? null,
    card: card ? 1 : 0,
    decided_by: null,
  }));
  await insertRows(transaction, database, 'feed_items', rows);
  const present = [...entries, ...judged].map(({ key }) => key);
  if (rows.length > 0) await forgetOld(transaction, feed, [...new Set(present)]);
}

async function forgetOld(
  transaction: Transaction<Schema>,
  feed: number,
  present: readonly string[],
): Promise<void> {
  const newest = await transaction
    .selectFrom('feed_items')
    .select('number')
    .where('feed', '=', feed)
    .orderBy('number', 'desc')
    .limit(1)
    .offset(mostItems)
    .executeTakeFirst();
  if (!newest) return;
  await transaction
    .deleteFrom('feed_items')
    .where('feed', '=', feed)
    .where('number', '<=', newest.number)
    .where('key', 'not in', present)
    .execute();
}
