import type { DayRange } from './date-range.ts';
import type { Day } from './day.ts';
import type { Desk } from './desk.ts';
import type { EventDate } from './event-date.ts';
import { knownDate } from './known-date.ts';
import type { Direction } from './vocabulary.ts';

/** What is asked of the registers; a part left out asks for any. */
export interface ReachQuestion {
  offices?: readonly string[] | undefined;
  direction?: Direction | undefined;
  /** The country at the other end of the travel, outside the desk. */
  counterpart?: string | undefined;
  /** A country of the desk: of the registers of leaders, only its own matter. */
  country?: string | undefined;
}

/** One register, as far as it answers a question. */
export interface Stretch {
  source: string;
  offices: string[];
  direction: Direction;
  counterpart?: string;
  since?: EventDate;
  until: EventDate;
  gap?: string;
}

export interface Reach {
  stretches: Stretch[];
  /** Offices asked for that no register lists: for them a missing row means nothing at all. */
  uncovered: string[];
}

/** Which registers speak to a question, and what none of them covers. */
export function reach(desk: Desk, question: ReachQuestion): Reach {
  const stretches = desk.sources.flatMap((source) =>
    source.registers.flatMap((register): Stretch[] => {
      if (question.direction && register.direction !== question.direction) return [];
      const { counterpart } = register;
      if (question.counterpart && counterpart && counterpart !== question.counterpart) return [];
      const offices = register.offices.filter((office) =>
        answers(desk, office, register.direction, question),
      );
      if (offices.length === 0) return [];
      return [
        {
          source: source.id,
          offices,
          direction: register.direction,
          until: knownDate(register.until),
          ...(counterpart && { counterpart }),
          ...(register.since && { since: knownDate(register.since) }),
          ...(register.gap && { gap: register.gap }),
        },
      ];
    }),
  );
  const covered = new Set(stretches.flatMap(({ offices }) => offices));
  return { stretches, uncovered: (question.offices ?? []).filter((office) => !covered.has(office)) };
}

function answers(desk: Desk, office: string, direction: Direction, question: ReachQuestion): boolean {
  if (question.offices && !question.offices.includes(office)) return false;
  if (direction === 'to-region' || !question.country) return true;
  const country = desk.definition.offices.find(({ id }) => id === office)?.country;
  return country === undefined || country === question.country;
}

/**
 * How far a stretch covers the days asked: `none` when they lie wholly past its end or before its beginning,
 * `part` when it stops short of them, `all` otherwise. An open `until` runs to today.
 */
export function coverageOf(stretch: Stretch, asked: DayRange, today: Day): 'all' | 'part' | 'none' {
  const end = stretch.until.latest;
  const start = stretch.since?.earliest ?? null;
  const until = asked.until ?? today;
  if (end !== null && asked.since !== undefined && asked.since > end) return 'none';
  if (start !== null && until < start) return 'none';
  if (end !== null && until > end) return 'part';
  return start !== null && asked.since !== undefined && asked.since < start ? 'part' : 'all';
}
