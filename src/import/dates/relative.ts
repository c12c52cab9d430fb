import { knownDate } from '../../domain/dates/date-range.ts';
import { foldDate } from '../../domain/dates/date-words.ts';
import { addDays, type Day, numberWords, weekdayNames } from '../../domain/dates/day.ts';
import { parseEventDate } from '../../domain/dates/event-date.ts';
import { type Tense, tenseAt } from './tense.ts';
import {
  dateFiller,
  dayWord,
  type FoundDate,
  foreignPhrases,
  foreignWeekdays,
  monthDigits,
  monthWord,
  partWord,
  rangeMark,
  seasons,
  thirdOfYear,
  twoDigits,
  type Written,
  writtenDates,
} from './written.ts';

/**
 * A date relative to the day of writing. Uncertain results are marked: `?` if the year is inferred, `~` if the wording
 * is vague.
 */
interface RelativeRule {
  pattern: RegExp;
  /** `written`: day of the article. `tense`: what the words around it tell. */
  read(written: Day, tense: Tense, ...groups: string[]): string | undefined;
}

const rule = (pattern: string, read: RelativeRule['read']): RelativeRule => ({
  pattern: new RegExp(pattern, 'gu'),
  read,
});

/** Each with a small or a capital letter. */
const anyPhrase = [...foreignPhrases.keys()]
  .map((phrase) => phrase.replace(/^\p{L}/u, (first) => `[${first}${first.toUpperCase()}]`))
  .join('|')
  .replaceAll('#', '\\d{1,2}')
  .replaceAll("'", "['’‘ʻ]");
const countWord = '(a|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|\\d{1,2})';

