import type { Delivery, DeliveryDraft, DeliveryPart, FrozenPart } from '../digests/delivery.ts';
import type { EditionRecord } from '../digests/edition.ts';
import type { PlatformTime } from '../digests/platform-clock.ts';
import type { SubscriptionSettings } from '../digests/subscription.ts';
import type { Reply } from '../reply.ts';
import type { AdminLine, SubscriptionChange } from './digests.ts';

/** A slot that yields no delivery, and why; kept for `history` and `why`. */
export interface SkippedSlot {
  slot: Date;
  reason: 'missed' | 'failed' | 'empty' | 'skipped' | 'paused' | 'holiday' | 'restored';
  /** Entries that were dealt with without being sent: by `skip`, and after a restore. */
  entries: number;
  /** The edition that was composed and not sent, once it is in the ledger: empty, skipped and restored have one. */
  edition?: number | undefined;
}

/** All that one slot, `now` or `skip` writes for one subscription, as one transaction. */
export interface LedgerStep {
  subscription: number;
  /** The version that was seen. */
  version: number;
  change: SubscriptionChange;
  /** Kept once for equal desk, filter, span, day and rulings; the delivery is given its number, or without one the last of `skipped`. */
  edition?: EditionRecord;
  delivery?: DeliveryDraft;
  skipped: SkippedSlot[];
  /** Ends a pause, and with that reason the digests that it held; without, they are sent. Corrections always are. */
  passOver?: string;
  /** `scheduler`, or the person who asked. */
  by: string;
  /** What the admins have to know of it. */
  tell?: AdminLine;
}

/**
 * outdated: the subscription changed since. duplicate: the key is there already. overtaken: something of the desk
 * was corrected or retracted since the digest was composed, which has to be done again. Then nothing of it was written.
 */
export type StepOutcome = 'written' | 'outdated' | 'duplicate' | 'overtaken';

export interface LeaseRequest {
  /** Differs for every process, and every time that it starts. */
  holder: string;
  until: Date;
  limit: number;
  /** `slack`, `discord`, `terminal` */
  platforms: readonly string[];
  /** Milliseconds after its last attempt before a send that was cut off is looked for. */
  settleMs: number;
}

/** A delivery that one holder has until its lease runs out. */
export interface Leased extends Delivery {
  leasedUntil: Date;
  /** Of a card, which has no subscription. */
  desk?: string;
}

/** A correction to write, and the part that it corrects. */
export interface CorrectionDraft {
  /** Of the part that was posted. */
  delivery: string;
  part: number;
  /** None: what was posted is left as it is. */
  draft?: DeliveryDraft | undefined;
  /** Takes the place of a part that was never attempted and is not leased; then nothing is sent for it. */
  unsent?: FrozenPart | undefined;
}

/** Where an entry stands in what was posted, or is about to be. */
export interface ShowingMessage {
  delivery: Delivery;
  part: DeliveryPart;
  /** What the message says once the corrections that were written so far have edited it. */
  reply: Reply;
  /** The publication number that its edition reaches up to. */
  upTo: number;
  /** What its subscription pings now, and in which format it gets its digests. */
  ping?: string | undefined;
  format: SubscriptionSettings['format'];
  /** No later delivery to the channel shows the entry, among those of subscriptions that have not ended. */
  newest: boolean;
}

/** The part of a delivery after which the next messages showing an entry are read. */
export interface MessagePosition {
  delivery: string;
  part: number;
}

/** How far the corrections of one desk are written for the channels of one platform. */
export interface CorrectionMark {
  /** Corrections and retractions up to this publication number are. */
  upTo: number;
  /** Those of the next one are for messages showing it up to this place. */
  after?: MessagePosition | undefined;
}

/** Corrections, and how far they take the mark of their desk and platform. */
export interface CorrectionStep {
  desk: string;
  platform: string;
  /** The mark that was seen. */
  seen: CorrectionMark;
  mark: CorrectionMark;
  corrections: readonly CorrectionDraft[];
}

/** One line of a subscription's history, newest first: a delivery or a slot without one. */
export type HistoryLine =
  | { at: Date; delivery: Delivery; entries: number }
  | { at: Date; skipped: SkippedSlot };

/** A digest that did not arrive, or has not yet. */
export interface Undelivered {
  delivery: string;
  number: number;
  edition: number;
  state: 'open' | 'failed';
}

export interface LedgerCounts {
  /** By state. */
  deliveries: Record<string, number>;
  subscriptions: Record<string, number>;
  /** When the oldest delivery that has not come to its end was written. */
  oldestOpen?: Date;
}

/**
 * The ledger of digests: what shall be posted is written before anything is sent, and what became of it after. All of
 * it survives a crash at any moment; several processes share the work by its row locks alone.
 */
