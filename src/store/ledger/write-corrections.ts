import type { Transaction } from 'kysely';
import type { CorrectionDraft } from '../../domain/ports/ledger.ts';
import type { Database } from '../database.ts';
import { insertRows } from '../insert-rows.ts';
import type { Schema } from '../schema.ts';
import { entryRows, insertDeliveries, knownKeys, type NewDelivery } from './insert-deliveries.ts';
import { lockLedger } from './lock.ts';

/** What one publication corrects, and that it has been dealt with, in one transaction. */
export async function writeCorrections(
  database: Database,
  publication: number,
  corrections: readonly CorrectionDraft[],
  at: Date,
): Promise<void> {
  await database.write(async (transaction) => {
    await lockLedger(transaction);
    const moved = await transaction
      .updateTable('ledger')
      .set({ corrected_up_to: publication })
      .where('corrected_up_to', '<', publication)
      .executeTakeFirst();
    if (moved.numUpdatedRows !== 1n) return;
    const keys = await knownKeys(
      transaction,
      corrections.map(({ draft }) => draft.key),
    );
    const added: NewDelivery[] = [];
    for (const correction of corrections) {
      if (keys.has(correction.draft.key)) continue;
      if (await needsCorrection(database, transaction, correction)) {
        const { draft, delivery, part } = correction;
        added.push({ draft, corrects: { delivery, part } });
      }
    }
    await insertDeliveries(transaction, database, added, at);
  });
}

/**
 * False when the part was put right before it was ever sent, or never will be sent. The lane is locked, so that
 * nobody begins to send the part meanwhile.
 */
async function needsCorrection(
  database: Database,
  transaction: Transaction<Schema>,
  { delivery, part, draft }: CorrectionDraft,
): Promise<boolean> {
  await transaction
    .selectFrom('lanes')
    .select('channel')
    .where('channel', '=', draft.channel)
    .$if(database.dialect === 'postgres', (query) => query.forUpdate())
    .execute();
  const { state, attempts } = await transaction
    .selectFrom('delivery_parts')
    .select(['state', 'attempts'])
    .where('delivery', '=', delivery)
    .where('part', '=', part)
    .executeTakeFirstOrThrow();
  if (state === 'dropped') return false;
  const [replacement] = draft.parts;
  // A draft that edits nothing is a message beside the part, and cannot take its place.
  if (state !== 'waiting' || attempts > 0 || !replacement?.edits) return true;
  await transaction
    .updateTable('delivery_parts')
    .set({ reply: JSON.stringify(replacement.reply), body: JSON.stringify(replacement.body) })
    .where('delivery', '=', delivery)
    .where('part', '=', part)
    .execute();
  await transaction
    .deleteFrom('part_entries')
    .where('delivery', '=', delivery)
    .where('part', '=', part)
    .execute();
  await insertRows(transaction, database, 'part_entries', entryRows(delivery, part, replacement));
  return false;
}
