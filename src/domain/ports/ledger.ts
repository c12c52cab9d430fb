import type { Delivery, DeliveryDraft, DeliveryPart, FrozenPart } from '../digests/delivery.ts';
import type { EditionRecord } from '../digests/edition.ts';
import type { PlatformTime } from '../digests/platform-clock.ts';
import type { SubscriptionSettings } from '../digests/subscription.ts';
import type { Headline } from '../feed.ts';
import type { Reply } from '../reply.ts';
import type { AdminLine, SubscriptionChange } from './digests.ts';

/** A slot without a delivery, and the reason, for `history` and `why`. */
export interface SkippedSlot {
  slot: Date;
  reason: 'missed' | 'failed' | 'empty' | 'skipped' | 'paused' | 'holiday' | 'restored';
  /** Number of entries passed over unsent, by `skip` or after a restore. */
  entries: number;
  /** The composed but unsent edition, for `empty`, `skipped` and `restored`; set once it is stored. */
  edition?: number | undefined;
}

/** Everything that one slot, `now` or `skip` writes for one subscription, in one transaction. */
export interface LedgerStep {
  subscription: number;
  /** Version of the subscription that the step was composed from. */
  version: number;
  change: SubscriptionChange;
  /**
   * Stored once for equal desk, filter, span, day and rulings. Its number goes to the delivery, or without a delivery
   * to the last of `skipped`.
   */
  edition?: EditionRecord;
  delivery?: DeliveryDraft;
  skipped: SkippedSlot[];
  /**
   * When a pause ends: the reason for cancelling the digests that it held. Missing: they are sent. Corrections are
   * always sent.
   */
  passOver?: string;
  /** `scheduler` or the id of a person. */
  by: string;
  /** Alert for the admins, stored in the same transaction. */
  tell?: AdminLine;
}

/**
 * outdated: the subscription changed since `version`. duplicate: the delivery's key exists already. overtaken: the desk
 * corrected or retracted an entry since the digest was composed; compose it again. Only `written` writes anything.
 */
export type StepOutcome = 'written' | 'outdated' | 'duplicate' | 'overtaken';

export interface LeaseRequest {
  /** Unique per process and start. */
  holder: string;
  until: Date;
  limit: number;
  /** `slack`, `discord`, `terminal` */
  platforms: readonly string[];
  /** Milliseconds from the last attempt of an interrupted send until it is looked for on the platform. */
  settleMs: number;
}

/** A delivery leased to one holder. */
export interface Leased extends Delivery {
  leasedUntil: Date;
  /** Set for cards, which have no subscription. */
  desk?: string;
}

/** A correction of one part of a delivery. */
export interface CorrectionDraft {
  /** The delivery to correct. */
  delivery: string;
  part: number;
  /** Missing: the posted message stays as it is. */
  draft?: DeliveryDraft | undefined;
  /** Replaces the part instead, if it was never attempted and is not leased; `draft` is then not written. */
  unsent?: FrozenPart | undefined;
}

/** A part, posted or about to be posted, that shows an entry. */
export interface ShowingMessage {
  delivery: Delivery;
  part: DeliveryPart;
  /** Content of the message after all corrections stored so far. */
  reply: Reply;
  /** Last publication number of its edition. */
  upTo: number;
  /** Current settings of its subscription. */
  ping?: string | undefined;
  format: SubscriptionSettings['format'];
  /** No later delivery of an unended subscription shows the entry in this channel. */
  newest: boolean;
}

/** Cursor for reading messages that show an entry: the last part read. */
export interface MessagePosition {
  delivery: string;
  part: number;
}

/** Progress of one desk's corrections on one platform. */
export interface CorrectionMark {
  /** All corrections and retractions up to this publication number are stored. */
  upTo: number;
  /** Position in the messages that the next correction concerns. */
  after?: MessagePosition | undefined;
}

/** Corrections to store, with the mark that they advance. */
export interface CorrectionStep {
  desk: string;
  platform: string;
  /** Mark that the step was computed from. */
  seen: CorrectionMark;
  mark: CorrectionMark;
  corrections: readonly CorrectionDraft[];
}

/** One line of a subscription's history: a delivery, or a slot without one. */
export type HistoryLine =
  | { at: Date; delivery: Delivery; entries: number }
  | { at: Date; skipped: SkippedSlot };

/** A digest that has failed or is not yet sent. */
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
  /** Creation time of the oldest unfinished delivery. */
  oldestOpen?: Date;
}

/**
 * The ledger of digests. It stores every message before it is sent, and the outcome afterwards. It survives a crash at
 * any moment; several processes share the work by its row locks alone.
 */
