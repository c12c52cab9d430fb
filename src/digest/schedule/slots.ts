import type { Schedule } from '../../domain/digests/subscription.ts';
import type { Slot } from '../../domain/ports/digests.ts';
import { beforeHolidays, dayOf, type Holidays, type Kept, overHolidays } from './holidays.ts';
import { firstReading, occurrences, wallAt } from './occurrences.ts';

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
  { cron, zone, holidays: rule }: Schedule,
  after: number,
  holidays: Holidays,
): Generator<Slot> {
  for (const { at, wall, holiday } of kept()) {
    if (at <= after) continue;
    yield { at: new Date(at), moved: wallAt(zone, at) !== wall, ...(holiday && { holiday }) };
  }

  function kept(): Iterable<Kept> {
    if (rule === 'send' || holidays.size === 0) return occurrences(cron, zone, after);
    const begin = rule === 'shift' ? beforeShifted() : after;
    return overHolidays(occurrences(cron, zone, begin), rule, { zone, holidays });
  }

  function beforeShifted(): number {
    const begin = beforeHolidays(dayOf(wallAt(zone, after)), holidays);
    return firstReading(zone, Date.parse(begin)) - 1;
  }
}
