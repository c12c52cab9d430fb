import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Insertable, sql, type Transaction } from 'kysely';
import type { EditionRecord } from '../../domain/digests/edition.ts';
import { filterKey } from '../../domain/digests/filter.ts';
import type { LedgerStep, StepOutcome } from '../../domain/ports/ledger.ts';
import { keepAdminLine } from '../chat/admin-lines.ts';
import { changeSubscription } from '../chat/subscription-rows.ts';
import type { Database } from '../database.ts';
import type { SkippedSlotTable } from '../digest-schema.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import type { Schema } from '../schema.ts';
import { insertDeliveries, knownKeys, type NewDelivery } from './insert.ts';
import { lockLedger } from './lanes.ts';

/** After so many, others get their turn. */
const stepsAtOnce = 100;

/** One commit for all steps; a step that is refused writes nothing of its own, and leaves the others alone. */
export async function writeSteps(
  database: Database,
  steps: readonly LedgerStep[],
  at: Date,
): Promise<StepOutcome[]> {
  if (steps.length === 0) return [];
  return database.write(async (transaction) => {
    await lockLedger(transaction);
    const keys = await knownKeys(
      transaction,
      steps.flatMap(({ delivery }) => delivery?.key ?? []),
    );
    const corrected = await correctedSince(
      transaction,
      steps.flatMap(({ delivery, edition }) => (delivery && edition) || []),
    );
    const editions: KnownEditions = new Map();
    const outcomes: StepOutcome[] = [];
    for (let from = 0; from < steps.length; from += stepsAtOnce) {
      const written: LedgerStep[] = [];
      for (const step of steps.slice(from, from + stepsAtOnce)) {
        const { delivery, edition } = step;
        const isOvertaken = delivery && edition && edition.to < (corrected.get(edition.desk) ?? 0);
        const outcome = isOvertaken ? 'overtaken' : await advance(transaction, database, keys, step, at);
        outcomes.push(outcome);
        if (outcome !== 'written') continue;
        if (step.delivery) keys.add(step.delivery.key);
        written.push(step);
      }
      const added: NewDelivery[] = [];
      const skipped: SkippedRow[] = [];
      for (const step of written) {
        const { delivery: draft, edition, tell } = step;
        if (tell) await keepAdminLine(transaction, tell, at);
        const number = edition && (await editionNumber(transaction, editions, edition));
        if (draft) added.push({ draft, edition: number });
        skipped.push(...skippedRows(step, draft ? undefined : number, at));
      }
      await insertDeliveries(transaction, database, added, at);
      await insertRows(transaction, database, 'skipped_slots', skipped);
      await nextTurn();
    }
    return outcomes;
  });
}

/**
 * By desk, the newest correction or retraction since the first of the editions was composed; a digest that does not
 * know it is composed again. Asked under the ledger's lock: what is published later finds the digest among those that
 * show it.
 */
async function correctedSince(
  transaction: Transaction<Schema>,
  editions: readonly EditionRecord[],
): Promise<Map<string, number>> {
  if (editions.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('publications')
    .select(['desk', (row) => row.fn.max('number').as('newest')])
    .where('desk', 'in', [...new Set(editions.map(({ desk }) => desk))])
    .where('number', '>', Math.min(...editions.map(({ to }) => to)))
    // As it stands in the index of them.
    .where(sql<boolean>`event IN ('corrected', 'retracted')`)
    .groupBy('desk')
    .execute();
  return new Map(rows.map(({ desk, newest }) => [desk, newest]));
}

/** Decides the step's fate: the subscription is moved on, or nothing is written. */
async function advance(
  transaction: Transaction<Schema>,
  database: Database,
  keys: ReadonlySet<string>,
  { subscription: id, version, change, delivery, by, passOver }: LedgerStep,
  at: Date,
): Promise<StepOutcome> {
  if (delivery && keys.has(delivery.key)) return 'duplicate';
  const order = { seen: { id, version }, change, passOver, by, at };
  const changed = await changeSubscription(transaction, database, order);
  return changed === 'changed' ? 'written' : 'outdated';
}

/** By their rulings: most steps of one tick share few editions, so that each is looked up once. */
type KnownEditions = Map<EditionRecord['rulings'], number>;

async function editionNumber(
  transaction: Transaction<Schema>,
  known: KnownEditions,
  { desk, filter, from, to, day, shared, seen: shown, rulings }: EditionRecord,
): Promise<number> {
  const number = known.get(rulings);
  if (number !== undefined) return number;
  // Composed again after a silent edit, or for another channel, the same span can come out otherwise.
  const outcome = createHash('sha256').update(JSON.stringify({ shared, shown, rulings })).digest('base64url');
  const filter_key = `${filterKey(filter)} ${outcome.slice(0, 22)}`;
  const kept = await transaction
    .selectFrom('editions')
    .select('id')
    .where('desk', '=', desk)
    .where('filter_key', '=', filter_key)
    .where('after_number', '=', from)
    .where('up_to', '=', to)
    .where('day', '=', day)
    .executeTakeFirst();
  const { id } =
    kept ??
    (await transaction
      .insertInto('editions')
      .values({
        desk,
        filter_key,
        after_number: from,
        up_to: to,
        day,
        doc: JSON.stringify({ filter, shared, seen: shown, rulings }),
      })
      .returning('id')
      .executeTakeFirstOrThrow());
  known.set(rulings, id);
  return id;
}

type SkippedRow = Insertable<SkippedSlotTable>;

/** The last is the one that an edition was composed for. */
function skippedRows({ subscription, skipped }: LedgerStep, edition: number | undefined, at: Date) {
  return skipped.map(({ slot, reason, entries }, index): SkippedRow => {
    const own = index === skipped.length - 1 ? edition : undefined;
    const when = { slot: slot.toISOString(), at: at.toISOString() };
    return { ...when, subscription, reason, entries, edition: own ?? null };
  });
}
