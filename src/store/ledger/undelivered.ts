import { type Kysely, sql } from 'kysely';
import type { Undelivered } from '../../domain/ports/ledger.ts';
import type { Schema } from '../schema.ts';

export async function readUndelivered(
  database: Kysely<Schema>,
  subscriptions: readonly number[],
): Promise<Map<number, Undelivered[]>> {
  if (subscriptions.length === 0) return new Map();
  const rows = await database
    .selectFrom('deliveries')
    .select(['id', 'subscription', 'number', 'edition', 'state', 'finished_at'])
    .where('subscription', 'in', subscriptions)
    // As in their index.
    .where(sql<boolean>`number IS NOT NULL AND state <> 'delivered'`)
    .orderBy('position')
    .execute();
  const failing = rows.filter(({ state }) => state === 'failed').map(({ subscription }) => subscription);
  const said = await lastWritten(database, failing);
  const found = new Map<number, Undelivered[]>();
  for (const { id: delivery, subscription, number, edition, state, finished_at } of rows) {
    if (number === null || edition === null || subscription === null) continue;
    const isSaid = state === 'failed' && (finished_at ?? '') < (said.get(subscription) ?? '');
    if (isSaid) continue;
    const one = {
      delivery,
      number,
      edition,
      state: state === 'failed' ? ('failed' as const) : ('open' as const),
    };
    found.set(subscription, [...(found.get(subscription) ?? []), one]);
  }
  return found;
}

/** When the last digest was written that did not fail. */
async function lastWritten(
  database: Kysely<Schema>,
  subscriptions: readonly number[],
): Promise<Map<number, string>> {
  if (subscriptions.length === 0) return new Map();
  const rows = await database
    .selectFrom('deliveries')
    .select(['subscription', (row) => row.fn.max('created_at').as('last')])
    .where('subscription', 'in', [...new Set(subscriptions)])
    .where('number', 'is not', null)
    .where('state', '<>', 'failed')
    .groupBy('subscription')
    .execute();
  return new Map(
    rows.flatMap(({ subscription, last }) => (subscription === null ? [] : [[subscription, last]])),
  );
}
