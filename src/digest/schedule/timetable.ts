import { unitAround } from '../../domain/dates/calendar.ts';
import { addDays, type Day, dayIn, startOfDay } from '../../domain/dates/day.ts';
import type { Schedule, Subscription } from '../../domain/digests/subscription.ts';
import type { Slot, Timetable } from '../../domain/ports/digests.ts';
import {
  beforeHolidays,
  dayOf,
  firstReading,
  type Holidays,
  holidaysOf,
  type Kept,
  type Occurrence,
  occurrences,
  overHolidays,
  wallAt,
} from './occurrences.ts';
import { isCronLike } from './read-cron.ts';
import { describeSchedule, readSchedule, readTimes } from './read-schedule.ts';
import { readZone } from './read-zone.ts';
import { readDays } from './spoken-days.ts';

export const timetable: Timetable = {
  read(given, defaultZone, now) {
    const read = readSchedule(given, defaultZone);
    const days = readDays(given.cron ?? '');
    if (!read.ok || !days?.ok || !days.value.everyOther) return read;
    const [first] = nextSlots(read.value, now, 1);
    if (!first) return read;
    return { ok: true, value: { ...read.value, everyOther: mondayOf(dayIn(read.value.zone, first.at)) } };
  },
  describe: describeSchedule,
  next: (subscription, desk, now, count) =>
    upcoming(subscription, latest(subscription.slot, now), count, holidaysOf(desk)),
  isZone: (words) => readZone(words).ok,
  isCronLike,
  isDays: (words) => readDays(words)?.ok === true,
  isTime: (words) => readTimes(words).ok,
};

const mondayOf = (day: Day) => unitAround(day, 'week').from as Day;

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

const none: Holidays = new Set();

/** The first digest due after an instant; undefined if there is none. */
export function nextSlot(schedule: Schedule, after: Date, holidays = none): Slot | undefined {
  return nextSlots(schedule, after, 1, holidays)[0];
}

/** The first `n` digests due after an instant. */
export function nextSlots(schedule: Schedule, after: Date, n: number, holidays = none): Slot[] {
  return slots(schedule, after.getTime(), holidays)
    .filter(({ holiday }) => holiday !== 'left-out')
    .take(n)
    .toArray();
}

/** The first `limit` slots of (from, to], including those left out. */
export function slotsBetween(
  schedule: Schedule,
  from: Date,
  to: Date,
  limit: number,
  holidays = none,
): Slot[] {
  const found: Slot[] = [];
  for (const slot of slots(schedule, from.getTime(), holidays)) {
    if (slot.at > to || found.length >= limit) break;
    found.push(slot);
  }
  return found;
}

/** The last `limit` slots of (from, to], including those left out. Does not count up from a distant `from`. */
export function lastSlots(schedule: Schedule, from: Date, to: Date, limit: number, holidays = none): Slot[] {
  for (let span = 8 * 86_400_000; ; span *= 4) {
    const start = new Date(Math.max(from.getTime(), to.getTime() - span));
    const found = slotsBetween(schedule, start, to, Number.POSITIVE_INFINITY, holidays);
    if (found.length >= limit || start <= from) return found.slice(-limit);
  }
}

/** All slots after an instant, in order. */
function* slots(
  { cron, zone, holidays: rule, everyOther }: Schedule,
  after: number,
  holidays: Holidays,
): Generator<Slot> {
  for (const { at, wall, holiday } of kept()) {
    if (at <= after) continue;
    yield { at: new Date(at), moved: wallAt(zone, at) !== wall, ...(holiday && { holiday }) };
  }

  function kept(): Iterable<Kept> {
    if (rule === 'send' || holidays.size === 0) return inWeeks(occurrences(cron, zone, after));
    const begin = rule === 'shift' ? beforeShifted() : after;
    return overHolidays(inWeeks(occurrences(cron, zone, begin)), rule, { zone, holidays });
  }

  function inWeeks(all: Generator<Occurrence>): Iterable<Occurrence> {
    if (everyOther === undefined) return all;
    const first = Date.parse(everyOther);
    return all.filter(({ wall }) => (Date.parse(mondayOf(dayOf(wall))) - first) % (14 * 86_400_000) === 0);
  }

  function beforeShifted(): number {
    const begin = beforeHolidays(dayOf(wallAt(zone, after)), holidays);
    return firstReading(zone, Date.parse(begin)) - 1;
  }
}