const relativeDates: readonly RelativeRule[] = [
  rule(
    `\\b(?:[Bb]y|[Bb]efore) the end of ${monthWord}(?! \\d)`,
    (written, tense, m) => `[..${dated(written, tense, monthDigits(m ?? ''))}]`,
  ),
  rule(`${monthWord} ${dayWord}${rangeMark}${dayWord}(?![\\d,]*\\d| \\d)`, (written, tense, m, d1, d2) =>
    spanned(written, tense, [m, d1], [m, d2]),
  ),
  rule(`\\b${dayWord}${rangeMark}${dayWord} ${dateFiller}${monthWord}`, (written, tense, d1, d2, m) =>
    spanned(written, tense, [m, d1], [m, d2]),
  ),
  rule(`${monthWord} ${dayWord}${rangeMark}${monthWord} ${dayWord}`, (written, tense, m1, d1, m2, d2) =>
    spanned(written, tense, [m1, d1], [m2, d2]),
  ),
  rule(`\\b${dayWord} ${monthWord}${rangeMark}${dayWord} ${monthWord}`, (written, tense, d1, m1, d2, m2) =>
    spanned(written, tense, [m1, d1], [m2, d2]),
  ),
  rule(`\\b${dayWord} ${dateFiller}${monthWord}`, (written, tense, d, m) =>
    inferred(dated(written, tense, `${monthDigits(m ?? '')}-${twoDigits(d ?? '')}`)),
  ),
  rule(`${monthWord} ${dayWord}(?![\\d,]*\\d| \\d)`, (written, tense, m, d) =>
    inferred(dated(written, tense, `${monthDigits(m ?? '')}-${twoDigits(d ?? '')}`)),
  ),
  rule(`${monthWord}${rangeMark}${monthWord}(?! \\d)`, (written, tense, m1, m2) =>
    spanned(written, tense, [m1], [m2]),
  ),
  rule(`\\b(last|past|this past|next|this|coming) ${monthWord}\\b`, (written, _, which, m) =>
    inferred(dated(written, /next|coming/.test(which ?? '') ? 'future' : 'past', monthDigits(m ?? ''))),
  ),
  rule(
    `(?:\\b(?:[Ii]n|[Ff]or|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id-?|[Ee]arlier in|[Ll]ater in|[Ii]m|[Ee]n)|(?<!\\p{L})[Вв])[ -]?${monthWord}(?! \\d)`,
    (written, tense, m) => inferred(dated(written, tense, monthDigits(m ?? ''))),
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
  // Winter has two years. EDTF has no uncertain season.
  rule(
    '\\b([Ll]ast|[Tt]his|[Nn]ext|[Cc]oming) (spring|summer|autumn|fall)\\b',
    (written, _, which, season) => `${yearOf(written) + step(which)}-${seasons[season ?? '']}`,
  ),
  rule(
    '\\b([Bb]y|[Bb]efore) the end of (?:the|this) (year|month)\\b',
    (written, _, _by, unit) => `[..${unit === 'year' ? yearOf(written) : monthsAway(written, 0)}]`,
  ),
  rule(`\\b${countWord} years? ago\\b`, (written, _, n) => about(String(yearOf(written) - countOf(n)))),
  rule(`\\b${countWord} months? ago\\b`, (written, _, n) => about(monthsAway(written, -countOf(n)))),
  // "is today the shortest route": nowadays.
  rule(
    '(?<!(?:\\p{L}|\\b(?:is|are|has|have) ))([Yy]esterday|[Tt]oday|[Tt]omorrow)(?!\\p{L})',
    (written, _, which = '') => fromPhrase(written, which.toLowerCase()),
  ),
  rule(`(?<!\\p{L})(${anyPhrase})(?!\\p{L})`, (written, _, phrase = '') => {
    const said = foreignPhrases.get(foldDate(phrase).replace(/\d+/, '#'));
    return said && fromPhrase(written, said, /\d+/.exec(phrase)?.[0]);
  }),
  rule(
    `\\b([Nn]ext |[Ll]ast |[Cc]oming )?(${weekdayNames.join('|')})\\b`,
    (written, tense, which = '', name = '') =>
      weekday(
        written,
        step(which.trim()) === 1 ? 'future' : which === '' ? tense : 'past',
        weekdayNames.indexOf(name),
      ),
  ),
  // In small letters alone: Santo Domingo and the city named Monday are no weekdays.
  rule(
    `(?<!\\p{L})(${[...foreignWeekdays.keys()].toSorted((a, b) => b.length - a.length).join('|')})(?!\\p{L})`,
    (written, tense, name = '') => weekday(written, tense, foreignWeekdays.get(name.toLowerCase()) ?? 0),
  ),
  rule('\\b(?:by|before|at|towards?) the end of the decade\\b', (written) => {
    const year = yearOf(written);
    return `[${year}..${Math.floor(year / 10) * 10 + 10}]`;
  }),
];

/** `last month` or `# years ago`, as `dateWords` says it in English. Weeks and quarters are too vague. */
function fromPhrase(written: Day, said: string, n = ''): string | undefined {
  const days = ['2 days ago', 'yesterday', 'today', 'tomorrow', 'in 2 days'].indexOf(said);
  if (days >= 0) return addDays(written, days - 2);
  const [, which, counted] = /^(last|this|next|#) (year|month)(?:s ago)?$/.exec(said) ?? [];
  if (!which) return undefined;
  const away = which === '#' ? -Number(n) : step(which);
  return about(counted === 'year' ? String(yearOf(written) + away) : monthsAway(written, away));
}

const yearOf = (day: Day) => Number(day.slice(0, 4));
const inferred = (edtf: string) => `${edtf}?`;
const about = (edtf: string) => `${edtf}~`;
const step = (which = '') => (/^(last|previous)/i.test(which) ? -1 : /^(next|coming)/i.test(which) ? 1 : 0);
const countOf = (word = '') => numberWords[word] ?? Number(word);

/** Days ahead within which a day without a year, and without a verb that tells, is one to come. */
const soon = 92;
/** Days beyond which the words around must have been misread if the other year is near. */
const remote = 270;

/** The year of a month `MM` or day `MM-DD`: the nearest in the direction of its tense. */
function dated(written: Day, tense: Tense, rest: string): string {
  const now = written.slice(5, 5 + rest.length);
  const year = yearOf(written);
  const before = `${rest > now ? year - 1 : year}-${rest}`;
  const after = `${rest < now ? year + 1 : year}-${rest}`;
  const [back, ahead] = [daysApart(before, written), daysApart(written, after)];
  if (tense === 'future') return ahead > remote && back < 31 ? before : after;
  if (tense === 'past') return back > remote && ahead < 31 && rest.length > 2 && ahead > 0 ? after : before;
  return ahead <= soon && ahead < back ? after : before;
}

const daysApart = (from: string, until: string) =>
  (Date.parse(until.padEnd(10, '-15')) - Date.parse(from.padEnd(10, '-15'))) / 86_400_000;

type MonthDay = readonly [month?: string, day?: string];

/** Days are placed by the first, months by the last: in April, `January-July` is last year's if it has been. */
function spanned(written: Day, tense: Tense, from: MonthDay, until: MonthDay): string {
  const rest = ([m = '', d]: MonthDay) => monthDigits(m) + (d === undefined ? '' : `-${twoDigits(d)}`);
  const [begin, end] = [rest(from), rest(until)];
  const over = end < begin ? 1 : 0;
  const year =
    from.length === 1 ? yearOf(dated(written, tense, end)) - over : yearOf(dated(written, tense, begin));
  return `${year}-${begin}/${year + over}-${end}`;
}

function monthsAway(written: Day, away: number): string {
  const months = yearOf(written) * 12 + Number(written.slice(5, 7)) - 1 + away;
  return `${Math.floor(months / 12)}-${twoDigits((months % 12) + 1)}`;
}

function weekday(written: Day, tense: Tense, wanted: number): Day {
  const today = new Date(`${written}T00:00:00Z`).getUTCDay();
  const back = (today - wanted + 7) % 7;
  return addDays(written, tense === 'future' ? (7 - back) % 7 || 7 : -back);
}

const longest = 2000;

/**
 * All dates in a sentence, in order. Relative dates only if every possible day of the article gives the same result.
 */
export function findDates(sentence: string, written?: Written): FoundDate[] {
  const text = withoutDateline(sentence.slice(0, longest));
  const found: FoundDate[] = [];
  const taken: { from: number; to: number }[] = [];
  const add = (match: RegExpExecArray, edtf: string | undefined, { isWritten = false } = {}) => {
    const [from, to] = [match.index, match.index + match[0].length];
    if (edtf === undefined || taken.some((one) => from < one.to && one.from < to)) return;
    // Even if the day does not exist: "31 February 2024" must not be read as February.
    taken.push({ from, to });
    const whole = withBound(text.slice(0, from), edtf);
    if (!parseEventDate(whole).ok) return;
    found.push({ text: match[0], index: from, edtf: whole, written: isWritten });
  };
  for (const { pattern, read } of writtenDates)
    for (const match of text.matchAll(pattern)) add(match, read(...match.slice(1)), { isWritten: true });
  if (written) {
    for (const { pattern, read } of relativeDates)
      for (const match of text.matchAll(pattern)) {
        const [first, last] = [written.earliest, written.latest].map((day) =>
          read(day, tenseAt(text, match.index, match[0].length), ...match.slice(1)),
        );
        const hasYear = first?.endsWith('?') && yearBefore.test(text.slice(0, match.index).slice(-30));
        add(match, first === last && !hasYear ? first : undefined);
      }
  }
  return found.filter((one) => !isSaid(one, found)).sort((a, b) => a.index - b.index);
}

/** `2025. aasta 3. detsember`: the year is said, before the day; none is to be guessed. */
const yearBefore = /(?<!\d)(?:1[5-9]|20)\d\d[.-]? ?\p{Ll}{1,8}\.? $/u;

/** Blanks `NAIROBI, November 13 –`: it dates the article, not what happened. */
const withoutDateline = (text: string) =>
  text.replace(/^[\p{Lu} .’'-]{3,40}(?:, [\p{L}\d ,.]{2,40})?(?: \([^()]{2,30}\))? ?[–—-]{1,2} /u, (line) =>
    ' '.repeat(line.length),
  );

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
  if (/(?:\bsince (?:early |late |mid-?)?|(?<!\p{L})[Сс] )$/iu.test(before)) return `${edtf}/..`;
  if (/\bfrom $/i.test(before) && /^\d{4}$/.test(edtf)) return `${edtf}/..`;
  if (/(?:\b(until|till|up to)(?: the)?(?: end of)? |(?<!\p{L})до (?:конца )?)$/iu.test(before))
    return `../${edtf}`;
  // No qualifier stands within a set.
  const plain = edtf.replace(/[?~%]$/, '');
  return /(?:\b(?:by|no later than)(?: the)?(?: end of)? |(?<!\p{L})к (?:концу )?)$/iu.test(before)
    ? `[..${plain}]`
    : edtf;
}

/**
 * The single date of a short text such as a `datetime` attribute, as EDTF. For an instant, the day as written, because
 * a page uses its own clock. Undefined if there is no date or more than one.
 */
export function readDate(text: string): string | undefined {
  const given = text.trim().slice(0, 200);
  const iso = /^(\d{4})(?:[-/]?(\d\d)(?:[-/]?(\d\d))?|[-/](\d{1,2})[-/](\d{1,2}))?(?:[T ].*)?$/.exec(given);
  const edtf = iso
    ? iso
        .slice(1)
        .filter(Boolean)
        .map((part) => part.padStart(2, '0'))
        .join('-')
    : (onlyDate(given) ?? onlyDate(capitalised(given)));
  return edtf !== undefined && parseEventDate(edtf).ok ? edtf : undefined;
}

/** `MARCH 16, 2026` as it is usually written. */
const capitalised = (text: string) =>
  text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());

function onlyDate(text: string): string | undefined {
  const [found, more] = findDates(text);
  return found && more === undefined ? found.edtf : undefined;
}
