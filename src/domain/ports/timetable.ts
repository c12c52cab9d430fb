import type { Desk } from '../desk.ts';
import type { Schedule, Subscription } from '../subscription.ts';

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
