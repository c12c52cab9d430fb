import { Cron, CronPattern } from 'croner';

/** One time that a pattern yields: the instant, and the local time that the pattern lists for it, as `wallAt` tells it. */
export interface Occurrence {
  at: number;
  wall: number;
}

/** No clock was ever moved by more than a day (Samoa, 2011). */
const farthestMove = 25 * 3_600_000;
const minute = 60_000;

/**
 * When five cron fields fall due after an instant, without end unless the pattern has one. Croner counts on a clock
 * that never changes, and the zone's changes are applied here: croner 11.0.1 itself loses a listed time in a gap
 * that ends at midnight (`30 23 * * *`, Nuuk, 30 March 2024).
 */
export function occurrences(cron: string, zone: string, after: number): Generator<Occurrence> {
  return isHourly(cron) ? byElapsedTime(cron, zone, after) : byListedTime(cron, zone, after);
}

/** Runs in every hour: then there is no time of day that people wait for. */
function isHourly(cron: string): boolean {
  return new CronPattern(cron, undefined, { mode: '5-part' }).hour.every(Boolean);
}

function onUtc(cron: string): Cron {
  return new Cron(cron, { timezone: 'UTC', mode: '5-part' });
}

/** Once for each local date and listed time. Times that fall in one gap run together, once. */
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

/** Whenever the clock reads a listed minute: a repeated hour runs twice and a missing one not at all. */
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

/** Making a formatter costs more than a thousand uses of it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of an IANA zone read at an instant, as the milliseconds at which clocks on UTC read the same. */
export function wallAt(zone: string, instant: number): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formatters.set(zone, formatter);
  }
  return Date.parse(`${formatter.format(instant).replace(' ', 'T')}Z`);
}

/**
 * The first instant at which the clocks of a zone read `wall` or have passed it: in a gap the first valid instant
 * after, in an overlap the first of two. Takes no two clock changes within two days.
 */
export function firstReading(zone: string, wall: number): number {
  const before = offsetAt(zone, wall - day);
  const after = offsetAt(zone, wall + day);
  if (before === after) return wall - before;
  const change = changeBetween(zone, wall - day, wall + day);
  return wall - before < change ? wall - before : Math.max(change, wall - after);
}

/** Milliseconds ahead of UTC. `instant` is cut to its second. */
function offsetAt(zone: string, instant: number): number {
  const second = Math.floor(instant / 1000) * 1000;
  return wallAt(zone, second) - second;
}

/** The first instant of another offset than at `from`. `to` has another one. */
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
