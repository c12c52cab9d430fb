import { addDays, dayIn, startOfDay } from '../../domain/dates/day.ts';
import type { Schedule, Subscription } from '../../domain/digests/subscription.ts';
import type { Slot, Timetable } from '../../domain/ports/digests.ts';
import { type Holidays, holidaysOf } from './holidays.ts';
import { isCronLike } from './read-cron.ts';
import { describeSchedule, readSchedule, readTime } from './read-schedule.ts';
import { readZone } from './read-zone.ts';
import { nextSlots, slotsBetween } from './slots.ts';

export const timetable: Timetable = {
  read: readSchedule,
  describe: describeSchedule,
  next: (subscription, desk, now, count) =>
    upcoming(subscription, latest(subscription.slot, now), count, holidaysOf(desk)),
  isZone: (words) => readZone(words).ok,
  isCronLike,
  isTime: (words) => readTime(words).ok,
};

type Scheduled = Pick<Subscription, 'schedule' | 'leftOut'>;

/** The first `n` digests after an instant, except those that a person left out. */
function upcoming(
  { schedule, leftOut = [] }: Scheduled,
  after: Date,
  n: number,
  holidays?: Holidays,
): Slot[] {
  return nextSlots(schedule, after, n + leftOut.length, holidays)
    .filter(({ at }) => !isLeftOut({ leftOut }, at))
    .slice(0, n);
}

/** The first of them; undefined if there is none. */
export function nextUp(of: Scheduled, after: Date, holidays?: Holidays): Date | undefined {
  return upcoming(of, after, 1, holidays)[0]?.at;
}

export function isLeftOut({ leftOut = [] }: Pick<Subscription, 'leftOut'>, at: Date): boolean {
  return leftOut.some((slot) => slot.getTime() === at.getTime());
}

export function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/**
 * Maps skipped slots to another schedule: to the same instant, or if both schedules have a single slot on that local
 * day, to that slot. `undone`: skipped slots without a counterpart, in order.
 */
export function keptSkips(
  { schedule: before, leftOut = [] }: Pick<Subscription, 'schedule' | 'leftOut'>,
  after: Schedule,
  { now, holidays }: { now: Date; holidays?: Holidays | undefined },
): { leftOut: Date[]; undone: Date[] } {
  const ahead = leftOut.filter((at) => at > now).sort((a, b) => a.getTime() - b.getTime());
  const mapped = ahead.map((at) => {
    const day = dayIn(before.zone, at);
    const [then, ...others] = slotsOn(day, after, holidays);
    if (isSlot(after, at, holidays)) return { at, kept: at };
    if (!then || others.length > 0 || slotsOn(day, before, holidays).length !== 1) return { at };
    // A time already past: nothing is sent on that day unless another edit changes it back.
    return { at, kept: then.at > now ? then.at : at };
  });
  return {
    leftOut: mapped.flatMap(({ kept }) => kept ?? []),
    undone: mapped.flatMap(({ at, kept }) => (kept ? [] : [at])),
  };
}

function slotsOn(day: string, schedule: Schedule, holidays?: Holidays): Slot[] {
  const from = startOfDay(schedule.zone, day);
  const to = startOfDay(schedule.zone, addDays(day, 1));
  return slotsBetween(schedule, justBefore(from), justBefore(to), 2, holidays).filter(isSent);
}

function isSlot(schedule: Schedule, at: Date, holidays?: Holidays): boolean {
  return slotsBetween(schedule, justBefore(at), at, 1, holidays).some(isSent);
}

const justBefore = (at: Date) => new Date(at.getTime() - 1);

const isSent = ({ holiday }: Slot) => holiday !== 'left-out';
