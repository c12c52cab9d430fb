import type { Kysely } from 'kysely';
import type { EditionRecord } from '../../domain/edition.ts';
import type { HistoryLine, SkippedSlot } from '../../domain/ports/ledger.ts';
import type { Schema } from '../schema.ts';
import { readDeliveries } from './read-deliveries.ts';

/** Deliveries and skipped slots as one list, the last written first. */
export async function readHistory(
  database: Kysely<Schema>,
  subscription: number,
  limit: number,
): Promise<HistoryLine[]> {
  const lines = [
    ...(await deliveryLines(database, subscription, limit)),
    ...(await skippedLines(database, subscription, limit)),
  ];
  return lines.sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, limit);
}

async function deliveryLines(database: Kysely<Schema>, subscription: number, limit: number) {
  const rows = await database
    .selectFrom('deliveries')
    .select('id')
    .where('subscription', '=', subscription)
    .orderBy('position', 'desc')
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  const entries = await entryCounts(database, ids);
  const deliveries = await readDeliveries(database, ids);
  return deliveries.map((delivery) => ({
    at: delivery.createdAt,
    delivery,
    entries: entries.get(delivery.id) ?? 0,
  }));
}

async function entryCounts(database: Kysely<Schema>, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, number>();
  const rows = await database
    .selectFrom('part_entries')
    .select(['delivery', (row) => row.fn.count('entry').distinct().as('entries')])
    .where('delivery', 'in', ids)
    .groupBy('delivery')
    .execute();
  return new Map(rows.map(({ delivery, entries }) => [delivery, Number(entries)]));
}

async function skippedLines(database: Kysely<Schema>, subscription: number, limit: number) {
  const rows = await database
    .selectFrom('skipped_slots')
    .selectAll()
    .where('subscription', '=', subscription)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ slot, reason, entries, edition, at }) => ({
    at: new Date(at),
    skipped: {
      slot: new Date(slot),
      reason: reason as SkippedSlot['reason'],
      entries,
      ...(edition !== null && { edition }),
    },
  }));
}

export async function readEdition(
  database: Kysely<Schema>,
  number: number,
): Promise<EditionRecord | undefined> {
  const row = await database.selectFrom('editions').selectAll().where('id', '=', number).executeTakeFirst();
  if (!row) return undefined;
  const { filter, shared, seen, rulings } = JSON.parse(row.doc) as Pick<
    EditionRecord,
    'filter' | 'shared' | 'seen' | 'rulings'
  >;
  return {
    desk: row.desk,
    filter,
    ...(shared && { shared }),
    ...(seen && { seen }),
    from: row.after_number,
    to: row.up_to,
    day: row.day,
    rulings,
  };
}

export async function countByState(database: Kysely<Schema>, table: 'deliveries' | 'subscriptions') {
  const rows = await database
    .selectFrom(table)
    .select(['state', (row) => row.fn.countAll().as('total')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, total }) => [state, Number(total)]));
}

export async function oldestOpenDelivery(database: Kysely<Schema>): Promise<Date | undefined> {
  const row = await database
    .selectFrom('deliveries')
    .select((of) => of.fn.min('created_at').as('oldest'))
    .where('finished_at', 'is', null)
    .where('state', '<>', 'held')
    .executeTakeFirst();
  return row?.oldest ? new Date(row.oldest) : undefined;
}
