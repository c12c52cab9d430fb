import { Cron, CronPattern } from 'croner';
import { addDays, type Day } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';

/** One due time: the instant, and the local time that the pattern lists, as returned by `wallAt`. */
export interface Occurrence {
  at: number;
  wall: number;
}

/** The largest clock change ever was one day (Samoa, 2011). */
const farthestMove = 25 * 3_600_000;
const minute = 60_000;

/**
 * Due times of five cron fields after an instant; infinite unless the pattern ends. Croner runs on a clock without
 * changes, and the zone's changes are applied here, because croner 11.0.1 loses a listed time in a gap that ends at
 * midnight (`30 23 * * *`, Nuuk, 30 March 2024).
 */
export function occurrences(cron: string, zone: string, after: number): Generator<Occurrence> {
  return isHourly(cron) ? byElapsedTime(cron, zone, after) : byListedTime(cron, zone, after);
}

/** Runs in every hour, so people expect no particular time of day. */
function isHourly(cron: string): boolean {
  return new CronPattern(cron, undefined, { mode: '5-part' }).hour.every(Boolean);
}

function onUtc(cron: string): Cron {
  return new Cron(cron, { timezone: 'UTC', mode: '5-part' });
}

/** Once per local date and listed time. Times in one gap coincide. */
function* byListedTime(cron: string, zone: string, after: number): Generator<Occurrence> {
  const pattern = onUtc(cron);
  let last = after;
  let next = pattern.nextRun(new Date(wallAt(zone, after) - farthestMove));
  while (next) {
    const wall = next.getTime();
    const at = firstReading(zone, wall);
    if (at > last) yield { at, wall };
    last = Math.max(last, at);
    next = pattern.nextRun(next);
  }
}

/** Whenever the clock shows a listed minute: twice in a repeated hour, not at all in a missing one. */
function* byElapsedTime(cron: string, zone: string, after: number): Generator<Occurrence> {
  const pattern = onUtc(cron);
  let from = after;
  let offset = offsetAt(zone, after);
  for (;;) {
    const next = pattern.nextRun(new Date(from + offset));
    if (!next) return;
    const at = next.getTime() - offset;
    if (offsetAt(zone, at) === offset) {
      yield { at, wall: next.getTime() };
      from = at;
    } else {
      const change = changeBetween(zone, from, at);
      offset = offsetAt(zone, change);
      from = change - minute;
    }
  }
}

const day = 86_400_000;

/** Creating a formatter costs more than a thousand uses of it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Local time of an IANA zone at an instant, encoded as the milliseconds at which UTC shows the same. */
export function wallAt(zone: string, instant: number): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formatters.set(zone, formatter);
  }
  return Date.parse(`${formatter.format(instant).replace(' ', 'T')}Z`);
}

/**
 * The first instant at which the zone's clock shows `wall` or a later time: after a gap, the first valid instant; in
 * an overlap, the first of two. Assumes at most one clock change within two days.
 */
export function firstReading(zone: string, wall: number): number {
  const before = offsetAt(zone, wall - day);
  const after = offsetAt(zone, wall + day);
  if (before === after) return wall - before;
  const change = changeBetween(zone, wall - day, wall + day);
  return wall - before < change ? wall - before : Math.max(change, wall - after);
}

/** UTC offset in milliseconds. `instant` is truncated to the second. */
function offsetAt(zone: string, instant: number): number {
  const second = Math.floor(instant / 1000) * 1000;
  return wallAt(zone, second) - second;
}

/** The first instant after `from` with another offset. The offset at `to` differs. */
function changeBetween(zone: string, from: number, to: number): number {
  const offset = offsetAt(zone, from);
  let same = from;
  let other = to;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(zone, middle) === offset) same = middle;
    else other = middle;
  }
  return other;
}

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
