import type { DeskDefinition } from '../desk.ts';
import type { Fact } from '../entry.ts';
import { addDays, count, type Day, elapsed, formatDay } from './day.ts';
import { type EventDate, eventDate } from './event-date.ts';

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

/** Days from `from` to `to`, both inclusive. An open end is `firstDay` or `lastDay`, which compare as any day does. */
export interface DaySpan {
  from: Day;
  to: Day;
}

export const firstDay: Day = '0000-01-01';
const lastDay: Day = '9999-12-31';

export function spanOf(from: Day | null | undefined, to: Day | null | undefined): DaySpan {
  return { from: from ?? firstDay, to: to ?? lastDay };
}

/** The days that lie in both, if any. */
export function overlap(a: DaySpan, b: DaySpan): DaySpan[] {
  const from = later(a.from, b.from);
  const to = earlier(a.to, b.to);
  return from <= to ? [{ from, to }] : [];
}

/** What is left of `spans` when the days of `taken` are taken away. */
export function without(spans: readonly DaySpan[], taken: readonly DaySpan[]): DaySpan[] {
  return taken.reduce<DaySpan[]>(
    (left, { from, to }) =>
      left.flatMap((span) => {
        if (overlap(span, { from, to }).length === 0) return [span];
        return [
          ...(span.from < from ? [{ from: span.from, to: addDays(from, -1) }] : []),
          ...(span.to > to ? [{ from: addDays(to, 1), to: span.to }] : []),
        ];
      }),
    [...spans],
  );
}

export function earlier(a: Day, b: Day): Day {
  return [a, b].sort()[0] as Day;
}

function later(a: Day, b: Day): Day {
  return [a, b].sort()[1] as Day;
}

/** Parsing EDTF takes a fifth of a millisecond, and an answer shows dozens of dates, mostly the same ones again. */
const mostKept = 20_000;
const parsed = new Map<string, EventDate>();

/** `eventDate` with a memory, for text that a schema has accepted already. */
export function knownDate(edtf: string): EventDate {
  const known = parsed.get(edtf);
  if (known) return known;
  if (parsed.size >= mostKept) parsed.clear();
  const date = Object.freeze(eventDate(edtf));
  parsed.set(edtf, date);
  return date;
}

type Dated = Pick<Fact, 'kind' | 'dates' | 'outcome'>;

/** The preferred date of a fact. */
export function preferredDate({ dates }: Pick<Fact, 'dates'>): EventDate {
  const [preferred] = dates;
  if (!preferred) throw new Error('a fact has at least one date');
  return knownDate(preferred.edtf);
}

/** True for what is still to come: a plan until its last day is over, anything else until its first day comes. */
export function isAhead(fact: Dated, today: Day): boolean {
  const { earliest, latest } = preferredDate(fact);
  if (fact.kind !== 'plan') return earliest !== null && earliest > today;
  if (fact.outcome) return false;
  return latest === null || latest >= today;
}

/** A plan whose date is wholly past while the desk has recorded no outcome. */
export function isOverdue(fact: Dated, today: Day): boolean {
  if (fact.kind !== 'plan' || fact.outcome) return false;
  const { latest } = preferredDate(fact);
  return latest !== null && latest < today;
}

type Aging = Pick<Fact, 'kind' | 'published' | 'corrections' | 'reviewed'>;

/**
 * The day from which a fact may be out of date: its kind's shelf life, counted from when the desk last stood by it
 * (published, its latest correction, or the day it was last found still true). Undefined while it is fresh, and for kinds that never go stale.
 */
export function staleSince(fact: Aging, shelf: DeskDefinition['shelf'], today: Day): Day | undefined {
  const days = shelf[fact.kind];
  if (days === undefined) return undefined;
  const stoodBy = [fact.published, fact.reviewed ?? '', ...fact.corrections.map(({ on }) => on)]
    .sort()
    .at(-1) as Day;
  const due = addDays(stoodBy, days);
  return due < today ? due : undefined;
}

/** The day something began, when that is known to the day; otherwise the whole date in words. */
export function beginning(date: EventDate): string {
  return beginsOnKnownDay(date) ? formatDay(date.earliest as Day) : date.text;
}

/** How long ago it began, no more precisely than its date is known: `3 years 8 months ago`, `about 32 years ago`. */
export function elapsedSince(date: EventDate, today: Day): string | undefined {
  const { earliest, latest } = date;
  if (earliest === null) return undefined;
  if (beginsOnKnownDay(date)) return elapsed(earliest, today);
  if (latest === null) return undefined;
  const [longest, shortest] = [elapsed(earliest, today), elapsed(latest, today)];
  if (longest === shortest) return longest;
  const width = Math.round((Date.parse(latest) - Date.parse(earliest)) / 86_400_000);
  const middle = elapsed(addDays(earliest, Math.floor(width / 2)), today);
  return `about ${toYears(middle)}`;
}

/** `32 years 11 months ago` is about 33 years; half a year, where days were left out, does not count as one more. */
function toYears(ago: string): string {
  const [, years, months] = /^(\d+) years? (\d+) months? ago$/.exec(ago)?.map(Number) ?? [];
  if (years === undefined || months === undefined) return ago;
  return `${count(months > 6 ? years + 1 : years, 'year')} ago`;
}

function beginsOnKnownDay({ edtf, earliest, latest }: EventDate): boolean {
  if (/[~?%]/.test(edtf)) return false;
  return earliest !== null && (earliest === latest || /^\d{4}-\d{2}-\d{2}\//.test(edtf));
}
