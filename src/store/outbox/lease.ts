import { type Kysely, sql, type Transaction } from 'kysely';
import type { PlatformTime } from '../../domain/digests/platform-clock.ts';
import type { Leased, LeaseRequest } from '../../domain/ports/ledger.ts';
import type { Database } from '../database.ts';
import type { LaneRow } from '../digest-schema.ts';
import type { Schema } from '../schema.ts';
import { attemptedAt, changesRow, lockedRows, settledAt } from './attempts.ts';
import { leaveUnknown } from './endings.ts';
import { passHeld, pausedAmong } from './held.ts';
import { heldLane, leaveLane } from './lanes.ts';
import { readDeliveries } from './read.ts';

/** The heads of lanes that are ready, the longest ready first. Lanes that another process looks at are passed over. */
export async function leaseDeliveries(
  database: Database,
  request: LeaseRequest,
  now: Date,
): Promise<Leased[]> {
  const { holder, until, settleMs } = request;
  if (request.platforms.length === 0) return [];
  // A look that finds nothing takes no write lock.
  if (!(await readyLanes(database.read, { ...request, limit: 1 }, now).executeTakeFirst())) return [];
  return database.write(async (transaction) => {
    const found = await lockedRows(database, readyLanes(transaction, request, now));
    const lanes = await passHeld(transaction, found);
    const settling = await settleAbandoned(transaction, lanes, settleMs, now);
    const heads = lanes.flatMap(({ head }) => (head === null || settling.has(head) ? [] : head));
    if (heads.length === 0) return [];
    const leased_until = until.toISOString();
    await transaction
      .updateTable('lanes')
      .set({ holder, leased_until, ready_at: leased_until })
      .where('head', 'in', heads)
      .execute();
    const deliveries = await readDeliveries(transaction, heads);
    return deliveries.map((delivery) => ({ ...delivery, leasedUntil: until }));
  });
}

export function readyLanes(database: Kysely<Schema>, { platforms, limit }: LeaseRequest, now: Date) {
  return database
    .selectFrom('lanes')
    .selectAll()
    .where('platform', 'in', platforms)
    .where('ready_at', '<=', now.toISOString())
    .orderBy('ready_at')
    .orderBy('channel')
    .limit(limit);
}

/**
 * A lane that is ready and still has a holder was left behind. Nobody knows what became of the parts that were being
 * sent: a request that is still on its way must have had the time to land before anyone looks for it. Answers the
 * deliveries that have to wait for that.
 */
async function settleAbandoned(
  transaction: Transaction<Schema>,
  lanes: readonly LaneRow[],
  settleMs: number,
  now: Date,
): Promise<Set<string>> {
  const heads = lanes.flatMap(({ head, holder }) => (head !== null && holder !== null ? head : []));
  const settling = new Set<string>();
  if (heads.length === 0) return settling;
  const cutOff = await transaction
    .selectFrom('delivery_parts')
    .select(['delivery', (row) => row.fn.max('last_attempt').as('last')])
    .where('delivery', 'in', heads)
    .where('state', '=', 'sending')
    .groupBy('delivery')
    .execute();
  for (const { delivery, last } of cutOff) {
    const { isAhead, settled } = settledAt(last, settleMs, now);
    const due = settled.toISOString();
    await leaveUnknown(transaction, delivery);
    if (isAhead) await attemptedBy(transaction, delivery, now);
    await transaction
      .updateTable('deliveries')
      .set({ state: 'unknown', due, reason: 'its sending was cut off' })
      .where('id', '=', delivery)
      .execute();
    if (settled <= now) continue;
    settling.add(delivery);
    await leaveLane(transaction, delivery, due);
  }
  return settling;
}

