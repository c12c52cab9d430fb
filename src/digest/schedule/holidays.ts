import { addDays, type Day } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import type { Occurrence } from './occurrences.ts';
import { firstReading } from './occurrences.ts';

/** The desk's holidays. */
export type Holidays = ReadonlySet<Day>;

export function holidaysOf({ definition }: Desk): Holidays {
  return new Set(definition.holidays.map(({ day }) => day));
}

/** left-out: no digest because of a holiday. shifted: sent on the next day that is not a holiday. */
export type Kept = Occurrence & { holiday?: 'left-out' | 'shifted' };

/**
 * Applies the holiday rule. A shifted digest moves to the same time on the next day that is not a holiday; it is left
 * out if that day has its own digest, or one shifted to that time already.
 */
export function* overHolidays(
  all: Iterable<Occurrence>,
  rule: 'skip' | 'shift',
  { zone, holidays }: { zone: string; holidays: Holidays },
): Generator<Kept> {
  /** Slots in one run of holidays, decided once the next slot after it is known. */
  let waiting: Occurrence[] = [];
  for (const occurrence of all) {
    const day = dayOf(occurrence.wall);
    const target = waiting[0] && nextWorkday(dayOf(waiting[0].wall), holidays);
    if (target && day >= target) {
      yield* settle(waiting, target, rule === 'skip' || day === target);
      waiting = [];
    }
    if (holidays.has(day)) waiting.push(occurrence);
    else yield occurrence;
  }
  if (waiting[0]) yield* settle(waiting, nextWorkday(dayOf(waiting[0].wall), holidays), rule === 'skip');

  function settle(run: readonly Occurrence[], target: Day, leaveOut: boolean): Kept[] {
    const walls = new Map<number, Occurrence>();
    const leftOut = run.filter((occurrence) => {
      const wall = Date.parse(target) + (occurrence.wall % 86_400_000);
      if (leaveOut || walls.has(wall)) return true;
      walls.set(wall, occurrence);
      return false;
    });
    const shifted = new Map<number, Kept>();
    for (const wall of [...walls.keys()].sort((a, b) => a - b)) {
      const at = firstReading(zone, wall);
      // Several times in one clock gap coincide.
      if (!shifted.has(at)) shifted.set(at, { at, wall, holiday: 'shifted' });
    }
    return [
      ...leftOut.map((occurrence) => ({ ...occurrence, holiday: 'left-out' as const })),
      ...shifted.values(),
    ];
  }
}

/** Local day to start from, so that no digest shifted to `day` or later is missed. */
export function beforeHolidays(day: Day, holidays: Holidays): Day {
  let begin = addDays(day, -2);
  while (holidays.has(begin)) begin = addDays(begin, -1);
  return begin;
}

export function dayOf(wall: number): Day {
  return new Date(wall).toISOString().slice(0, 10);
}

function nextWorkday(day: Day, holidays: Holidays): Day {
  let next = day;
  while (holidays.has(next)) next = addDays(next, 1);
  return next;
}
