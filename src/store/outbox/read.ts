import { type Kysely, type Selectable, sql } from 'kysely';
import type {
  Delivery,
  DeliveryKind,
  DeliveryPart,
  DeliveryState,
  PartState,
} from '../../domain/digests/delivery.ts';
import type { Undelivered } from '../../domain/ports/ledger.ts';
import type { DeliveryPartRow, DeliveryTable } from '../digest-schema.ts';
import type { Schema } from '../schema.ts';
import { thereOf } from './attempts.ts';

const deliveriesAtOnce = 500;

/** In the order of their ids; those that are not there are left out. */
export async function readDeliveries(database: Kysely<Schema>, ids: readonly string[]): Promise<Delivery[]> {
  const found = new Map<string, Delivery>();
  for (let at = 0; at < ids.length; at += deliveriesAtOnce) {
    const some = ids.slice(at, at + deliveriesAtOnce);
    const rows = await deliveryRows(database, some);
    const parts = Map.groupBy(await partRows(database, some), ({ delivery }) => delivery);
    for (const row of rows) found.set(row.id, toDelivery(row, parts.get(row.id) ?? []));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

type DeliveryRow = Selectable<DeliveryTable> & { corrected_number: number | null };

function deliveryRows(database: Kysely<Schema>, ids: readonly string[]): Promise<DeliveryRow[]> {
  return database
    .selectFrom('deliveries as d')
    .leftJoin('deliveries as c', 'c.id', 'd.corrects_delivery')
    .selectAll('d')
    .select('c.number as corrected_number')
    .where('d.id', 'in', ids)
    .execute();
}

type PartRow = DeliveryPartRow & { edited: string | null };

/** `edited`: what the part that is corrected was posted as. */
function partRows(database: Kysely<Schema>, deliveries: readonly string[]): Promise<PartRow[]> {
  return database
    .selectFrom('delivery_parts as p')
    .innerJoin('deliveries as d', 'd.id', 'p.delivery')
    .leftJoin('delivery_parts as c', (join) =>
      join.onRef('c.delivery', '=', 'd.corrects_delivery').onRef('c.part', '=', 'd.corrects_part'),
    )
    .selectAll('p')
    .select('c.message as edited')
    .where('p.delivery', 'in', deliveries)
    .orderBy('p.delivery')
    .orderBy('p.part')
    .execute();
}

function toDelivery(row: DeliveryRow, parts: readonly PartRow[]): Delivery {
  const { id, key, subscription, channel, edition, number, reason } = row;
  const { corrects_delivery: corrected, corrects_part: part, corrected_number } = row;
  return {
    id,
    key,
    kind: row.kind as DeliveryKind,
    subscription,
    channel,
    ...(edition !== null && { edition }),
    ...(row.slot !== null && { slot: new Date(row.slot) }),
    ...(number !== null && { number }),
    late: row.late === 1,
    state: row.state as DeliveryState,
    due: new Date(row.due),
    ...(reason !== null && { reason }),
    ...(corrected !== null &&
      part !== null && {
        corrects: {
          delivery: corrected,
          part,
          ...(corrected_number !== null && { number: corrected_number }),
        },
      }),
    parts: parts.map(toPart),
    createdAt: new Date(row.created_at),
    ...(row.finished_at !== null && { finishedAt: new Date(row.finished_at) }),
  };
}

function toPart(row: PartRow): DeliveryPart {
  const { part: index, attempts, message, edited } = row;
  const there = thereOf(row);
  return {
    index,
    reply: JSON.parse(row.reply),
    body: JSON.parse(row.body),
    ...(row.instead !== null && {
      edits: { ...(edited !== null && { message: edited }), instead: JSON.parse(row.instead) },
    }),
    state: row.state as PartState,
    attempts,
    ...(row.first_attempt !== null && { firstAttempt: new Date(row.first_attempt) }),
    ...(row.last_attempt !== null && { lastAttempt: new Date(row.last_attempt) }),
    ...(there && { there }),
    ...(message !== null && { message }),
    ...(row.sent_at !== null && { sentAt: new Date(row.sent_at) }),
  };
}

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
