import {
  type DayRange,
  type DaySpan,
  earlierDay,
  firstDay,
  intersection,
  knownDate,
  spanOf,
  subtractSpans,
} from '../dates/date-range.ts';
import { addDays, type Day } from '../dates/day.ts';
import type { EventDate } from '../dates/event-date.ts';
import { type Desk, isCovered } from '../desk.ts';
import type { Direction } from '../vocabulary.ts';
import type { Register } from './source.ts';

/** A question to the registers; missing parts match any. */
export interface CoverageQuestion {
  offices?: readonly string[] | undefined;
  direction?: Direction | undefined;
  /** The other country; a register knows it only outside the region. */
  counterpart?: string | undefined;
  /** A country of the desk; of the registers of leaders only its own applies. */
  country?: string | undefined;
  /** Who travelled: limits the question to their days in these offices, and to gaps of this person. */
  person?: string | undefined;
  /** State of the record on this day; registers added later do not count. */
  by?: Day | undefined;
}

/** Days within a stretch that the register lacks. */
interface Gap extends DaySpan {
  says: string;
}

/** The part of one register that answers a question. */
export interface Stretch {
  source: string;
  offices: string[];
  direction: Direction;
  counterpart?: string;
  since?: EventDate;
  until: EventDate;
  gaps: Gap[];
  /** When the person held these offices; missing: all days count. */
  terms?: DaySpan[];
}

export interface Coverage {
  stretches: Stretch[];
  /** Offices without any register, where a missing row means nothing. */
  uncovered: string[];
}

/** Finds the registers that answer a question, and the offices that none covers. */
export function findCoverage(desk: Desk, question: CoverageQuestion): Coverage {
  const { by, country, counterpart } = question;
  // Registers are of travel between the region and other countries.
  const isOneSided = country && counterpart && isCovered(desk, country) === isCovered(desk, counterpart);
  const stretches = (isOneSided ? [] : desk.sources)
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

/** For a person, all their gaps; for an office, only gaps while that person held it. */
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
      .flatMap((term) => intersection(days, term))
      .filter((span) => intersection(span, stretch).length > 0)
      .map((span) => ({ ...span, says: gap.says }));
  });
}

/** End of the register, or for one person the day before a gap that continues beyond it. */
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

/** Days that a question asks of a stretch: an open `until` ends today, an open `since` begins with the stretch. */
export function daysAsked(
  { since: begins, terms }: Stretch,
  { since, until }: DayRange,
  today: Day,
): DaySpan[] {
  const to = until ?? (since && since > today ? since : today);
  const beginning = earlierDay(begins?.earliest ?? firstDay, to);
  return (terms ?? [spanOf(null, null)]).flatMap((term) =>
    intersection({ from: since ?? (term.from === firstDay ? beginning : firstDay), to }, term),
  );
}

/** Days asked of a stretch after its end, before its start or in a gap. */
export function daysNotCovered(stretch: Stretch, asked: DayRange, today: Day): DaySpan[] {
  const listed = subtractSpans([spanOf(stretch.since?.earliest, stretch.until.latest)], stretch.gaps);
  return subtractSpans(daysAsked(stretch, asked, today), listed);
}

/** Share of the days asked that a stretch covers. `none` also if the person was not in office on any of them. */
export function coveredShare(stretch: Stretch, asked: DayRange, today: Day): 'all' | 'part' | 'none' {
  const days = daysAsked(stretch, asked, today);
  const missing = daysNotCovered(stretch, asked, today);
  const left = subtractSpans(days, missing);
  if (left.length === 0) return 'none';
  return missing.length > 0 ? 'part' : 'all';
}

/** Terms of a person in one of these offices, as wide as their dates may mean; an unknown end is open. */
export function termsOf(desk: Desk, person: string, offices: readonly string[]): DaySpan[] {
  const roles = desk.definition.people.find(({ id }) => id === person)?.roles ?? [];
  return roles
    .filter(({ office }) => offices.includes(office))
    .map(({ since, until }) => spanOf(since && knownDate(since).earliest, until && knownDate(until).latest));
}

/** `from 20 January 2009 to 20 January 2017`, for each term with a known date. */
export function termsInWords(desk: Desk, person: string, office: string): string[] {
  const roles = desk.definition.people.find(({ id }) => id === person)?.roles ?? [];
  return roles.flatMap(({ office: held, since, until }) => {
    if (held !== office || (!since && !until)) return [];
    const words = [since && `from ${knownDate(since).text}`, until && `to ${knownDate(until).text}`];
    return [words.filter(Boolean).join(' ')];
  });
}
