import { dateWords } from '../../domain/dates/date-words.ts';
import { type Day, daysInMonth, monthNames, weekdayNames } from '../../domain/dates/day.ts';

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

/** One notation for dates. `read` gets the groups of `pattern` and returns EDTF. */
interface DateRule {
  pattern: RegExp;
  read(...groups: string[]): string;
}

export const rangeMark = '(?: ?[–—-] ?| to | through )';
export const seasons: Record<string, string> = {
  spring: '21',
  summer: '22',
  autumn: '23',
  fall: '23',
  winter: '24',
};
const ordinals: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  last: 4,
  final: 4,
  1: 1,
  2: 2,
  3: 3,
  4: 4,
};

/** Words after four digits that make them a count, not a year. */
const counted =
  'people|men|women|troops|soldiers|jobs|workers|students|homes|companies|firms|km|kilomet\\w+|tons|tonnes|barrels|dollars|years|days|hectares|votes|megawatts|MW';

const rule = (pattern: string, read: DateRule['read']): DateRule => ({
  pattern: new RegExp(pattern, 'gu'),
  read,
});

const months = (year: string, from: number, count: number) =>
  `[${year}-${twoDigits(from)}..${year}-${twoDigits(from + count - 1)}]`;

/** Languages of the region and of those who write about it, whose month and weekday names are read. */
const languages = 'ru uk kk ky uz tg tk az tr de fr es it pt pl'.split(' ');

/** Languages around them: only their months, and in full, as a short `kesä` is a word of its own. */
const monthLanguages = 'fi et nb da be'.split(' ');

/** Russian names months and weekdays in further cases: `в ноябре`, `в среду`. */
const russianCase = (name: string) => [
  name.replace(/[ьй]$/u, 'е'),
  name.replace(/([тм])$/u, '$1е'),
  name.replace(/а$/u, 'у'),
];