export async function setBack(database: Database, settleMs: number, now: Date): Promise<number> {
  if (!(await putOff(database.read, now).executeTakeFirst())) return 0;
  return database.write(async (transaction) => {
    const query = putOff(transaction, now);
    const heads = await (database.dialect === 'postgres' ? query.forUpdate('l') : query).execute();
    for (const { id } of heads) {
      const cutOff = await attemptedBy(transaction, id, now);
      const due = new Date(now.getTime() + (cutOff ? settleMs : 0)).toISOString();
      await transaction.updateTable('deliveries').set({ due }).where('id', '=', id).execute();
      await transaction.updateTable('lanes').set({ ready_at: due }).where('head', '=', id).execute();
    }
    return heads.length;
  });
}

/** Heads that nobody holds and that wait for a time to come, with something about them dated after now. */
function putOff(database: Kysely<Schema>, now: Date) {
  const instant = now.toISOString();
  return database
    .selectFrom('lanes as l')
    .innerJoin('deliveries as d', 'd.id', 'l.head')
    .select('d.id')
    .where('l.ready_at', '>', instant)
    .where('l.holder', 'is', null)
    .where((row) =>
      row.or([
        row('d.created_at', '>', instant),
        row.exists(
          row
            .selectFrom('delivery_parts as p')
            .select('p.part')
            .whereRef('p.delivery', '=', 'd.id')
            .where('p.last_attempt', '>', instant),
        ),
      ]),
    );
}

/** No attempt at it was later than now, whatever was written. True when one of them may still be on its way. */
async function attemptedBy(transaction: Transaction<Schema>, delivery: string, now: Date): Promise<boolean> {
  const instant = now.toISOString();
  const ahead = await transaction
    .updateTable('delivery_parts')
    .set({ last_attempt: instant })
    .where('delivery', '=', delivery)
    .where('last_attempt', '>', instant)
    .returning('state')
    .execute();
  return ahead.some(({ state }) => state === 'sending' || state === 'unknown');
}

export function renewLease(
  database: Database,
  delivery: string,
  holder: string,
  until: Date,
): Promise<boolean> {
  const leased_until = until.toISOString();
  return changesRow(database, (transaction) =>
    transaction
      .updateTable('lanes')
      .set({ leased_until, ready_at: leased_until })
      .where('head', '=', delivery)
      .where('holder', '=', holder),
  );
}

export async function markSending(
  database: Database,
  delivery: string,
  part: number,
  holder: string,
  at: Date,
  there?: PlatformTime,
): Promise<boolean> {
  const now = at.toISOString();
  return database.writeSmall(async (transaction) => {
    const lane = await heldLane(database, transaction, delivery, holder);
    if (!lane?.leased_until || lane.leased_until <= now) return false;
    const marked = await transaction
      .updateTable('delivery_parts')
      .set(attemptedAt(now, there))
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('state', 'in', ['waiting', 'unknown'])
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('deliveries').select('id').where('id', '=', delivery).where('state', '=', 'held'),
          ),
        ),
      )
      .executeTakeFirst();
    return marked.numUpdatedRows === 1n;
  });
}

export async function markSent(
  database: Database,
  delivery: string,
  part: number,
  message: string,
  at: Date,
): Promise<void> {
  await database.writeSmall(async (transaction) => {
    await transaction
      .updateTable('delivery_parts')
      .set({ state: 'sent', message, sent_at: at.toISOString() })
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('state', '<>', 'sent')
      .execute();
  });
}

export async function turnIntoPost(
  database: Database,
  delivery: string,
  part: number,
  holder: string,
): Promise<boolean> {
  return database.writeSmall(async (transaction) => {
    if (!(await heldLane(database, transaction, delivery, holder))) return false;
    await transaction
      .updateTable('delivery_parts')
      .set({ body: sql.ref('instead'), instead: null, state: 'waiting' })
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('instead', 'is not', null)
      .where('state', '<>', 'sent')
      .execute();
    const { subscription } = await transaction
      .selectFrom('deliveries')
      .select('subscription')
      .where('id', '=', delivery)
      .executeTakeFirstOrThrow();
    if ((await pausedAmong(transaction, [subscription])).has(subscription))
      await transaction.updateTable('deliveries').set({ state: 'held' }).where('id', '=', delivery).execute();
    return true;
  });
}
