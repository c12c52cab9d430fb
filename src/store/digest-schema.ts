import type { Generated } from 'kysely';

/** The tables of digests: what is subscribed, what was composed, and what became of it. */
export interface DigestSchema {
  subscriptions: SubscriptionTable;
  editions: EditionTable;
  deliveries: DeliveryTable;
  delivery_parts: DeliveryPartRow;
  part_entries: { entry: string; delivery: string; part: number };
  told_headlines: ToldHeadlineRow;
  lanes: LaneRow;
  skipped_slots: SkippedSlotTable;
  ledger: { one: number; corrected_up_to: number };
  correction_marks: CorrectionMarkRow;
  admin_lines: AdminLineTable;
  epoch: EpochTable;
}

export interface SubscriptionTable {
  id: Generated<number>;
  desk: string;
  channel: string;
  /** With channel and desk it is unique while the subscription is not ended. */
  name: string;
  /** Of the filter in `settings`. */
  filter_key: string;
  /** SubscriptionSettings and `leftOut`, as JSON. */
  settings: string;
  state: string;
  paused_until: string | null;
  broken_reason: string | null;
  broken_since: string | null;
  failing_reason: string | null;
  failing_since: string | null;
  /** The process that composes for it, until when; another may take it over then. */
  claimed_by: string | null;
  claimed_until: string | null;
  cursor: number;
  slot: string;
  next: string | null;
  sent: number;
  created_by: string;
  created_at: string;
  version: number;
}

interface EditionTable {
  id: Generated<number>;
  desk: string;
  /** Of the filter, with a hash of what came out. */
  filter_key: string;
  /** The span of publication numbers: from this one, exclusive, until `up_to`, inclusive. */
  after_number: number;
  up_to: number;
  day: string;
  /** The filter and the rulings, as JSON. */
  doc: string;
}

export interface DeliveryTable {
  /** The order in which deliveries were written, and in which a channel gets its own. */
  position: Generated<number>;
  id: string;
  key: string;
  kind: string;
  subscription: number;
  channel: string;
  edition: number | null;
  slot: string | null;
  number: number | null;
  late: number;
  state: string;
  due: string;
  reason: string | null;
  /** Of a correction: the part that it corrects. */
  corrects_delivery: string | null;
  corrects_part: number | null;
  created_at: string;
  finished_at: string | null;
}

/** A message; `reply`, `body` and `instead` are JSON. With `instead` it edits the part that its delivery corrects. */
export interface DeliveryPartRow {
  delivery: string;
  part: number;
  reply: string;
  body: string;
  instead: string | null;
  state: string;
  attempts: number;
  first_attempt: string | null;
  last_attempt: string | null;
  /** By the platform's clock: not before this, and about that. Null where nothing was known. */
  platform_since: string | null;
  platform_until: string | null;
  message: string | null;
  sent_at: string | null;
}

/** A headline that a delivery tells, at its place among those. */
export interface ToldHeadlineRow {
  subscription: number;
  item: number;
  delivery: string;
  place: number;
  title: string;
  url: string;
  publisher: string;
  at: string;
}

/**
 * One channel's queue. Whoever changes what is in it locks its row first; the lease is on it, because only the oldest
 * unfinished delivery, its head, may be sent.
 */
export interface LaneRow {
  channel: string;
  platform: string;
  head: string | null;
  /** When the head may be leased: its `due`, or the end of the lease that is on it. None without a head. */
  ready_at: string | null;
  holder: string | null;
  leased_until: string | null;
}

/** CorrectionMark of one desk and platform. */
interface CorrectionMarkRow {
  desk: string;
  platform: string;
  up_to: number;
  after_delivery: string | null;
  after_part: number | null;
}

export interface SkippedSlotTable {
  number: Generated<number>;
  subscription: number;
  slot: string;
  reason: string;
  entries: number;
  /** What was composed for it, where that was passed over. */
  edition: number | null;
  at: string;
}

interface AdminLineTable {
  number: Generated<number>;
  key: string;
  desk: string;
  platform: string;
  line: string;
  subscriber: string | null;
  at: string;
  told_at: string | null;
}

/** One row: how far this database has come, and what is known of the last restore. */
export interface EpochTable {
  one: number;
  installation: string;
  /** Grows at each tick. */
  epoch: number;
  /** When it last did. */
  at: string | null;
  /** Where PostgreSQL keeps the table: a dump that was restored has other ones. */
  place: string | null;
  /** 1: a backup, since nobody has worked with it. */
  copied: number;
  restored_at: string | null;
  restored_from: string | null;
  /** 1: what follows from that restore was done. */
  dealt: number;
}

/** The tables of what reviewers are shown without asking. */
export interface CardSchema {
  review_channels: { desk: string; channel: string; since: string };
  cards: CardRow;
}

/**
 * One message. It says `version`, once that is sent: while it is not, `due` tells when it may be. `reply` and `body`
 * are JSON.
 */
export interface CardRow {
  id: string;
  desk: string;
  channel: string;
  platform: string;
  subject: string;
  is_open: number;
  version: string;
  reply: string;
  body: string;
  /** What the holder of the lease was given to send; it may have changed since. */
  leased_version: string | null;
  /** What was last begun to be sent. */
  tried_version: string | null;
  /** What the platform calls the message; '' when a person has deleted it. */
  message: string | null;
  /** Of the sending: waiting, sending, unknown and sent as with the part of a delivery; failed for good. */
  state: string;
  attempts: number;
  first_attempt: string | null;
  last_attempt: string | null;
  /** By the platform's clock: not before this, and about that. Null where nothing was known. */
  platform_since: string | null;
  platform_until: string | null;
  /** When it may be leased, or the end of the lease that is on it. None: nothing is to be sent. */
  due: string | null;
  holder: string | null;
  leased_until: string | null;
  reason: string | null;
  created_at: string;
}
