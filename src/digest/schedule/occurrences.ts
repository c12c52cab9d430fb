import { Cron, CronPattern } from 'croner';

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
