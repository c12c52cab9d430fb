import { sql, type Transaction } from 'kysely';
import type { Delivery } from '../../domain/digests/delivery.ts';
import type { EditionRecord } from '../../domain/digests/edition.ts';
import type {
  CorrectionMark,
  CorrectionStep,
  HistoryLine,
  Leased,
  LeaseRequest,
  Ledger,
  LedgerCounts,
  LedgerStep,
  MessagePosition,
  StepOutcome,
  Undelivered,
} from '../../domain/ports/ledger.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { nextDue } from './attempts.ts';
import { readMark, writeCorrections } from './corrections.ts';
import { finishDelivery, releaseDelivery } from './endings.ts';
import { readHeadlinesOf, readHeadlinesTold } from './headlines.ts';
import { countByState, oldestOpenDelivery, readEdition, readHistory, readShownIn } from './history.ts';
import { lockLedger } from './lanes.ts';
import { leaseDeliveries, markSending, markSent, renewLease, setBack, turnIntoPost } from './lease.ts';
import { readDeliveries, readUndelivered } from './read.ts';
import { readMessagesShowing } from './showing.ts';
import { writeSteps } from './steps.ts';

/** Each thought has its file in `ledger/`. */
export class StoredLedger implements Ledger {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(step: LedgerStep, at: Date): Promise<StepOutcome> {
    const [outcome] = await writeSteps(this.#database, [step], at);
    return outcome as StepOutcome;
  }

  writeAll(steps: readonly LedgerStep[], at: Date): Promise<StepOutcome[]> {
    return writeSteps(this.#database, steps, at);
  }

  lease(of: LeaseRequest, now: Date): Promise<Leased[]> {
    return leaseDeliveries(this.#database, of, now);
  }

  nextReady(platforms: readonly string[]): Promise<Date | undefined> {
    return nextDue(this.#database.read, { table: 'lanes', due: 'ready_at' }, platforms);
  }

  setBack(settleMs: number, now: Date): Promise<number> {
    return setBack(this.#database, settleMs, now);
  }

  renew(delivery: string, holder: string, until: Date): Promise<boolean> {
    return renewLease(this.#database, delivery, holder, until);
  }

  sending(...attempt: Parameters<Ledger['sending']>): Promise<boolean> {
    return markSending(this.#database, ...attempt);
  }

  sent(delivery: string, part: number, message: string, at: Date): Promise<void> {
    return markSent(this.#database, delivery, part, message, at);
  }

  release(delivery: string, holder: string, to: Parameters<Ledger['release']>[2]): Promise<boolean> {
    return releaseDelivery(this.#database, delivery, holder, to);
  }

  finish(delivery: string, holder: string, to: Parameters<Ledger['finish']>[2], at: Date): Promise<boolean> {
    return finishDelivery(this.#database, delivery, holder, to, at);
  }

  postInstead(delivery: string, part: number, holder: string): Promise<boolean> {
    return turnIntoPost(this.#database, delivery, part, holder);
  }

  messagesShowing(of: Parameters<Ledger['messagesShowing']>[0], after?: MessagePosition) {
    return readMessagesShowing(this.#database.read, of, after);
  }

  shownIn(desk: string, entries: readonly string[]) {
    return readShownIn(this.#database.read, desk, entries);
  }

  async written(): Promise<void> {
    await this.#database.write(lockLedger);
  }

  correctionMark(desk: string, platform: string): Promise<CorrectionMark> {
    return readMark(this.#database.read, desk, platform);
  }

  correct(step: CorrectionStep, at: Date): Promise<boolean> {
    return writeCorrections(this.#database, step, at);
  }

  headlinesTold(subscription: number, since: Date) {
    return readHeadlinesTold(this.#database.read, subscription, since);
  }

  headlinesOf(delivery: string) {
    return readHeadlinesOf(this.#database.read, delivery);
  }

  edition(number: number): Promise<EditionRecord | undefined> {
    return readEdition(this.#database.read, number);
  }

  async delivery(id: string): Promise<Delivery | undefined> {
    const [delivery] = await readDeliveries(this.#database.read, [id]);
    return delivery;
  }

  history(subscription: number, limit: number): Promise<HistoryLine[]> {
    return readHistory(this.#database.read, subscription, limit);
  }

  undelivered(subscriptions: readonly number[]): Promise<Map<number, Undelivered[]>> {
    return readUndelivered(this.#database.read, subscriptions);
  }

  prune(before: Date): Promise<number> {
    return pruneLedger(this.#database, before);
  }

  async counts(): Promise<LedgerCounts> {
    const { read } = this.#database;
    const oldestOpen = await oldestOpenDelivery(read);
    return {
      deliveries: await countByState(read, 'deliveries'),
      subscriptions: await countByState(read, 'subscriptions'),
      ...(oldestOpen && { oldestOpen }),
    };
  }
}

/** Deliveries, slots and editions that one transaction takes away: enough for any day, and no wait for others. */
const batch = 200;

/**
 * Takes away what came to its end before `before`. Kept is what a later correction refers to, because its message is
 * edited to say what the two say together. Resolves to the rows that went; fewer than a batch: nothing is left to do.
 */
async function pruneLedger(database: Database, before: Date): Promise<number> {
  const at = before.toISOString();
  if (!(await isAnyOld(database, at))) return 0;
  return database.write(async (transaction) => {
    await lockLedger(transaction);
    const deliveries = await oldDeliveries(transaction, at);
    if (deliveries.length > 0) {
      for (const table of ['part_entries', 'delivery_parts'] as const)
        await transaction.deleteFrom(table).where('delivery', 'in', deliveries).execute();
      await transaction.deleteFrom('deliveries').where('id', 'in', deliveries).execute();
    }
    const slots = await transaction
      .deleteFrom('skipped_slots')
      .where('number', 'in', (rows) =>
        rows.selectFrom('skipped_slots').select('number').where('at', '<', at).orderBy('at').limit(batch),
      )
      .executeTakeFirst();
    const editions = await sql`DELETE FROM editions WHERE id IN (
      SELECT id FROM editions WHERE day < ${at.slice(0, 10)}
        AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.edition = editions.id)
        AND NOT EXISTS (SELECT 1 FROM skipped_slots WHERE skipped_slots.edition = editions.id)
      ORDER BY day LIMIT ${batch})`.execute(transaction);
    return deliveries.length + Number(slots.numDeletedRows) + Number(editions.numAffectedRows ?? 0n);
  });
}

/** Looked up without a lock: on most days there is nothing. */
async function isAnyOld({ read }: Database, at: string): Promise<boolean> {
  const { rows } = await sql<{ old: number }>`SELECT 1 AS old WHERE
    EXISTS (${oldDeliveryIds(at)})
    OR EXISTS (SELECT 1 FROM skipped_slots WHERE at < ${at})`.execute(read);
  return rows.length > 0;
}

async function oldDeliveries(transaction: Transaction<Schema>, at: string): Promise<string[]> {
  const { rows } = await oldDeliveryIds(at).execute(transaction);
  return rows.map(({ id }) => id);
}

function oldDeliveryIds(at: string) {
  return sql<{ id: string }>`SELECT id FROM deliveries WHERE finished_at < ${at}
    AND NOT EXISTS (SELECT 1 FROM deliveries AS later WHERE later.corrects_delivery = deliveries.id
      AND (later.finished_at IS NULL OR later.finished_at >= ${at}))
    AND NOT EXISTS (SELECT 1 FROM lanes WHERE lanes.head = deliveries.id)
    ORDER BY finished_at LIMIT ${batch}`;
}
