import { knownDate } from '../../domain/dates/date-range.ts';
import { addDays, type Day, numberWords, weekdayNames } from '../../domain/dates/day.ts';
import { parseEventDate } from '../../domain/dates/event-date.ts';
import {
  dayWord,
  monthDigits,
  monthWord,
  partWord,
  thirdOfYear,
  twoDigits,
  writtenDates,
} from './written.ts';

/**
 * A date relative to the day of writing. Uncertain results are marked: `?` if the year is inferred, `~` if the wording
 * is vague.
 */
interface RelativeRule {
  pattern: RegExp;
  /** `written`: day of the article. `ahead`: the sentence refers to the future. */
  read(written: Day, ahead: boolean, ...groups: string[]): string | undefined;
}

const rule = (pattern: string, read: RelativeRule['read']): RelativeRule => ({
  pattern: new RegExp(pattern, 'g'),
  read,
});

const countWord = '(a|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|\\d{1,2})';

const relativeDates: readonly RelativeRule[] = [
  rule(`${monthWord} ${dayWord}(?![\\d,]*\\d| \\d)`, (written, ahead, m, d) =>
    inferred(dated(written, ahead, `${monthDigits(m ?? '')}-${twoDigits(d ?? '')}`)),
  ),
  rule(`\\b${dayWord} (?:of )?${monthWord}`, (written, ahead, d, m) =>
    inferred(dated(written, ahead, `${monthDigits(m ?? '')}-${twoDigits(d ?? '')}`)),
  ),
  rule(`\\b(last|past|this past|next|this|coming) ${monthWord}\\b`, (written, _, which, m) =>
    inferred(dated(written, /next|coming/.test(which ?? ''), monthDigits(m ?? ''))),
  ),
  rule(
    `\\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id-?|[Ee]arlier in|[Ll]ater in)[ -]?${monthWord}(?! \\d)`,
    (written, ahead, m) => inferred(dated(written, ahead, monthDigits(m ?? ''))),
  ),
  rule('\\b([Ll]ast|[Pp]revious|[Tt]his|[Nn]ext|[Cc]oming) year\\b', (written, _, which) =>
    about(String(yearOf(written) + step(which))),
  ),
  rule('\\b([Ll]ast|[Pp]revious|[Tt]his|[Nn]ext|[Cc]oming) month\\b', (written, _, which) =>
    about(monthsAway(written, step(which))),
  ),
  rule(`\\b${partWord} (last|this|next) year\\b`, (written, _, part, which) =>
    thirdOfYear(yearOf(written) + step(which), part ?? ''),
  ),
  rule(`\\b${countWord} years? ago\\b`, (written, _, n) => about(String(yearOf(written) - countOf(n)))),
  rule(`\\b${countWord} months? ago\\b`, (written, _, n) => about(monthsAway(written, -countOf(n)))),
  rule('\\b([Yy]esterday|[Tt]oday|[Tt]omorrow)\\b', (written, _, which) =>
    about(
      addDays(
        written,
        { y: -1, t: 0, m: 1 }[/^y/i.test(which ?? '') ? 'y' : /^tom/i.test(which ?? '') ? 'm' : 't'],
      ),
    ),
  ),
  rule(`\\b(?:on|[Ll]ast|this) (${weekdayNames.join('|')})\\b`, (written, ahead, name) =>
    about(weekday(written, ahead, weekdayNames.indexOf(name ?? ''))),
  ),
  rule('\\b(?:by|before|at|towards?) the end of the decade\\b', (written) => {
    const year = yearOf(written);
    return `[${year}..${Math.floor(year / 10) * 10 + 10}]`;
  }),
];

const yearOf = (day: Day) => Number(day.slice(0, 4));
const inferred = (edtf: string) => `${edtf}?`;
const about = (edtf: string) => `${edtf}~`;
const step = (which = '') => (/^(last|previous)/i.test(which) ? -1 : /^(next|coming)/i.test(which) ? 1 : 0);
const countOf = (word = '') => numberWords[word] ?? Number(word);

