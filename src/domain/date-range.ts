import type { Day } from './day.ts';
import type { EventDate } from './event-date.ts';
import { knownDate } from './known-date.ts';

export interface DayRange {
  since?: Day | undefined;
  until?: Day | undefined;
}

/** True when a date that overlaps `range` may still lie outside it, because it is known less precisely than asked. */
export function mayFallOutside(date: EventDate, { since, until }: DayRange): boolean {
  const core = certainDays(date);
  if (core) return (since !== undefined && core.to < since) || (until !== undefined && core.from > until);
  const startsBefore = since !== undefined && (date.earliest === null || date.earliest < since);
  const endsAfter = until !== undefined && (date.latest === null || date.latest > until);
  return startsBefore || endsAfter;
}

/**
 * The days on which something that lasted was certainly going on: from the last day it may have begun to the first
 * day it may have ended. Undefined for what did not last, or may have ended within the days it began in.
 */
function certainDays({ edtf }: EventDate): { from: Day; to: Day } | undefined {
  const [begun, ended, ...more] = edtf.split('/');
  if (ended === undefined || more.length > 0) return undefined;
  const beginning = known(begun);
  const end = known(ended);
  const from = beginning ? beginning.latest : (end?.earliest ?? null);
  const to = end ? end.earliest : '9999-12-31';
  return from !== null && to !== null && from <= to ? { from, to } : undefined;
}

/** True when what began before `range` has no known end, so that nobody can say that it still held in a time to come. */
export function mayHaveEnded({ edtf, latest }: EventDate, { since }: DayRange, today: Day): boolean {
  return edtf.includes('/') && latest === null && since !== undefined && since > today;
}

/** One end of an interval; an open or unknown one is none. */
function known(end: string | undefined): EventDate | undefined {
  return end && end !== '..' ? knownDate(end) : undefined;
}