export interface Ledger {
  write(step: LedgerStep, at: Date): Promise<StepOutcome>;
  /** Many steps in one transaction, each written or refused on its own. Outcomes in the order of the steps. */
  writeAll(steps: readonly LedgerStep[], at: Date): Promise<StepOutcome[]>;
  /**
   * Leases due deliveries, only the oldest of each channel, so that a channel gets them in order. Skips deliveries
   * leased by others. When another's lease has expired, its `sending` parts become unknown and the delivery is leased
   * once they have settled (`settleMs`).
   */
  lease(of: LeaseRequest, now: Date): Promise<Leased[]>;
  /** When the next delivery is due or a lease expires; undefined: nothing waits on these platforms. */
  nextReady(platforms: readonly string[]): Promise<Date | undefined>;
  /**
   * For a clock that was ahead and has been set back: deliveries postponed by it are due now, and interrupted sends
   * settle from now on. Resolves to the number of deliveries changed.
   */
  setBack(settleMs: number, now: Date): Promise<number>;
  /** False if the lease is lost. */
  renew(delivery: string, holder: string, until: Date): Promise<boolean>;
  /**
   * Records an attempt before its request is made. False if it must not be made: the lease is lost or expired, the part
   * is `sending`, `sent` or `dropped`, or the subscription is paused. `there`: the platform's time.
   */
  sending(delivery: string, part: number, holder: string, at: Date, there?: PlatformTime): Promise<boolean>;
  /** Records the platform's message id. Accepted even after the lease was lost; the first call counts. */
  sent(delivery: string, part: number, message: string, at: Date): Promise<void>;
  /**
   * Ends the lease; the delivery is due again at `due`. `part` gets the given state, every other part still `sending`
   * becomes unknown. False if the lease is lost.
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
   * Finishes a delivery: `delivered` if every part is sent, otherwise `failed` or `needless` with the reason. Then its
   * unsent parts are dropped, including `refused`, the part that the platform rejected. False if the lease is lost.
   */
  finish(
    delivery: string,
    holder: string,
    to:
      | { state: 'delivered' }
      | { state: 'failed' | 'needless'; reason: string; refused?: number; tell?: AdminLine | undefined },
    at: Date,
  ): Promise<boolean>;
  /** Turns a part whose edit is permanently refused into a post of `edits.instead`. False if the lease is lost. */
  postInstead(delivery: string, part: number, holder: string): Promise<boolean>;
  /**
   * One batch of parts on a platform that show the entry, in arbitrary order; without corrections and without unposted
   * parts of failed deliveries. `next`: there may be more.
   */
  messagesShowing(
    of: { desk: string; entry: string; platform: string },
    after?: MessagePosition,
  ): Promise<{ messages: ShowingMessage[]; next?: MessagePosition }>;
  /**
   * By entry, the channels where a message shows it, or may show it. Excludes parts not yet attempted and unposted parts
   * of failed deliveries.
   */
  shownIn(desk: string, entries: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /**
   * Resolves once every write in progress at the call has committed, so that `messagesShowing` misses none. Later writes
   * see every correction published before the call.
   */
  written(): Promise<void>;
  correctionMark(desk: string, platform: string): Promise<CorrectionMark>;
  /** Writes corrections and advances the mark. False, and nothing is written, if the mark is not `step.seen`. */
  correct(step: CorrectionStep, at: Date): Promise<boolean>;
  /** Headlines that digests of the subscription have told since. */
  headlinesTold(subscription: number, since: Date): Promise<Headline[]>;
  /** Headlines of one delivery, in their order; none where it had none, or where it is too old. */
  headlinesOf(delivery: string): Promise<Headline[]>;
  edition(number: number): Promise<EditionRecord | undefined>;
  delivery(id: string): Promise<Delivery | undefined>;
  history(subscription: number, limit: number): Promise<HistoryLine[]>;
  /**
   * By subscription, oldest first; missing: all have arrived. A failed digest is listed until a later one that did not
   * fail is written, which reports the failure.
   */
  undelivered(subscriptions: readonly number[]): Promise<Map<number, Undelivered[]>>;
  /**
   * Deletes one batch of deliveries that ended before `before` and that no later correction refers to. Resolves to the
   * number of rows deleted; 0: nothing is left.
   */
  prune(before: Date): Promise<number>;
  /** For metrics and `deskwire doctor`. */
  counts(): Promise<LedgerCounts>;
}

/** The processes on one store, as holders of leases. */
export interface Holders {
  /** Holder name of one part of this process; unique per process and start. */
  name(part: string): string;
  /**
   * Frees the leases of dead processes at once. Only the embedded store can tell, on the same machine; elsewhere leases
   * expire.
   */
  takeOver(now: Date): Promise<void>;
}
