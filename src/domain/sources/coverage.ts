import {
  type DayRange,
  type DaySpan,
  earlier,
  firstDay,
  knownDate,
  overlap,
  spanOf,
  without,
} from '../dates/date-range.ts';
import { addDays, type Day } from '../dates/day.ts';
import type { EventDate } from '../dates/event-date.ts';
import type { Desk } from '../desk.ts';
import type { Direction } from '../vocabulary.ts';
import type { Register } from './source.ts';

/** What is asked of the registers; a part left out asks for any. */
export interface CoverageQuestion {
  offices?: readonly string[] | undefined;
  direction?: Direction | undefined;
  /** The country at the other end of the travel, outside the desk. */
  counterpart?: string | undefined;
  /** A country of the desk: of the registers of leaders, only its own matter. */
  country?: string | undefined;
  /** Who travelled: only the days in these offices are asked about, and only what is missing of this person counts. */
  person?: string | undefined;
  /** The record as it stood on this day: a register added later does not count. */
  by?: Day | undefined;
}

/** Days inside a stretch that the register lacks. */
interface Gap extends DaySpan {
  says: string;
}

/** One register, as far as it answers a question. */
export interface Stretch {
  source: string;
  offices: string[];
  direction: Direction;
  counterpart?: string;
  since?: EventDate;
  until: EventDate;
  gaps: Gap[];
  /** When the person asked for held these offices; none: any day is asked about. */
  terms?: DaySpan[];
}

export interface Coverage {
  stretches: Stretch[];
  /** Offices asked for that no register lists: for them a missing row means nothing at all. */
  uncovered: string[];
}

/** Which registers speak to a question, and what none of them covers. */
export function findCoverage(desk: Desk, question: CoverageQuestion): Coverage {
  const { by } = question;
  const stretches = desk.sources
    .filter(({ added }) => by === undefined || added <= by)
    .flatMap((source) =>
      source.registers.flatMap((register) => stretchOf(desk, source.id, register, question)),
    );
  const covered = new Set(stretches.flatMap(({ offices }) => offices));
  return { stretches, uncovered: (question.offices ?? []).filter((office) => !covered.has(office)) };
}

function stretchOf(desk: Desk, source: string, register: Register, question: CoverageQuestion): Stretch[] {
  const { counterpart, direction } = register;
  if (question.direction && direction !== question.direction) return [];
  if (question.counterpart && counterpart && counterpart !== question.counterpart) return [];
  const offices = register.offices.filter((office) => answers(desk, office, direction, question));
  if (offices.length === 0) return [];
  const gaps = gapsOf(desk, register, offices, question.person);
  const until = lastCovered(register, gaps, question.person);
  const since = register.since ? knownDate(register.since) : undefined;
  if (since?.earliest && until.latest && until.latest < since.earliest) return [];
  const terms = question.person ? termsOf(desk, question.person, offices) : [];
  return [
    {
      source,
      offices,
      direction,
      until,
      gaps,
      ...(counterpart && { counterpart }),
      ...(since && { since }),
      ...(terms.length > 0 && { terms }),
    },
  ];
}

/** Of a person all that is missing; of an office only while that person held it, since others did at other times. */
function gapsOf(desk: Desk, register: Register, offices: readonly string[], person?: string): Gap[] {
  const end = knownDate(register.until).latest;
  const stretch = spanOf(register.since && knownDate(register.since).earliest, end);
  // A store may still hold a desk from before registers had gaps.
  return (register.gaps ?? []).flatMap((gap) => {
    if (person && person !== gap.person) return [];
    const days = spanOf(gap.since && knownDate(gap.since).earliest, gap.until && knownDate(gap.until).latest);
    const ever = termsOf(desk, gap.person, register.offices);
    const terms = person || ever.length === 0 ? [spanOf(null, null)] : termsOf(desk, gap.person, offices);
    return terms
      .flatMap((term) => overlap(days, term))
      .filter((span) => overlap(span, stretch).length > 0)
      .map((span) => ({ ...span, says: gap.says }));
  });
}

/** The register's end, or for one person the day before a gap that runs beyond it. */
function lastCovered(register: Register, gaps: readonly Gap[], person?: string): EventDate {
  const end = knownDate(register.until);
  const before = gaps.find(({ from, to }) => from > firstDay && (end.latest === null || to >= end.latest));
  if (!person || !before) return end;
  const day = addDays(before.from, -1);
  return knownDate(before.from.endsWith('-01') ? day.slice(0, 7) : day);
}

function answers(desk: Desk, office: string, direction: Direction, question: CoverageQuestion): boolean {
  if (question.offices && !question.offices.includes(office)) return false;
  if (direction === 'to-region' || !question.country) return true;
  const country = desk.definition.offices.find(({ id }) => id === office)?.country;
  return country === undefined || country === question.country;
}

/** The days that a question asks of a stretch: an open `until` runs to today, an open `since` is the beginning. */
export function daysAsked(
  { since: begins, terms }: Stretch,
  { since, until }: DayRange,
  today: Day,
): DaySpan[] {
  const to = until ?? (since && since > today ? since : today);
  const beginning = earlier(begins?.earliest ?? firstDay, to);
  return (terms ?? [spanOf(null, null)]).flatMap((term) =>
    overlap({ from: since ?? (term.from === firstDay ? beginning : firstDay), to }, term),
  );
}

/** The days asked of a stretch that lie past its end, before its beginning or in a gap. */
export function daysNotCovered(stretch: Stretch, asked: DayRange, today: Day): DaySpan[] {
  const listed = without([spanOf(stretch.since?.earliest, stretch.until.latest)], stretch.gaps);
  return without(daysAsked(stretch, asked, today), listed);
}

/** How far a stretch covers the days asked: `none` also when the person asked for was not in office on any of them. */
export function coveredShare(stretch: Stretch, asked: DayRange, today: Day): 'all' | 'part' | 'none' {
  const days = daysAsked(stretch, asked, today);
  const missing = daysNotCovered(stretch, asked, today);
  const left = without(days, missing);
  if (left.length === 0) return 'none';
  return missing.length > 0 ? 'part' : 'all';
}

/** When a person held one of these offices, as widely as its dates may mean; an end that is not known is open. */
export function termsOf(desk: Desk, person: string, offices: readonly string[]): DaySpan[] {
  const roles = desk.definition.people.find(({ id }) => id === person)?.roles ?? [];
  return roles
    .filter(({ office }) => offices.includes(office))
    .map(({ since, until }) => spanOf(since && knownDate(since).earliest, until && knownDate(until).latest));
}

/** `from 20 January 2009 to 20 January 2017`, for each time the office was held with a date that is known. */
export function termsInWords(desk: Desk, person: string, office: string): string[] {
  const roles = desk.definition.people.find(({ id }) => id === person)?.roles ?? [];
  return roles.flatMap(({ office: held, since, until }) => {
    if (held !== office || (!since && !until)) return [];
    const words = [since && `from ${knownDate(since).text}`, until && `to ${knownDate(until).text}`];
    return [words.filter(Boolean).join(' ')];
  });
}
