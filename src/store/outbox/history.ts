import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { EditionRecord } from '../../domain/digests/edition.ts';
import type { HistoryLine, MessagePosition, SkippedSlot } from '../../domain/ports/ledger.ts';
import type { Schema } from '../schema.ts';
import { readDeliveries } from './read.ts';

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

/** Many messages may show one entry: others get their turn after so many. */
const rowsAtOnce = 1000;

export async function readShownIn(
  database: Kysely<Schema>,
  desk: string,
  entries: readonly string[],
): Promise<Map<string, Set<string>>> {
  const shown = new Map<string, Set<string>>();
  for (const entry of entries) {
    const channels = new Set<string>();
    for (let after: MessagePosition | undefined = { delivery: '', part: -1 }; after; ) {
      const rows = await partsShowing(database, entry, after);
      for (const { channel, ...part } of rows)
        if (part.desk === desk && part.kind !== 'correction' && stands(part)) channels.add(channel);
      after = rows.length === rowsAtOnce ? rows.at(-1) : undefined;
      await nextTurn();
    }
    if (channels.size > 0) shown.set(entry, channels);
  }
  return shown;
}

function partsShowing(database: Kysely<Schema>, entry: string, after: MessagePosition) {
  return database
    .selectFrom('part_entries as e')
    .innerJoin('delivery_parts as p', (join) =>
      join.onRef('p.delivery', '=', 'e.delivery').onRef('p.part', '=', 'e.part'),
    )
    .innerJoin('deliveries as d', 'd.id', 'e.delivery')
    .innerJoin('subscriptions as s', 's.id', 'd.subscription')
    .select(['e.delivery', 'e.part', 'p.state', 'p.attempts', 'd.channel', 'd.kind', 's.desk'])
    .where('e.entry', '=', entry)
    .where((row) => row(row.refTuple('e.delivery', 'e.part'), '>', row.tuple(after.delivery, after.part)))
    .orderBy('e.delivery')
    .orderBy('e.part')
    .limit(rowsAtOnce)
    .execute();
}

const stands = ({ state, attempts }: { state: string; attempts: number }) =>
  state === 'waiting' ? attempts > 0 : state !== 'dropped';
