import type { Transaction } from 'kysely';
import type { Database } from '../database.ts';
import type { LaneRow } from '../digest-schema.ts';
import type { Schema } from '../schema.ts';
import { editsWhatStands, leaveUnknown } from './endings.ts';
import { isHeld, lockLane, promoteNext } from './lanes.ts';

interface Of {
  id: number;
  channel: string;
}

/**
 * A subscription is paused: what it has to post waits, and what others have in the channel passes it. What is leased
 * just now sends no further part, and is held when it is given back. What stands in the channel is still put right.
 */
export async function holdDeliveries(
  transaction: Transaction<Schema>,
  database: Database,
  { id, channel }: Of,
): Promise<void> {
  const lane = await lockLane(transaction, database, channel);
  await transaction
    .updateTable('deliveries')
    .set({ state: 'held' })
    .where('subscription', '=', id)
    .where('finished_at', 'is', null)
    .where((delivery) => delivery.not(editsWhatStands(delivery)))
    .execute();
  if (lane && lane.holder === null) await promoteNext(transaction, channel);
}

/**
 * The pause is over: what was held is sent, in its order. `passOver`: the digests among it end with that reason
 * instead; corrections are of what stands in the channel, and are made all the same.
 */
export async function letGo(
  transaction: Transaction<Schema>,
  database: Database,
  { id, channel }: Of,
  passOver: string | undefined,
  at: Date,
): Promise<void> {
  const lane = await lockLane(transaction, database, channel);
  const held = await transaction
    .selectFrom('deliveries')
    .select(['id', 'kind'])
    .where('subscription', '=', id)
    .where('state', '=', 'held')
    .execute();
  const leased = lane && lane.holder !== null ? lane.head : null;
  for (const { id: delivery, kind } of held) {
    if (passOver !== undefined && kind !== 'correction' && delivery !== leased)
      await end(transaction, delivery, passOver, at);
    else await openParts(transaction, delivery);
  }
  if (lane && lane.holder === null) await promoteNext(transaction, channel);
}

async function end(transaction: Transaction<Schema>, delivery: string, reason: string, at: Date) {
  await leaveUnknown(transaction, delivery);
  await transaction
    .updateTable('delivery_parts')
    .set({ state: 'dropped' })
    .where('delivery', '=', delivery)
    .where('state', '=', 'waiting')
    .execute();
  await transaction
    .updateTable('deliveries')
    .set({ state: 'failed', reason, finished_at: at.toISOString() })
    .where('id', '=', delivery)
    .execute();
}

async function openParts(transaction: Transaction<Schema>, delivery: string) {
  // The time for which it is tried before it is given up begins anew.
  await transaction
    .updateTable('delivery_parts')
    .set({ first_attempt: null, platform_since: null, platform_until: null })
    .where('delivery', '=', delivery)
    .where('state', '=', 'waiting')
    .execute();
  const cutOff = await transaction
    .selectFrom('delivery_parts')
    .select('part')
    .where('delivery', '=', delivery)
    .where('state', 'in', ['sending', 'unknown'])
    .executeTakeFirst();
  await transaction
    .updateTable('deliveries')
    .set({ state: cutOff ? 'unknown' : 'waiting' })
    .where('id', '=', delivery)
    .execute();
}

/** Lanes that were left behind with a delivery that has been held since: the next of the channel takes its place. */
export async function passHeld(
  transaction: Transaction<Schema>,
  lanes: readonly LaneRow[],
): Promise<LaneRow[]> {
  const left: LaneRow[] = [];
  for (const lane of lanes) {
    if (lane.holder === null || lane.head === null || !(await isHeld(transaction, lane.head)))
      left.push(lane);
    else await promoteNext(transaction, lane.channel);
  }
  return left;
}

/** Of these subscriptions, those that are paused. */
export async function pausedAmong(
  transaction: Transaction<Schema>,
  subscriptions: readonly number[],
): Promise<Set<number>> {
  if (subscriptions.length === 0) return new Set();
  const rows = await transaction
    .selectFrom('subscriptions')
    .select('id')
    .where('state', '=', 'paused')
    .where('id', 'in', [...new Set(subscriptions)])
    .execute();
  return new Set(rows.map(({ id }) => id));
}
