import type { ExpressionBuilder, Transaction } from 'kysely';
import type { Ledger } from '../../domain/ports/ledger.ts';
import { keepAdminLine } from '../chat/admin-lines.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { heldLane, isHeld, leaveLane, promoteNext } from './lanes.ts';

type To<Call extends 'release' | 'finish'> = Parameters<Ledger[Call]>[2];

export async function releaseDelivery(
  database: Database,
  delivery: string,
  holder: string,
  { state, due, reason, part }: To<'release'>,
): Promise<boolean> {
  return database.writeSmall(async (transaction) => {
    const lane = await heldLane(database, transaction, delivery, holder);
    if (!lane) return false;
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
    const held = await isHeld(transaction, delivery);
    await transaction
      .updateTable('deliveries')
      .set({ state: held ? 'held' : cutOff ? 'unknown' : state, due: due.toISOString(), reason })
      .where('id', '=', delivery)
      .execute();
    if (held) {
      await letEdit(transaction, delivery);
      await promoteNext(transaction, lane.channel);
    } else await leaveLane(transaction, delivery, due.toISOString());
    return true;
  });
}

/** Parts that are given up while they are being sent; true when there were any. */
export async function leaveUnknown(transaction: Transaction<Schema>, delivery: string): Promise<boolean> {
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
  return database.writeSmall(async (transaction) => {
    const lane = await heldLane(database, transaction, delivery, holder);
    if (!lane) return false;
    if (to.state === 'delivered') {
      await mustBeSent(transaction, delivery);
    } else {
      await transaction
        .updateTable('delivery_parts')
        .set({ state: 'dropped' })
        .where('delivery', '=', delivery)
        .where((part) =>
          part.or([
            part('state', '=', 'waiting'),
            part.and([part('part', '=', to.refused ?? -1), part('state', '<>', 'sent')]),
          ]),
        )
        .execute();
      await leaveUnknown(transaction, delivery);
    }
    if (await isHeld(transaction, delivery)) await letEdit(transaction, delivery);
    const reason = to.state === 'delivered' ? null : to.reason;
    await transaction
      .updateTable('deliveries')
      .set({ state: to.state, reason, finished_at: at.toISOString() })
      .where('id', '=', delivery)
      .execute();
    if (to.state !== 'delivered' && to.tell) await keepAdminLine(transaction, to.tell, at);
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

/** The part certainly stands there, or did. */
export async function isPosted(
  transaction: Transaction<Schema>,
  { delivery, part }: { delivery: string; part: number },
): Promise<boolean> {
  const posted = await transaction
    .selectFrom('delivery_parts')
    .select('part')
    .where('delivery', '=', delivery)
    .where('part', '=', part)
    .where('state', '=', 'sent')
    .executeTakeFirst();
  return posted !== undefined;
}

/** A correction that edits a message, and that message certainly stands there. */
export function editsWhatStands({ and, exists, selectFrom }: ExpressionBuilder<Schema, 'deliveries'>) {
  return and([
    exists(
      selectFrom('delivery_parts')
        .select('part')
        .whereRef('delivery', '=', 'deliveries.id')
        .where('instead', 'is not', null),
    ),
    exists(
      selectFrom('delivery_parts')
        .select('part')
        .whereRef('delivery', '=', 'deliveries.corrects_delivery')
        .whereRef('part', '=', 'deliveries.corrects_part')
        .where('state', '=', 'sent'),
    ),
  ]);
}

/** What was under way when its subscription was paused has come to stand: its corrections need not wait. */
async function letEdit(transaction: Transaction<Schema>, delivery: string): Promise<void> {
  await transaction
    .updateTable('deliveries')
    .set({ state: 'waiting' })
    .where('corrects_delivery', '=', delivery)
    .where('state', '=', 'held')
    .where(editsWhatStands)
    .execute();
}