export interface Ledger {
  write(step: LedgerStep, at: Date): Promise<StepOutcome>;
  /** Many in one transaction, each written or refused by itself; outcomes in the order of the steps. */
  writeAll(steps: readonly LedgerStep[], at: Date): Promise<StepOutcome[]>;
  /**
   * Leases deliveries that are due, the oldest of each channel only, so that a channel gets them in order. What
   * another holder has is passed over until its lease runs out. Parts that it then left `sending` become unknown, and
   * are leased when they have settled.
   */
  lease(of: LeaseRequest, now: Date): Promise<Leased[]>;
  /** When the next one may be leased, or an other's lease runs out; undefined: nothing waits on these platforms. */
  nextReady(platforms: readonly string[]): Promise<Date | undefined>;
  /**
   * Our clock was ahead, and has been set back: what it put off until a time that has not come is due now, and what it
   * was sending settles from now on. Answers how many deliveries that was.
   */
  setBack(settleMs: number, now: Date): Promise<number>;
  /** False when the lease was lost. */
  renew(delivery: string, holder: string, until: Date): Promise<boolean>;
  /**
   * Written before the request leaves. False when it must not be sent: the lease was lost or has run out, or the part
   * is not one to send (`sending`, `sent` or `dropped`), or its subscription has been paused. `there`: what the time
   * is on the platform.
   */
  sending(delivery: string, part: number, holder: string, at: Date, there?: PlatformTime): Promise<boolean>;
  /** The platform has it. Also taken from a holder whose lease was lost: what is there is there. The first word counts. */
  sent(delivery: string, part: number, message: string, at: Date): Promise<void>;
  /**
   * Gives it back, to be looked at again at `due`. `part`, when named, is left in the state given; any other that is
   * still `sending` becomes unknown. False when the lease was lost.
   */
  release(
    delivery: string,
    holder: string,
    to: {
      state: 'waiting' | 'unknown';
      due: Date;
      reason: string;
      part?: { index: number; state: 'waiting' | 'unknown' };
    },
  ): Promise<boolean>;
  /**
   * Ends it: delivered when every part is sent, failed or needless with the reason otherwise. The parts that it then
   * never sent are dropped; so is `refused`, the part that the platform certainly did not take. False when the lease
   * was lost.
   */
  finish(
    delivery: string,
    holder: string,
    to:
      | { state: 'delivered' }
      | { state: 'failed' | 'needless'; reason: string; refused?: number; tell?: AdminLine | undefined },
    at: Date,
  ): Promise<boolean>;
  /** A part whose edit is refused for good becomes a post of `edits.instead`. False when the lease was lost. */
  postInstead(delivery: string, part: number, holder: string): Promise<boolean>;
  /**
   * Parts on a platform that show the entry; neither corrections nor what a failed delivery never posted. A batch of
   * them, in no order that means anything; `next`: there may be more after it.
   */
  messagesShowing(
    of: { desk: string; entry: string; platform: string },
    after?: MessagePosition,
  ): Promise<{ messages: ShowingMessage[]; next?: MessagePosition }>;
  /**
   * By entry, the channels in which a message shows it, or may. What was not attempted yet does not count, nor what a
   * failed delivery never posted.
   */
  shownIn(desk: string, entries: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /**
   * Resolves once all that was being written when it was called is there, so that `messagesShowing` misses none. What is written
   * after it knows of each correction that was published before it.
   */
  written(): Promise<void>;
  correctionMark(desk: string, platform: string): Promise<CorrectionMark>;
  /**
   * Writes corrections and moves the mark; false, and nothing is written, when the mark is not the one that was seen.
   */
  correct(step: CorrectionStep, at: Date): Promise<boolean>;
  edition(number: number): Promise<EditionRecord | undefined>;
  delivery(id: string): Promise<Delivery | undefined>;
  history(subscription: number, limit: number): Promise<HistoryLine[]>;
  /**
   * By subscription, the oldest first; absent: all have arrived. Failed ones until another digest was written since
   * that did not fail, which says so.
   */
  undelivered(subscriptions: readonly number[]): Promise<Map<number, Undelivered[]>>;
  /** For metrics and doctor. */
  /**
   * Forgets, a batch at a time, what came to its end before that instant and no later correction refers to. Resolves to
   * the rows that went; 0: nothing is left.
   */
  prune(before: Date): Promise<number>;
  counts(): Promise<LedgerCounts>;
}

/** The processes on one store, as those that hold leases. */
export interface Holders {
  /** Names what takes leases in this process: no other process has that name, nor this one after its next start. */
  name(part: string): string;
  /**
   * What was leased by processes that are certainly gone may be leased at once. Certain is only the embedded store, on
   * the machine that they ran on; elsewhere leases run out.
   */
  takeOver(now: Date): Promise<void>;
}
