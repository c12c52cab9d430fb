import type { Desk } from '../desk.ts';
import type { Delivery } from '../digests/delivery.ts';
import type {
  Schedule,
  Subscription,
  SubscriptionSettings,
  SubscriptionState,
} from '../digests/subscription.ts';
import type { Role } from '../identity.ts';
import type { Reply } from '../reply.ts';

export interface NewSubscription extends SubscriptionSettings {
  desk: string;
  channel: string;
  cursor: number;
  slot: Date;
  next?: Date | undefined;
  createdBy: string;
}

/** Changes to a subscription. Missing keys stay; `undefined` clears an optional value. */
export type SubscriptionChange = Partial<
  SubscriptionSettings & {
    state: SubscriptionState;
    pausedUntil: Date | undefined;
    broken: { reason: string; since: Date } | undefined;
    failing: { reason: string; since: Date } | undefined;
    cursor: number;
    slot: Date;
    leftOut: Date[];
    next: Date | undefined;
    sent: number;
  }
>;

/** The process that composes due subscriptions; no other process composes the same ones. */
export interface DueClaim {
  /** Unique per process and start. */
  holder: string;
  until: Date;
  limit: number;
  /** Platforms that this process can render for. */
  platforms: readonly string[];
}

/** Subscriptions of channels. Audits every change of settings or state, and every cursor move by a person. */
export interface Subscriptions {
  /**
   * Without a name it gets its usual one. `already`: the channel has a digest of that name of this desk, or without a
   * name one that is named by an equal filter; nothing was written.
   */
  add(
    subscription: NewSubscription,
    at: Date,
  ): Promise<{ outcome: 'added' | 'already'; subscription: Subscription }>;
  get(id: number): Promise<Subscription | undefined>;
  /** Subscriptions of one channel or of all, by id; ended ones only on request. */
  list(of: { channel?: string; desk?: string; ended?: boolean }): Promise<Subscription[]>;
  /**
   * Leases subscriptions whose `next` has come, oldest first; no ended or broken ones. The holder composes them
   * until `until`; those leased by another holder are skipped.
   */
  claimDue(claim: DueClaim, now: Date): Promise<Subscription[]>;
  /**
   * Broken subscriptions of these platforms whose `next` has come, oldest first, so that their channels are probed.
   * Omits channels with a waiting delivery: sending that delivery is the probe.
   */
  toProbe(of: { platforms: readonly string[]; limit: number }, now: Date): Promise<Subscription[]>;
  /**
   * A pause holds waiting deliveries, except those requested by `now`; edits are still sent.
   * outdated: it changed since `version`. already: the channel has another digest of this name.
   * In both cases nothing was written, including lines for admins.
   */
  change(
    id: number,
    version: number,
    change: SubscriptionChange,
    by: string,
    at: Date,
    tell?: AdminLine,
  ): Promise<'changed' | 'outdated' | 'already'>;
}

/** A schedule as typed, part by part. */
export interface GivenSchedule {
  rhythm?: Schedule['rhythm'];
  /** `08:30`, `8`, `8.30am` */
  time?: string;
  /** Weekday of a weekly digest: `Monday`, `mon`. */
  weekday?: string;
  /** Cron pattern: five fields, or `@daily`. */
  cron?: string;
  /** IANA name or city. */
  zone?: string;
  holidays?: Schedule['holidays'];
  /** Monday of a week with a digest, if only every second week has one. */
  everyOther?: Schedule['everyOther'];
}

/** Why a schedule is rejected. */
export interface ScheduleFault {
  code:
    | 'bad_time'
    | 'bad_weekday'
    | 'conflict'
    | 'bad_cron'
    | 'cron_fields'
    | 'cron_both_days'
    | 'cron_never'
    | 'cron_too_often'
    | 'offset_zone'
    | 'unknown_zone'
    | 'ambiguous_zone';
  /** The fault, as a sentence. */
  says: string;
  /** The fix, as a sentence. */
  write: string;
  /** Alternative values, best first. */
  choices: string[];
}

/** An instant at which a digest is due. */
export interface Slot {
  at: Date;
  /** The listed time does not exist on that day, so the digest comes at another local time. */
  moved: boolean;
  /** left-out: no digest because of a holiday. shifted: sent on the next day that is not a holiday. */
  holiday?: 'left-out' | 'shifted';
}

/** Parses and describes schedules. */
export interface Timetable {
  /** Parses a schedule; default: weekdays at 08:00 in `defaultZone`. */
  read(
    given: GivenSchedule,
    defaultZone: string,
    now: Date,
  ): { ok: true; value: Schedule } | { ok: false; fault: ScheduleFault };
  /** `weekdays at 08:00, Africa/Nairobi` */
  describe(schedule: Schedule): string;
  /** The next `count` slots of an active subscription. */
  next(
    subscription: Pick<Subscription, 'schedule' | 'slot' | 'leftOut'>,
    desk: Desk,
    now: Date,
    count: number,
  ): Slot[];
  /** Whether the text names a time zone. */
  isZone(words: string): boolean;
  /** Whether the text has the form of a cron pattern, valid or not, or says days as `isDays` does. */
  isCronLike(words: string): boolean;
  /** Whether the text says days that are neither daily, weekdays nor one weekday: `first monday of the month`. */
  isDays(words: string): boolean;
  /** Whether the text is a time of day. */
  isTime(words: string): boolean;
}

