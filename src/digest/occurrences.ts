import { Cron, CronPattern } from 'croner';
import { changeBetween, firstReading, offsetAt, wallAt } from './local-time.ts';

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
