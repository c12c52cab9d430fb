import type { GivenSchedule } from '../ports/digests.ts';
import type { Filter } from './filter.ts';
import type { SubscriptionSettings } from './subscription.ts';

/** Which digest to preview: topics and countries by id, none for all. */
export interface DigestAsked {
  desk: string;
  /** Days back. */
  window: number;
  now: Date;
  topics: readonly string[];
  countries: readonly string[];
}

/** A subscription to rehearse. */
export interface RehearsalAsked {
  desk: string;
  filter: Filter;
  schedule: GivenSchedule;
  onEmpty: SubscriptionSettings['onEmpty'];
  format: SubscriptionSettings['format'];
  /** Instant of subscribing. Entries published later come as the clock moves. */
  from: Date;
}

/**
 * Where the clock goes: to the next digest, to the next such time in the zone of the schedule, on by a day, or nowhere,
 * so that changed files are read.
 */
export type RehearsalMove = { to: 'next' | 'day' | 'here' } | { to: 'time'; weekday: string; time: string };

/** A message that the outbox has sent to a stand-in for the platform. */
export interface RehearsedPost {
  id: string;
  at: Date;
  edited?: Date;
  /** Body of the frozen part. */
  body: unknown;
}

/** A line of the ledger: a delivery, or a slot without one. */
export interface RehearsedLine {
  at: Date;
  /** `digest 2`, `correction of digest 1`, `no digest: empty` */
  what: string;
  slot?: Date | undefined;
  /** (from, to] of the publications; from below 0: the first digest, which follows none. */
  edition?: { number: number; from: number; to: number } | undefined;
  entries: number;
  state: string;
  reason?: string | undefined;
  /** States of the parts. */
  parts: string[];
}

export interface RehearsedChannel {
  platform: string;
  subscription: number;
  state: string;
  cursor: number;
  slot: Date;
  next?: Date | undefined;
  posts: RehearsedPost[];
  /** Newest first. */
  ledger: RehearsedLine[];
}

export interface RehearsalState {
  asked: RehearsalAsked;
  now: Date;
  zone: string;
  /** `weekdays at 08:00, Africa/Nairobi` */
  schedule: string;
  channels: RehearsedChannel[];
}

/**
 * Digests as they would be sent, in a store of its own with a clock that is moved by hand. One at a time. Acts that
 * cannot be done resolve to the reason, as a sentence that says what to do.
 */
export interface Rehearsal {
  /** Replaces the one before. */
  begin(asked: RehearsalAsked): Promise<string | undefined>;
  /** Every digest on the way is composed and sent at its own time. */
  move(move: RehearsalMove): Promise<string | undefined>;
  /** Undefined: none has begun. */
  state(): Promise<RehearsalState | undefined>;
  /** Deletes its store. */
  end(): Promise<void>;
}
