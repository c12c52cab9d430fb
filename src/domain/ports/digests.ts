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

/** What may be changed; absent stays. `undefined` clears what can be absent. */
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

/** Who composes what is due, so that no other process composes the same. */
export interface DueClaim {
  /** Differs for every process, and every time that it starts. */
  holder: string;
  until: Date;
  limit: number;
  /** Of the channels that this process can render for. */
  platforms: readonly string[];
}

/** Standing orders of channels. Every change of settings or state, and every cursor that a person moves, is audited. */
export interface Subscriptions {
  /** `already`: the channel has one of this desk with an equal filter, which is not ended; nothing was written. */
  add(
    subscription: NewSubscription,
    at: Date,
  ): Promise<{ outcome: 'added' | 'already'; subscription: Subscription }>;
  get(id: number): Promise<Subscription | undefined>;
  /** Those of one channel, or of all channels; ended ones only when asked for. By id. */
  list(of: { channel?: string; desk?: string; ended?: boolean }): Promise<Subscription[]>;
  /**
   * Those whose `next` has come, oldest first; neither ended nor broken, nor without a `next`. They are the holder's to
   * compose until `until`: what another holder has is passed over.
   */
  claimDue(claim: DueClaim, now: Date): Promise<Subscription[]>;
  /**
   * Broken ones of these platforms whose `next` has come, oldest first: their channels are to be asked about. Not of a
   * channel in which a delivery waits: only the sending of that one tells whether it can be posted in.
   */
  toProbe(of: { platforms: readonly string[]; limit: number }, now: Date): Promise<Subscription[]>;
  /**
   * What waits to be posted is held while it is paused, but for what is asked for by `now` meanwhile; edits are made.
   * outdated: it changed since `version`. already: the channel has another one of this desk with this filter. Then
   * nothing was written, nor is there anything to tell the admins.
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

/** A schedule as a person gives it, each part as it was typed. */
export interface GivenSchedule {
  rhythm?: Schedule['rhythm'];
  /** `08:30`, `8`, `8.30am` */
  time?: string;
  /** `Monday`, `mon`; of a weekly digest. */
  weekday?: string;
  /** Five fields, or `@daily`. */
  cron?: string;
  /** IANA name or city. */
  zone?: string;
  holidays?: Schedule['holidays'];
}

/** Why a schedule cannot be kept as it was given. */
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
  /** What is wrong, in a sentence. */
  says: string;
  /** What to write instead, in a sentence. */
  write: string;
  /** Values to choose from in its place, the likeliest first. */
  choices: string[];
}

/** An instant at which a digest is due. */
export interface Slot {
  at: Date;
  /** The local clock reads another time than the one listed, which does not exist on that day. */
  moved: boolean;
  /** left-out: no digest, because of a holiday. shifted: of a holiday, and sent on the next day that is none. */
  holiday?: 'left-out' | 'shifted';
}

/** Reads and tells when digests are due. */
export interface Timetable {
  /** The schedule that was meant; weekdays at 08:00 in `defaultZone` where nothing is said. */
  read(
    given: GivenSchedule,
    defaultZone: string,
  ): { ok: true; value: Schedule } | { ok: false; fault: ScheduleFault };
  /** `weekdays at 08:00, Asia/Tashkent` */
  describe(schedule: Schedule): string;
  /** The first `count` digests that one that runs has to come, as things stand. */
  next(
    subscription: Pick<Subscription, 'schedule' | 'slot' | 'leftOut'>,
    desk: Desk,
    now: Date,
    count: number,
  ): Slot[];
  /** Whether words name a time zone. */
  isZone(words: string): boolean;
  /** Whether words are written as a cron pattern is, right or wrong. */
  isCronLike(words: string): boolean;
  /** Whether words are a time of day. */
  isTime(words: string): boolean;
}

/** What a person does to a subscription. */
export type DigestAct =
  | { act: 'edit'; settings: Partial<SubscriptionSettings> }
  | { act: 'pause'; until?: Date }
  | { act: 'resume'; how: 'catch-up' | 'from-now' }
  | { act: 'skip' }
  /**
   * `keep`: the cursor stays, so that the next digest tells the same again. `after`: also what was published after that
   * number, though it was passed over or sent.
   */
  | { act: 'now'; keep: boolean; after?: number | undefined }
  | { act: 'unsubscribe' };

