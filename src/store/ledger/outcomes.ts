import { sql, type Transaction } from 'kysely';
import type { Ledger } from '../../domain/ports/ledger.ts';
import type { Database } from '../database.ts';
import type { LaneRow, Schema } from '../schema.ts';

type To<Call extends 'release' | 'finish'> = Parameters<Ledger[Call]>[2];

/**
 * The lane whose head the holder has, locked until commit; undefined when the lease was lost. A lease that ran out
 * but that nobody took over yet still counts here: only `sending` asks the clock.
 */
async function heldLane(
  database: Database,
  transaction: Transaction<Schema>,
  delivery: string,
  holder: string,
): Promise<LaneRow | undefined> {
  return transaction
    .selectFrom('lanes')
    .selectAll()
    .where('head', '=', delivery)
    .where('holder', '=', holder)
    .$if(database.dialect === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

export async function renewLease(
  database: Database,
  delivery: string,
  holder: string,
  until: Date,
): Promise<boolean> {
  const leased_until = until.toISOString();
  return database.write(async (transaction) => {
    const renewed = await transaction
      .updateTable('lanes')
      .set({ leased_until, ready_at: leased_until })
      .where('head', '=', delivery)
      .where('holder', '=', holder)
      .executeTakeFirst();
    return renewed.numUpdatedRows === 1n;
  });
}

export async function markSending(
  database: Database,
  delivery: string,
  part: number,
  holder: string,
  at: Date,
): Promise<boolean> {
  const now = at.toISOString();
  return database.write(async (transaction) => {
    const lane = await heldLane(database, transaction, delivery, holder);
    if (!lane?.leased_until || lane.leased_until <= now) return false;
    const marked = await transaction
      .updateTable('delivery_parts')
      .set({
        state: 'sending',
        attempts: sql`attempts + 1`,
        first_attempt: sql`coalesce(first_attempt, ${now})`,
        last_attempt: now,
      })
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('state', 'in', ['waiting', 'unknown'])
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
  await database.write(async (transaction) => {
    await transaction
      .updateTable('delivery_parts')
      .set({ state: 'sent', message, sent_at: at.toISOString() })
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('state', '<>', 'sent')
      .execute();
  });
}

export async function releaseDelivery(
  database: Database,
  delivery: string,
  holder: string,
  { state, due, reason, part }: To<'release'>,
): Promise<boolean> {
  return database.write(async (transaction) => {
    if (!(await heldLane(database, transaction, delivery, holder))) return false;
    if (part) {
      await transaction
        .updateTable('delivery_parts')
        .set({ state: part.state })
        .where('delivery', '=', delivery)
        .where('part', '=', part.index)
        .where('state', 'not in', ['sent', 'dropped'])
        .execute();
    }
    const cutOff = await leaveUnknown(transaction, delivery);
    await transaction
      .updateTable('deliveries')
      .set({ state: cutOff ? 'unknown' : state, due: due.toISOString(), reason })
      .where('id', '=', delivery)
      .execute();
    await transaction
      .updateTable('lanes')
      .set({ holder: null, leased_until: null, ready_at: due.toISOString() })
      .where('head', '=', delivery)
      .execute();
    return true;
  });
}

/** Parts that are given up while they are being sent; true when there were any. */
async function leaveUnknown(transaction: Transaction<Schema>, delivery: string): Promise<boolean> {
  const left = await transaction
    .updateTable('delivery_parts')
    .set({ state: 'unknown' })
    .where('delivery', '=', delivery)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  return left.numUpdatedRows > 0n;
}

export async function finishDelivery(
  database: Database,
  delivery: string,
  holder: string,
  to: To<'finish'>,
  at: Date,
): Promise<boolean> {
  return database.write(async (transaction) => {
    const lane = await heldLane(database, transaction, delivery, holder);
    if (!lane) return false;
    if (to.state === 'delivered') {
      await mustBeSent(transaction, delivery);
    } else {
      await leaveUnknown(transaction, delivery);
      await transaction
        .updateTable('delivery_parts')
        .set({ state: 'dropped' })
        .where('delivery', '=', delivery)
        .where('state', '=', 'waiting')
        .execute();
    }
    const reason = to.state === 'failed' ? to.reason : null;
    await transaction
      .updateTable('deliveries')
      .set({ state: to.state, reason, finished_at: at.toISOString() })
      .where('id', '=', delivery)
      .execute();
    await promoteNext(transaction, lane.channel);
    return true;
  });
}

async function mustBeSent(transaction: Transaction<Schema>, delivery: string): Promise<void> {
  const open = await transaction
    .selectFrom('delivery_parts')
    .select('part')
    .where('delivery', '=', delivery)
    .where('state', '<>', 'sent')
    .executeTakeFirst();
  if (open) throw new Error(`part ${open.part} of delivery ${delivery} is not sent yet`);
}

/** The oldest delivery that is left in the channel becomes its head. Needs the lane's lock. */
async function promoteNext(transaction: Transaction<Schema>, channel: string): Promise<void> {
  const next = await transaction
    .selectFrom('deliveries')
    .select(['id', 'due'])
    .where('channel', '=', channel)
    .where('finished_at', 'is', null)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  await transaction
    .updateTable('lanes')
    .set({ head: next?.id ?? null, ready_at: next?.due ?? null, holder: null, leased_until: null })
    .where('channel', '=', channel)
    .execute();
}

export async function turnIntoPost(
  database: Database,
  delivery: string,
  part: number,
  holder: string,
): Promise<boolean> {
  return database.write(async (transaction) => {
    if (!(await heldLane(database, transaction, delivery, holder))) return false;
    await transaction
      .updateTable('delivery_parts')
      .set({ body: sql.ref('instead'), instead: null, state: 'waiting' })
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('instead', 'is not', null)
      .where('state', '<>', 'sent')
      .execute();
    return true;
  });
}
