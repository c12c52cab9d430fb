import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Transaction } from 'kysely';
import type { CorrectionDraft, CorrectionMark, CorrectionStep } from '../../domain/ports/ledger.ts';
import type { Database } from '../database.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import type { Schema } from '../schema.ts';
import { isPosted } from './endings.ts';
import { pausedAmong } from './held.ts';
import { entryRows, insertDeliveries, type NewDelivery } from './insert.ts';
import { lockLane, lockLedger } from './lanes.ts';

/** Corrections, and the mark that says that they are written, in one transaction. */
export async function writeCorrections(
  database: Database,
  { desk, platform, seen, mark, corrections }: CorrectionStep,
  at: Date,
): Promise<boolean> {
  return database.write(async (transaction) => {
    await lockLedger(transaction);
    if (!isDeepStrictEqual(await readMark(transaction, desk, platform), seen)) return false;
    await writeMark(transaction, desk, platform, mark);
    const paused = await pausedAmong(
      transaction,
      corrections.flatMap(({ draft }) => draft?.subscription ?? []),
    );
    const added: NewDelivery[] = [];
    for (const correction of corrections) {
      const { draft, delivery, part } = correction;
      if (!(await needsCorrection(database, transaction, correction)) || !draft) continue;
      if (await isWritten(transaction, draft.id)) continue;
      const corrects = { delivery, part };
      const edits = draft.parts.every((one) => one.edits);
      const held = paused.has(draft.subscription) && !(edits && (await isPosted(transaction, corrects)));
      added.push({ draft, corrects, held });
    }
    await insertDeliveries(transaction, database, added, at);
    return true;
  });
}

/** It says the same of the same message. */
async function isWritten(transaction: Transaction<Schema>, id: string): Promise<boolean> {
  const known = await transaction
    .selectFrom('deliveries')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  return known !== undefined;
}

export async function readMark(
  database: Kysely<Schema>,
  desk: string,
  platform: string,
): Promise<CorrectionMark> {
  const row = await database
    .selectFrom('correction_marks')
    .selectAll()
    .where('desk', '=', desk)
    .where('platform', '=', platform)
    .executeTakeFirst();
  if (!row) {
    const first = await database.selectFrom('ledger').select('corrected_up_to').executeTakeFirstOrThrow();
    return { upTo: first.corrected_up_to };
  }
  const { up_to: upTo, after_delivery: delivery, after_part: part } = row;
  return delivery === null || part === null ? { upTo } : { upTo, after: { delivery, part } };
}

async function writeMark(
  transaction: Transaction<Schema>,
  desk: string,
  platform: string,
  { upTo, after }: CorrectionMark,
): Promise<void> {
  const moved = {
    up_to: upTo,
    after_delivery: after?.delivery ?? null,
    after_part: after?.part ?? null,
  };
  await transaction
    .insertInto('correction_marks')
    .values({ desk, platform, ...moved })
    .onConflict((known) => known.columns(['desk', 'platform']).doUpdateSet(moved))
    .execute();
}

/**
 * False when the part was put right before it was ever sent, or never will be sent. The lane is locked, so that
 * nobody begins to send the part meanwhile. Whoever has leased it has read it already, and sends what it says now; and
 * what an earlier correction is to edit, a later one edits after it.
 */
async function needsCorrection(
  database: Database,
  transaction: Transaction<Schema>,
  { delivery, part, unsent }: CorrectionDraft,
): Promise<boolean> {
  const { channel } = await transaction
    .selectFrom('deliveries')
    .select('channel')
    .where('id', '=', delivery)
    .executeTakeFirstOrThrow();
  const lane = await lockLane(transaction, database, channel);
  const isLeased = lane?.head === delivery && lane.holder !== null;
  const { state, attempts } = await transaction
    .selectFrom('delivery_parts')
    .select(['state', 'attempts'])
    .where('delivery', '=', delivery)
    .where('part', '=', part)
    .executeTakeFirstOrThrow();
  if (state === 'dropped') return false;
  if (state !== 'waiting' || attempts > 0 || isLeased || !unsent) return true;
  if (await isCorrected(transaction, delivery, part)) return true;
  await transaction
    .updateTable('delivery_parts')
    .set({ reply: JSON.stringify(unsent.reply), body: JSON.stringify(unsent.body) })
    .where('delivery', '=', delivery)
    .where('part', '=', part)
    .execute();
  await transaction
    .deleteFrom('part_entries')
    .where('delivery', '=', delivery)
    .where('part', '=', part)
    .execute();
  await insertRows(transaction, database, 'part_entries', entryRows(delivery, part, unsent));
  return false;
}

async function isCorrected(
  transaction: Transaction<Schema>,
  delivery: string,
  part: number,
): Promise<boolean> {
  const earlier = await transaction
    .selectFrom('deliveries')
    .select('id')
    .where('corrects_delivery', '=', delivery)
    .where('corrects_part', '=', part)
    .limit(1)
    .executeTakeFirst();
  return earlier !== undefined;
}