/** The latest such month or day up to `written`, or with `ahead` the first from then on. `rest` is `MM` or `MM-DD`. */
function dated(written: Day, ahead: boolean, rest: string): string {
  const now = written.slice(5, 5 + rest.length);
  const year = yearOf(written);
  if (ahead) return `${rest < now ? year + 1 : year}-${rest}`;
  return `${rest > now ? year - 1 : year}-${rest}`;
}

function monthsAway(written: Day, away: number): string {
  const months = yearOf(written) * 12 + Number(written.slice(5, 7)) - 1 + away;
  return `${Math.floor(months / 12)}-${twoDigits((months % 12) + 1)}`;
}

function weekday(written: Day, ahead: boolean, wanted: number): Day {
  const today = new Date(`${written}T00:00:00Z`).getUTCDay();
  const back = (today - wanted + 7) % 7;
  return addDays(written, ahead ? (7 - back) % 7 : -back);
}

/** A date found in a sentence. */
export interface FoundDate {
  /** Its text and position. */
  text: string;
  index: number;
  /** As precise as the text, never more. */
  edtf: string;
  /** False if it was derived from the day of the article. */
  written: boolean;
}

/** Bounds of the day of the article. If only the month is known, "last year" can be dated but "yesterday" cannot. */
export interface Written {
  earliest: Day;
  latest: Day;
}

const future = /\b(will|shall|to be held|upcoming|scheduled|is due|are due|plans? to|planned|next)\b/;
const longest = 2000;

/**
 * All dates in a sentence, in order. Relative dates only if every possible day of the article gives the same result.
 */
export function findDates(sentence: string, written?: Written): FoundDate[] {
  const text = sentence.slice(0, longest);
  const found: FoundDate[] = [];
  const taken: { from: number; to: number }[] = [];
  const add = (match: RegExpExecArray, edtf: string | undefined, isWritten: boolean) => {
    const [from, to] = [match.index, match.index + match[0].length];
    if (edtf === undefined || taken.some((one) => from < one.to && one.from < to)) return;
    // Even if the day does not exist: "31 February 2024" must not be read as February.
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

/** "In May 2006, 20 years ago": the vague date repeats the written one. */
function isSaid(date: FoundDate, all: readonly FoundDate[]): boolean {
  const { earliest, latest } = knownDate(date.edtf);
  return all.some((other) => {
    if (date.written || !other.written || !earliest || !latest) return false;
    const better = knownDate(other.edtf);
    return earliest <= (better.earliest ?? '') && (better.latest ?? '9999') <= latest;
  });
}

/** "since 1991" is open-ended, "until 2030" ends then, "by 2030" is one day up to then. Only for a plain date. */
function withBound(before: string, edtf: string): string {
  if (/[[/]/.test(edtf)) return edtf;
  if (/\bsince (?:early |late |mid-?)?$/i.test(before)) return `${edtf}/..`;
  if (/\b(until|till|up to)(?: the end of)? $/i.test(before)) return `../${edtf}`;
  return /\b(by|no later than)(?: the end of)? $/i.test(before) ? `[..${edtf}]` : edtf;
}

/**
 * The single date of a short text such as a `datetime` attribute, as EDTF. For an instant, the day as written, because
 * a page uses its own clock. Undefined if there is no date or more than one.
 */
export function readDate(text: string): string | undefined {
  const given = text.trim().slice(0, 200);
  const iso = /^(\d{4})(?:[-/]?(\d\d)(?:[-/]?(\d\d))?)?(?:[T ].*)?$/.exec(given);
  const edtf = iso ? iso.slice(1).filter(Boolean).join('-') : onlyDate(given);
  return edtf !== undefined && parseEventDate(edtf).ok ? edtf : undefined;
}

function onlyDate(text: string): string | undefined {
  const [found, more] = findDates(text);
  return found && more === undefined ? found.edtf : undefined;
}
