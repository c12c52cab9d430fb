import type { ExpressionBuilder, Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

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
export async function letEdit(transaction: Transaction<Schema>, delivery: string): Promise<void> {
  await transaction
    .updateTable('deliveries')
    .set({ state: 'waiting' })
    .where('corrects_delivery', '=', delivery)
    .where('state', '=', 'held')
    .where(editsWhatStands)
    .execute();
}