/** An action of a person on a subscription. */
export type DigestAct =
  | { act: 'edit'; settings: Partial<SubscriptionSettings> }
  | { act: 'pause'; until?: Date }
  | { act: 'resume'; how: 'catch-up' | 'from-now' }
  | { act: 'skip' }
  /**
   * `keep`: the cursor stays, so the next digest repeats the entries. `after`: includes everything published after this
   * publication number, even if skipped or sent before.
   */
  | { act: 'now'; keep: boolean; after?: number | undefined }
  | { act: 'unsubscribe' };

/**
 * outdated: it changed since it was read. already: the channel has another digest of this name.
 * empty: nothing is new, and this subscription does not post empty digests. away: the desk is not served, or this
 * process has no adapter for the platform. In all cases nothing was written.
 */
export type ActOutcome =
  /**
   * `skipped`: the digest left out and its entries. `undone`: digests left out earlier that the new schedule does not
   * contain.
   */
  | { outcome: 'done'; skipped?: { slot: Date; entries: number }; undone?: Date[] }
  | { outcome: 'outdated' | 'already' | 'empty' | 'away' };

/** Changes subscriptions on request of people. Digests that become due are sent at once. */
export interface DigestActs {
  /** `already`: as `Subscriptions.add`. */
  subscribe(
    settings: SubscriptionSettings,
    of: { desk: string; channel: string; by: string; now: Date },
  ): Promise<{ outcome: 'added' | 'already'; subscription: Subscription }>;
  perform(subscription: Subscription, act: DigestAct, asked: { by: string; now: Date }): Promise<ActOutcome>;
}

/** Why an entry is or is not in a digest. */
export interface WhyLine {
  entry: string;
  /** The entry as the asker may see it; missing: withdrawn since. */
  title?: string;
  /** Predicates without a subject: `left out: …`. */
  says: string[];
}

/** Why a past slot has no digest. */
export type Nothing = 'empty' | 'skipped' | 'restored';

/** The last decision: a digest with its number, or the reason for none. */
export type WhyLast = { slot: Date; lines: WhyLine[] } & ({ digest: number } | { nothing: Nothing });

/** Explains digests. Changes nothing. */
export interface DigestViews {
  /** The digest as of now. Undefined if it would not be posted because nothing is new, or if the desk is not served. */
  preview(subscription: Subscription, now: Date): Promise<Reply | undefined>;
  /** Entries of the next digest as of now. */
  waiting(subscription: Subscription, now: Date): Promise<number>;
  /** Every entry of the last decision; undefined: no digest yet. */
  whyLast(subscription: Subscription, now: Date): Promise<WhyLast | undefined>;
  /** One entry across all digests; undefined: the asker may see no such entry. */
  whyEntry(
    subscription: Subscription,
    entry: string,
    asked: { now: Date; role: Role },
  ): Promise<WhyLine | undefined>;
  /** Entries of a digest that its messages do not show. Undefined if there are none or the desk is not served. */
  rest(delivery: Delivery, subscription: Subscription, now: Date): Promise<Reply | undefined>;
}

/** Facts about people from the platform, read at the time of use. Never throws. */
export interface People {
  /** IANA time zone from a person's profile; undefined if the platform does not return one. */
  zoneOf(person: string): Promise<string | undefined>;
  /** Whether the person may manage the channel on the platform. */
  manages(person: string, channel: string): Promise<boolean>;
}

/** `People` of all platforms, and whether digests can be posted in a channel. */
export interface DigestPlaces extends People {
  /** `problem` tells the person who subscribes what to do. */
  access(channel: string): Promise<{ ok: true } | { ok: false; problem: string }>;
}

/** An alert for the admins of a desk, written in the transaction of its cause where possible. */
export interface AdminLine {
  /** Deduplicates stored lines: `failed:<delivery>`, `token:slack:<desk>`. */
  key: string;
  desk: string;
  /** Platform of the cause; its admins are alerted first. */
  platform: string;
  /** Plain text. */
  text: string;
  /** The person who set up the subject, alerted if no admin can be reached. */
  subscriber?: string | undefined;
}

export interface PendingLine extends AdminLine {
  number: number;
  at: Date;
}

/** Milliseconds a line is kept after it was sent, and after which sending is given up. */
export const adminLineKeptMs = 7 * 24 * 60 * 60_000;

/** Alerts stored until sent: at-least-once, also across a crash. */
export interface AdminLines {
  /** Adds an alert whose cause is not stored itself. */
  keep(line: AdminLine, at: Date): Promise<void>;
  /** Oldest first. */
  pending(limit: number): Promise<PendingLine[]>;
  /** Marks lines as sent; deletes those sent `adminLineKeptMs` ago. */
  delivered(numbers: readonly number[], at: Date): Promise<void>;
  /** Deletes lines whose cause is over, sent or not. */
  forget(keys: readonly string[]): Promise<void>;
}