/**
 * outdated: it changed since it was read. already: the channel has another one of this desk with this filter. empty:
 * there is nothing new, and this one posts nothing then. away: the desk does not serve, or nobody here posts on that
 * platform. In all of them nothing was written.
 */
export type ActOutcome =
  /**
   * `skipped`: the digest left out, and entries passed over with it. `undone`: digests that were left out, and that
   * another schedule has no counterpart of.
   */
  | { outcome: 'done'; skipped?: { slot: Date; entries: number }; undone?: Date[] }
  | { outcome: 'outdated' | 'already' | 'empty' | 'away' };

/** Writes what people want of digests. What is then due is sent at once. */
export interface DigestActs {
  /** `already`: the channel has one of this desk with an equal filter; nothing was written. */
  subscribe(
    settings: SubscriptionSettings,
    of: { desk: string; channel: string; by: string; now: Date },
  ): Promise<{ outcome: 'added' | 'already'; subscription: Subscription }>;
  perform(subscription: Subscription, act: DigestAct, asked: { by: string; now: Date }): Promise<ActOutcome>;
}

/** Why one entry is in a digest or is not. */
export interface WhyLine {
  entry: string;
  /** As whoever asks may see it; none: withdrawn since. */
  title?: string;
  /** Sentences without their beginning: `left out: …`. */
  says: string[];
}

/** Why a slot that was decided about brought no digest. */
export type Nothing = 'empty' | 'skipped' | 'restored';

/** What was decided last: a digest, by its number, or why none came of that slot. */
export type WhyLast = { slot: Date; lines: WhyLine[] } & ({ digest: number } | { nothing: Nothing });

/** Looks into digests; nothing moves. */
export interface DigestViews {
  /** What would come now; undefined: nothing is new, and it posts nothing then, or the desk does not serve. */
  preview(subscription: Subscription, now: Date): Promise<Reply | undefined>;
  /** Entries that the next digest would tell, as things stand. */
  waiting(subscription: Subscription, now: Date): Promise<number>;
  /** Every entry that was decided about last; undefined: there was no digest yet. */
  whyLast(subscription: Subscription, now: Date): Promise<WhyLast | undefined>;
  /** One entry, in every digest and before; undefined: whoever asks may see none of that name. */
  whyEntry(
    subscription: Subscription,
    entry: string,
    asked: { now: Date; role: Role },
  ): Promise<WhyLine | undefined>;
  /** What a digest held beyond its messages; undefined: nothing, or the desk does not serve. */
  rest(delivery: Delivery, subscription: Subscription, now: Date): Promise<Reply | undefined>;
}

/** What a platform knows of people, asked at the moment of an act. None of these throws. */
export interface People {
  /** IANA name of the zone in a person's profile; undefined: not told. */
  zoneOf(person: string): Promise<string | undefined>;
  /** Whether the platform lets a person manage a channel. */
  manages(person: string, channel: string): Promise<boolean>;
}

/** The same for all platforms, with whether digests could be posted in a channel. */
export interface DigestPlaces extends People {
  /** `problem` says what to do, for the person who subscribes. */
  access(channel: string): Promise<{ ok: true } | { ok: false; problem: string }>;
}

/** Something that the admins of a desk have to know; written with what it tells of, as one transaction, where it can be. */
export interface AdminLine {
  /** While a line is kept, another one with its key is the same: `failed:<delivery>`, `token:slack:<desk>`. */
  key: string;
  desk: string;
  /** Where it happened; admins there are told first. */
  platform: string;
  /** Plain text. */
  text: string;
  /** Who set up what it is about, to be told where no admin can be. */
  subscriber?: string | undefined;
}

export interface PendingLine extends AdminLine {
  number: number;
  at: Date;
}

/** How long, in milliseconds, a line is kept: after it was told, and in vain. */
export const adminLineKeptMs = 7 * 24 * 60 * 60_000;

/** Kept until they are told, so that what happens just before a crash is told after it: at least once. */
export interface AdminLines {
  /** For what is written nowhere else. */
  keep(line: AdminLine, at: Date): Promise<void>;
  /** Oldest first. */
  pending(limit: number): Promise<PendingLine[]>;
  /** Forgets those that were told `adminLineKeptMs` ago. */
  delivered(numbers: readonly number[], at: Date): Promise<void>;
  /** What they tell of is over: told or not, they are no news any more. */
  forget(keys: readonly string[]): Promise<void>;
}
