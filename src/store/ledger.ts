import type { Delivery } from '../domain/delivery.ts';
import type { EditionRecord } from '../domain/edition.ts';
import type {
  CarrierPlace,
  CorrectionMark,
  CorrectionStep,
  HistoryLine,
  Leased,
  LeaseRequest,
  Ledger,
  LedgerCounts,
  LedgerStep,
  StepOutcome,
  Undelivered,
} from '../domain/ports/ledger.ts';
import type { Database } from './database.ts';
import { readCarriers } from './ledger/carriers.ts';
import { finishDelivery, releaseDelivery } from './ledger/endings.ts';
import { countByState, oldestOpenDelivery, readEdition, readHistory } from './ledger/history.ts';
import { leaseDeliveries, nextReady } from './ledger/lease-deliveries.ts';
import { lockLedger } from './ledger/lock.ts';
import { pruneLedger } from './ledger/prune.ts';
import { readDeliveries } from './ledger/read-deliveries.ts';
import { markSending, markSent, renewLease, turnIntoPost } from './ledger/sending.ts';
import { setBack } from './ledger/set-back.ts';
import { readShownIn } from './ledger/shown-in.ts';
import { readUndelivered } from './ledger/undelivered.ts';
import { readMark, writeCorrections } from './ledger/write-corrections.ts';
import { writeSteps } from './ledger/write-steps.ts';

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
    return nextReady(this.#database.read, platforms);
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

  carriers(of: Parameters<Ledger['carriers']>[0], after?: CarrierPlace) {
    return readCarriers(this.#database.read, of, after);
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
