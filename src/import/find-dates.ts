import type { Day } from '../domain/day.ts';
import { parseEventDate } from '../domain/event-date.ts';
import { knownDate } from '../domain/known-date.ts';
import { relativeDates } from './relative-dates.ts';
import { writtenDates } from './written-dates.ts';

/** A date as a sentence gives it. */
export interface FoundDate {
  /** Its words, and where they begin. */
  text: string;
  index: number;
  /** To the precision of the words, never more. */
  edtf: string;
  /** False when it was worked out from the day of the article. */
  written: boolean;
}

/** When the article appeared, as bounds: what only a month is known of can date "last year" but not "yesterday". */
export interface Written {
  earliest: Day;
  latest: Day;
}

const future = /\b(will|shall|to be held|upcoming|scheduled|is due|are due|plans? to|planned|next)\b/;
const longest = 2000;

/**
 * All dates in a sentence, in order. Relative ones only when the day of the article is known, and only where every day
 * it may have appeared on gives the same answer.
 */
export function findDates(sentence: string, written?: Written): FoundDate[] {
  const text = sentence.slice(0, longest);
  const found: FoundDate[] = [];
  const taken: { from: number; to: number }[] = [];
  const add = (match: RegExpExecArray, edtf: string | undefined, isWritten: boolean) => {
    const [from, to] = [match.index, match.index + match[0].length];
    if (edtf === undefined || taken.some((one) => from < one.to && one.from < to)) return;
    // Also where there is no such day: of "31 February 2024" nothing may be read as February.
    taken.push({ from, to });
    const whole = withBound(text.slice(0, from), edtf);
    if (!parseEventDate(whole).ok) return;
    found.push({ text: match[0], index: from, edtf: whole, written: isWritten });
  };
  for (const { pattern, read } of writtenDates)
    for (const match of text.matchAll(pattern)) add(match, read(...match.slice(1)), true);
  if (written) {
    const ahead = future.test(text);
    for (const { pattern, read } of relativeDates)
      for (const match of text.matchAll(pattern)) {
        const [first, last] = [written.earliest, written.latest].map((day) =>
          read(day, ahead, ...match.slice(1)),
        );
        add(match, first === last ? first : undefined, false);
      }
  }
  return found.filter((one) => !isSaid(one, found)).sort((a, b) => a.index - b.index);
}

/** "In May 2006, 20 years ago": the loose date says again what the written one says better. */
function isSaid(date: FoundDate, all: readonly FoundDate[]): boolean {
  const { earliest, latest } = knownDate(date.edtf);
  return all.some((other) => {
    if (date.written || !other.written || !earliest || !latest) return false;
    const better = knownDate(other.edtf);
    return earliest <= (better.earliest ?? '') && (better.latest ?? '9999') <= latest;
  });
}

/** "since 1991" lasts, "until 2030" ends, "by 2030" is some day up to it. Only a plain date can be bound so. */
function withBound(before: string, edtf: string): string {
  if (/[[/]/.test(edtf)) return edtf;
  if (/\bsince (?:early |late |mid-?)?$/i.test(before)) return `${edtf}/..`;
  if (/\b(until|till|up to)(?: the end of)? $/i.test(before)) return `../${edtf}`;
  return /\b(by|no later than)(?: the end of)? $/i.test(before) ? `[..${edtf}]` : edtf;
}
