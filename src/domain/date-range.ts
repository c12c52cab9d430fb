import type { Day } from './day.ts';
import type { EventDate } from './event-date.ts';

export interface DayRange {
  since?: Day | undefined;
  until?: Day | undefined;
}

const lastedFromDayToDay = /^\d{4}-\d{2}-\d{2}\/\d{4}-\d{2}-\d{2}$/;

/**
 * True when a date that overlaps `range` may still lie outside it, because it is known less precisely than asked.
 * What lasted from one known day to another was there on each day between, so that an overlap is certain.
 */
export function mayFallOutside(date: EventDate, { since, until }: DayRange): boolean {
  if (lastedFromDayToDay.test(date.edtf)) return false;
  const startsBefore = since !== undefined && (date.earliest === null || date.earliest < since);
  const endsAfter = until !== undefined && (date.latest === null || date.latest > until);
  return startsBefore || endsAfter;
}