/** Position by foreign name; shorter words are rarely dates in running text. */
function foreignNames(english: readonly string[]): Map<string, number> {
  const positions = new Map(english.map((name, index) => [name.toLowerCase(), index]));
  const known = dateWords(languages);
  const found = new Map<string, number>();
  for (const [word, name] of known.words) {
    const at = positions.get(name);
    if (at === undefined || known.english.has(word) || !/^[\p{L}']{4,}$/u.test(word)) continue;
    for (const one of [word, ...russianCase(word)]) found.set(one, found.get(one) ?? at);
  }
  return found;
}

const foreignMonths = foreignNames(monthNames);
for (const language of monthLanguages) {
  const { words, english } = dateWords([language]);
  const ofMonth = [...words].filter(([word]) => /^\p{L}{4,}$/u.test(word) && !english.has(word));
  for (const [word, name] of ofMonth) {
    const at = monthNames.findIndex((month) => month.toLowerCase() === name);
    const isShort = ofMonth.some(([one, same]) => same === name && one !== word && one.startsWith(word));
    if (at !== -1 && !isShort && !foreignMonths.has(word)) foreignMonths.set(word, at);
  }
}
/** Sunday is 0. */
export const foreignWeekdays = foreignNames(weekdayNames);

/** `last month` by `в прошлом месяце`, `# years ago` by `# лет назад`. One Latin word may mean something else: mañana. */
export const foreignPhrases: ReadonlyMap<string, string> = new Map(
  [...dateWords(languages).phrases].filter(([phrase]) => /[ #]|\p{Script=Cyrillic}/u.test(phrase)),
);

/** Alternatives, longest first. Latin names may have a capital. */
const anyOf = (names: Iterable<string>) =>
  [...names]
    .toSorted((a, b) => b.length - a.length)
    .map((name) =>
      /^[a-z]/.test(name) ? `[${name.charAt(0)}${name.charAt(0).toUpperCase()}]${name.slice(1)}` : name,
    )
    .join('|');

/** Regular-expression source with one group. English names must be capitalised: "may" is a verb. */
export const monthWord = `(January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?|(?<!\\p{L})(?:${anyOf(foreignMonths.keys())})(?!\\p{L}))`;
const yearWord = '((?:1[5-9]|20)\\d\\d)(?![\\d%]|,\\d)';
/** Between the parts of a date: `of`, and what languages put there, `15 de marzo de 2027`. */
export const dateFiller = `(?:(?:of|${[...dateWords(languages).fillers].join('|')}) )?`;
const yearAfter = `,? ${dateFiller}${yearWord}`;
export const dayWord = '(0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th|\\.(?= \\p{L}| ?[–—-]))?(?![:\\d])';
export const partWord = '([Ee]arly|[Bb]eginning of|[Ss]tart of|[Mm]id|[Mm]iddle of|[Ll]ate|[Ee]nd of)';

/** Notations that include the year, most precise first; the first match wins. */
export const writtenDates: readonly DateRule[] = [
  rule('\\b(\\d{4})-(\\d\\d)-(\\d\\d)(?!\\d)', (y, m, d) => `${y}-${m}-${d}`),
  // With dots the day comes first, as everywhere in the region. Slashes are ambiguous, so they are left alone.
  rule(
    '\\b(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})\\b',
    (d, m, y) => `${y}-${twoDigits(m ?? '')}-${twoDigits(d ?? '')}`,
  ),
  rule(`\\b${dayWord} ${monthWord}${rangeMark}${dayWord} ${monthWord}${yearAfter}`, (d1, m1, d2, m2, y) =>
    span(day(y, m1, d1), day(y, m2, d2)),
  ),
  rule(`${monthWord} ${dayWord}${rangeMark}${monthWord} ${dayWord},? ${yearWord}`, (m1, d1, m2, d2, y) =>
    span(day(y, m1, d1), day(y, m2, d2)),
  ),
  rule(`\\b${dayWord}${rangeMark}${dayWord} ${dateFiller}${monthWord}${yearAfter}`, (d1, d2, m, y) =>
    span(day(y, m, d1), day(y, m, d2)),
  ),
  rule(`${monthWord} ${dayWord}${rangeMark}${dayWord},? ${yearWord}`, (m, d1, d2, y) =>
    span(day(y, m, d1), day(y, m, d2)),
  ),
  rule(`\\b${dayWord} ${dateFiller}${monthWord}${yearAfter}`, (d, m, y) => day(y, m, d)),
  rule(`${monthWord} ${dayWord},? ${yearWord}`, (m, d, y) => day(y, m, d)),
  rule(`\\b(?:[Bb]y|[Bb]efore) the end of ${monthWord}${yearAfter}`, (m, y) => `[..${month(y, m)}]`),
  rule(`${partWord}[ -](?:in )?${monthWord}${yearAfter}`, (part, m, y) =>
    thirdOfMonth(y ?? '', monthDigits(m ?? ''), part ?? ''),
  ),
  rule(`${monthWord} ${yearWord}${rangeMark}${monthWord} ${yearWord}`, (m1, y1, m2, y2) =>
    span(month(y1, m1), month(y2, m2)),
  ),
  rule(`${monthWord}${rangeMark}${monthWord}${yearAfter}`, (m1, m2, y) => span(month(y, m1), month(y, m2))),
  rule(`${monthWord}${yearAfter}`, (m, y) => month(y, m)),
  rule(
    `\\b([Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter) (?:of )?${yearWord}`,
    (season, y) => `${y}-${seasons[(season ?? '').toLowerCase()]}`,
  ),
  rule(`\\b(first|second|third|fourth|last|final) quarter of ${yearWord}`, (which, y) =>
    months(y ?? '', (ordinals[which ?? ''] ?? 1) * 3 - 2, 3),
  ),
  rule(`\\bQ([1-4]) (?:of )?${yearWord}`, (which, y) => months(y ?? '', Number(which) * 3 - 2, 3)),
  rule(`\\b(first|second) half of ${yearWord}`, (which, y) => months(y ?? '', which === 'first' ? 1 : 7, 6)),
  rule(`\\b[Bb]etween ${yearWord} and ${yearWord}`, (from, until) => span(from ?? '', until ?? '')),
  rule(`\\b${yearWord}${rangeMark}${yearWord}`, (from, until) => span(from ?? '', until ?? '')),
  rule(`\\b${yearWord}[–-](\\d\\d)(?![\\d-])`, (from, until) =>
    span(from ?? '', `${from?.slice(0, 2)}${until}`),
  ),
  rule(`\\b${partWord}[ -](?:the )?((?:1[5-9]|20)\\d)0s\\b`, (part, decade) => {
    const third = thirdOf(part ?? '');
    return `[${decade}${third * 3 + (third > 0 ? 1 : 0)}..${decade}${[3, 6, 9][third]}]`;
  }),
  rule(`\\b((?:1[5-9]|20)\\d)0s\\b`, (decade) => `${decade}X`),
  rule(`\\b([Bb]y|[Bb]efore|[Uu]ntil) the end of ${yearWord}`, (word, y) =>
    /^u/i.test(word ?? '') ? `../${y}` : `[..${y}]`,
  ),
  rule(`\\b${partWord}[ -](?:the )?(?:year )?${yearWord}`, (part, y) => thirdOfYear(y ?? '', part ?? '')),
  rule(`${yearWord}(?= ?(?:год|г\\.))`, (y) => y ?? ''),
  // Four bare digits are a year only after a word such as "in"; "2000 troops" is not.
  rule(
    `(?<=\\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Tt]hrough|[Tt]hroughout|[Oo]f|year|for|and|back to) |\\()${yearWord}(?! (?:${counted})\\b)`,
    (y) => y ?? '',
  ),
];

function day(y = '', m = '', d = ''): string {
  return `${y}-${monthDigits(m)}-${twoDigits(d)}`;
}

function month(y = '', m = ''): string {
  return `${y}-${monthDigits(m)}`;
}

function span(from: string, until: string): string {
  return `${from}/${until}`;
}

/** `05` for May; the word must match `monthWord`. */
export function monthDigits(word: string): string {
  const index =
    foreignMonths.get(word.toLowerCase()) ??
    monthNames.findIndex((name) => name.startsWith(word.slice(0, 3)));
  return String(index + 1).padStart(2, '0');
}

export const twoDigits = (text: string | number) => String(Number(text)).padStart(2, '0');

/** The third meant by early, mid or late. */
function thirdOf(part: string): 0 | 1 | 2 {
  if (/^(early|beginning|start)/i.test(part)) return 0;
  return /^mid/i.test(part) ? 1 : 2;
}

/** One day within a third of a year: `[2023-01..2023-04]`. */
export function thirdOfYear(year: number | string, part: string): string {
  const from = thirdOf(part) * 4 + 1;
  return `[${year}-${twoDigits(from)}..${year}-${twoDigits(from + 3)}]`;
}

/** One day within a third of a month: `[2006-05-01..2006-05-10]`. */
function thirdOfMonth(year: string, month: string, part: string): string {
  const third = thirdOf(part);
  const last = third === 2 ? daysInMonth(Number(year), Number(month)) : third * 10 + 10;
  return `[${year}-${month}-${twoDigits(third * 10 + 1)}..${year}-${month}-${last}]`;
}
