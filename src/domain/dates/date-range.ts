import type { Desk } from '../desk.ts';
import type { Fact } from '../entry.ts';
import { sourcesById } from '../sources/source.ts';
import { addDays, count, type Day, elapsedInWords, formatDay } from './day.ts';
import { type EventDate, eventDate } from './event-date.ts';

export interface DayRange {
  since?: Day | undefined;
  until?: Day | undefined;
}

/** Whether a date that overlaps `range` may still lie outside it, because it is less precise than the question. */
export function mayFallOutside(date: EventDate, { since, until }: DayRange): boolean {
  const core = certainDays(date);
  if (core) return (since !== undefined && core.to < since) || (until !== undefined && core.from > until);
  const startsBefore = since !== undefined && (date.earliest === null || date.earliest < since);
  const endsAfter = until !== undefined && (date.latest === null || date.latest > until);
  return startsBefore || endsAfter;
}

/**
 * Days on which something lasting certainly continued: from the last possible start to the first possible end.
 * Undefined if it did not last, or may have ended in the period in which it began.
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

/**
 * Whether something that began before `range` has no known end, so that nobody can say it still holds in the future.
 */
export function mayHaveEnded({ edtf, latest }: EventDate, { since }: DayRange, today: Day): boolean {
  return edtf.includes('/') && latest === null && since !== undefined && since > today;
}

/** One end of an interval; undefined if open or unknown. */
function known(end: string | undefined): EventDate | undefined {
  return end && end !== '..' ? knownDate(end) : undefined;
}

/** Days from `from` to `to`, both inclusive. An open end is `firstDay` or `lastDay`, which sort like any day. */
export interface DaySpan {
  from: Day;
  to: Day;
}

export const firstDay: Day = '0000-01-01';
const lastDay: Day = '9999-12-31';

export function spanOf(from: Day | null | undefined, to: Day | null | undefined): DaySpan {
  return { from: from ?? firstDay, to: to ?? lastDay };
}

/** The days in both. */
export function intersection(a: DaySpan, b: DaySpan): DaySpan[] {
  const from = later(a.from, b.from);
  const to = earlierDay(a.to, b.to);
  return from <= to ? [{ from, to }] : [];
}

/** `spans` minus the days of `taken`. */
export function subtractSpans(spans: readonly DaySpan[], taken: readonly DaySpan[]): DaySpan[] {
  return taken.reduce<DaySpan[]>(
    (left, { from, to }) =>
      left.flatMap((span) => {
        if (intersection(span, { from, to }).length === 0) return [span];
        return [
          ...(span.from < from ? [{ from: span.from, to: addDays(from, -1) }] : []),
          ...(span.to > to ? [{ from: addDays(to, 1), to: span.to }] : []),
        ];
      }),
    [...spans],
  );
}

export function earlierDay(a: Day, b: Day): Day {
  return [a, b].sort()[0] as Day;
}

function later(a: Day, b: Day): Day {
  return [a, b].sort()[1] as Day;
}

/** Parsing EDTF takes 0.2 ms, and answers show the same dozens of dates again and again. */
const mostKept = 20_000;
const parsed = new Map<string, EventDate>();

/** `eventDate` with a cache, for text that a schema has accepted. */
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

/** Whether it is still to come: a plan until its last day is over, anything else until its first day. */
export function isAhead(fact: Dated, today: Day): boolean {
  const { earliest, latest } = preferredDate(fact);
  if (fact.kind !== 'plan') return earliest !== null && earliest > today;
  if (fact.outcome) return false;
  return latest === null || latest >= today;
}

/** A plan whose date is entirely past, without a recorded outcome. */
export function isOverdue(fact: Dated, today: Day): boolean {
  if (fact.kind !== 'plan' || fact.outcome) return false;
  const { latest } = preferredDate(fact);
  return latest !== null && latest < today;
}

/** Days after its last one in which it is asked what became of a plan. */
export const askedDays = 14;

/** The last day of a plan of which it is to be asked what became of it, and nobody has said so. */
export function askedSince(fact: Dated & Pick<Fact, 'reviewed'>, today: Day): Day | undefined {
  const { latest } = preferredDate(fact);
  if (!isOverdue(fact, today) || latest === null || latest < addDays(today, -askedDays)) return undefined;
  return fact.reviewed !== undefined && fact.reviewed > latest ? undefined : latest;
}

type Aging = Pick<Fact, 'kind' | 'standing' | 'published' | 'corrections' | 'reviewed' | 'sources'>;

/**
 * Day since which a fact may be out of date: the shelf life of its kind, counted from the last day that its sources
 * cover, or from a later correction or review. Publication does not count: a fact published today may rest on a page
 * of last year. Counted from publication where no source has a known end. Undefined while fresh, for kinds that never
 * go stale, and for opinions.
 */
export function staleSince(fact: Aging, { definition, sources }: Desk, today: Day): Day | undefined {
  const days = definition.shelf[fact.kind];
  if (days === undefined) return undefined;
  const known = sourcesById(sources);
  const from = agesFrom(fact, (id) => {
    const source = known.get(id);
    return source && knownDate(source.until).latest;
  });
  const due = from && addDays(from, days);
  return due && due < today ? due : undefined;
}

/** The day that the shelf life counts from. `endOf`: the last day that a source covers. Undefined for opinions. */
export function agesFrom(fact: Aging, endOf: (source: string) => Day | null | undefined): Day | undefined {
  if (fact.standing === 'opinion') return undefined;
  const known = fact.sources.flatMap(({ id }) => endOf(id) ?? []);
  const looked = [fact.reviewed ?? '', ...fact.corrections.map(({ on }) => on)];
  return [...(known.length > 0 ? known : [fact.published]), ...looked].sort().at(-1);
}

/** The day on which it began, if known to the day; otherwise the whole date in words. */
export function beginningInWords(date: EventDate): string {
  return beginsOnKnownDay(date) ? formatDay(date.earliest as Day) : date.text;
}

/**
 * Time since it began, no more precise than its date: `3 years 8 months ago`, `about 32 years ago`. Undefined where it
 * may still lie ahead.
 */
export function elapsedSince(date: EventDate, today: Day): string | undefined {
  const { earliest, latest } = date;
  if (earliest === null) return undefined;
  if (beginsOnKnownDay(date)) return elapsedInWords(earliest, today);
  if (latest === null || (earliest <= today && latest >= today)) return undefined;
  const [longest, shortest] = [elapsedInWords(earliest, today), elapsedInWords(latest, today)];
  if (longest === shortest) return longest;
  const width = Math.round((Date.parse(latest) - Date.parse(earliest)) / 86_400_000);
  const middle = elapsedInWords(addDays(earliest, Math.floor(width / 2)), today);
  return `about ${toYears(middle)}`;
}

/** Rounds `32 years 11 months ago` to 33 years. Half a year does not round up, because days were dropped. */
function toYears(ago: string): string {
  const [, years, months] = /^(\d+) years? (\d+) months? ago$/.exec(ago)?.map(Number) ?? [];
  if (years === undefined || months === undefined) return ago;
  return `${count(months > 6 ? years + 1 : years, 'year')} ago`;
}

function beginsOnKnownDay({ edtf, earliest, latest }: EventDate): boolean {
  if (/[~?%]/.test(edtf)) return false;
  return earliest !== null && (earliest === latest || /^\d{4}-\d{2}-\d{2}\//.test(edtf));
}
