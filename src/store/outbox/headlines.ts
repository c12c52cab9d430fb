import type { Kysely, Transaction } from 'kysely';
import type { DeliveryDraft } from '../../domain/digests/delivery.ts';
import type { Headline } from '../../domain/feed.ts';
import type { Database } from '../database.ts';
import type { ToldHeadlineRow } from '../digest-schema.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import type { Schema } from '../schema.ts';

/** Days for which a headline is remembered: longer than any is looked for, and long enough to read it later. */
const keptDays = 60;
const dayMs = 86_400_000;

/** Remembers what these deliveries tell, and forgets what is old. Part of the transaction that writes them. */
export async function rememberHeadlines(
  transaction: Transaction<Schema>,
  database: Database,
  drafts: readonly DeliveryDraft[],
  at: Date,
): Promise<void> {
  const rows = drafts.flatMap(({ id: delivery, subscription, headlines = [] }) =>
    headlines.map(
      (headline, place): ToldHeadlineRow => ({
        subscription,
        item: headline.item,
        delivery,
        place,
        title: headline.title,
        url: headline.url,
        publisher: headline.publisher,
        at: at.toISOString(),
      }),
    ),
  );
  if (rows.length === 0) return;
  const old = new Date(at.getTime() - keptDays * dayMs).toISOString();
  await transaction.deleteFrom('told_headlines').where('at', '<', old).execute();
  await insertRows(transaction, database, 'told_headlines', rows);
}

export async function readHeadlinesTold(
  read: Kysely<Schema>,
  subscription: number,
  since: Date,
): Promise<Headline[]> {
  const rows = await read
    .selectFrom('told_headlines')
    .select(['item', 'title', 'url', 'publisher'])
    .where('subscription', '=', subscription)
    .where('at', '>=', since.toISOString())
    .execute();
  return rows;
}

export async function readHeadlinesOf(read: Kysely<Schema>, delivery: string): Promise<Headline[]> {
  const rows = await read
    .selectFrom('told_headlines')
    .select(['item', 'title', 'url', 'publisher'])
    .where('delivery', '=', delivery)
    .orderBy('place')
    .execute();
  return rows;
}
