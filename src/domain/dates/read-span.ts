import { type DateFault, type DateSpan, isSpan } from './calendar.ts';
import { type DateWords, dateWords, englishWord, foldDate } from './date-words.ts';
import { addDays, type Day, monthNames } from './day.ts';
import { eventDate } from './event-date.ts';
import { readDate } from './read-date.ts';
import type { Said, Toward } from './relative-date.ts';

export type { DateFault, DateSpan } from './calendar.ts';

export interface DateSetting {
  /** Today in the zone of the desk. */
  today: Day;
  /** From `dateWords`; default: English. */
  words?: DateWords | undefined;
  /** Default: past. */
  toward?: Toward;
}

/** More words than any date has: `from the beginning of march 2025 to the end of january 2026` */
const longest = 12;

/**
 * Reads a text that is wholly a date, a time of several days, or a range of both: `16 марта 2026`, `early 1990s`,
 * `last 6 months`, `from 2019 to 2021`, `since 1991`. A fault: it is meant as a date, but is none. Undefined: it is no
 * date.
 */
export function readSpan(text: string, { today, words = dateWords(), toward = 'past' }: DateSetting): Said {
  if (text.length > 120) return undefined;
  const plain = canonical(foldDate(text), words);
  if (plain === '') return undefined;
  const setting = { today, toward };
  const era = (said: string) => eraOf(said, words);
  const one = (said: string, around = setting) => era(said) ?? readDate(said, around);
  return one(plain) ?? range(plain, setting, one) ?? openEnded(plain, setting, one);
}

/** The longest run of words from `at` on that is a date, and how many words it takes. */
export function findSpan(
  words: readonly string[],
  at: number,
  setting: DateSetting,
): { said: DateSpan | DateFault; used: number } | undefined {
  const lexicon = setting.words ?? dateWords();
  const rest = words.slice(at, at + longest);
  const stranger = rest.findIndex((word) => !mayBePart(word, lexicon));
  for (let used = stranger < 0 ? rest.length : stranger; used > 0; used -= 1) {
    const run = rest.slice(0, used);
    if (/^(?:to|and|until|till|-|of|the|,)$/.test(run.at(-1) ?? '')) continue;
    const said = readSpan(run.join(' '), setting);
    if (said) return { said, used };
  }
  return undefined;
}

/** Whether a word is a month or weekday of another language than English, which may be a name as well. */
export function isForeignWord(word: string, words: DateWords = dateWords()): boolean {
  const folded = foldDate(word);
  return words.words.has(folded) && !words.english.has(folded);
}

const grammarWords = new Set(
  (
    'of the in on for from to until till through thru and between since after before up by last past previous this ' +
    'current next coming upcoming early beginning start begin mid middle late end spring summer autumn fall winter first ' +
    'second third fourth half quarter today now tonight present yesterday tomorrow day days week weeks weekend month months ' +
    'quarters present year years decade decades hour hours ago back or earlier later ahead ytd mtd qtd wtd date so far -'
  ).split(' '),
);

function mayBePart(word: string, lexicon: DateWords): boolean {
  return foldDate(word)
    .split(/[^\p{L}\p{N}']+/u)
    .every(
      (one) =>
        one === '' ||
        /\d/.test(one) ||
        grammarWords.has(one) ||
        lexicon.words.has(one) ||
        lexicon.parts.has(one) ||
        lexicon.fillers.has(one) ||
        lexicon.years.some((year) => one.startsWith(year)) ||
        englishWord(one, lexicon, true) !== undefined,
    );
}

/** The text in English: months and weekdays in full, numbers in figures, no commas, and nothing that means nothing. */
function canonical(folded: string, lexicon: DateWords): string {
  const text = folded
    .replace(/[,;()]/g, ' ')
    .replace(/\.(?=\s|$)/g, ' ')
    .replace(/(\p{L})\.(?=[\p{L}\d])/gu, '$1 ')
    .replace(/(\d)(?:st|nd|rd|th)\b/g, '$1')
    .replace(/(?<![\p{L}\d])(\d+)-(?=\p{L})(?!present|now|today)/gu, '$1 ')
    .replace(/(?<![\p{L}\d])(\p{L}+)-(?=['\d])/gu, '$1 ')
    .replace(/(\p{L})-(?=\p{L})/gu, (_, letter) => `${letter} - `)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^mid - /, 'mid ');
  const number = /\d+/.exec(text)?.[0];
  const phrase = lexicon.phrases.get(text.replace(/\d+/, '#'));
  if (phrase) return phrase.replace('#', number ?? '#');
  if (lexicon.eras.has(text)) return text;
  const dated = /\d/.test(text);
  const kept = text.split(' ').flatMap((word, at, all) => {
    const isYear = /^\d{4}$/.test(all[at - 1] ?? '') && lexicon.years.some((year) => word.startsWith(year));
    if (isYear || lexicon.fillers.has(word) || word === 'of' || word === 'the') return [];
    return [englishWord(word, lexicon, dated) ?? word];
  });
  if (kept.length > 1 && lexicon.leads.has(kept[0] ?? '')) kept.shift();
  return kept.join(' ').replace(/^(?:on|in|for|during) (?!\d{1,3} (?!\w+ \d{4}))/, '');
}

function eraOf(text: string, { eras }: DateWords): DateSpan | undefined {
  const edtf = eras.get(text);
  if (edtf === undefined) return undefined;
  const { earliest, latest } = eventDate(edtf);
  return { from: earliest, to: latest, precision: 'span', edtf, basis: 'written' };
}

type One = (text: string, around?: { today: Day; toward: Toward }) => Said;
type Setting = { today: Day; toward: Toward };

const month = `(?:${monthNames.join('|').toLowerCase()})`;

function range(plain: string, setting: Setting, one: One): Said {
  const [, between = '', , whole = ''] = /^((between|from) )?(.+)$/.exec(plain) ?? [];
  for (const [left, right] of halves(whole, between !== '')) {
    const read = pair(left, right, setting, one);
    if (read) return read;
  }
  return undefined;
}

/** The two texts that a joint divides, at every place that may be one. */
function halves(text: string, led: boolean): [string, string][] {
  const dayFirst = new RegExp(`^(\\d{1,2}) ?(?:-|to|and) ?(\\d{1,2}) (${month}.*)$`).exec(text);
  if (dayFirst) return [[`${dayFirst[1]} ${dayFirst[3]}`, `${dayFirst[2]} ${dayFirst[3]}`]];
  const monthFirst = new RegExp(`^(${month}) (\\d{1,2}) ?(?:-|to|and) ?(\\d{1,2})((?: \\d{4})?)$`).exec(text);
  if (monthFirst) {
    const [, name, a, b, year] = monthFirst;
    return [[`${name} ${a}${year}`, `${name} ${b}${year}`]];
  }
  const joints = [
    / (?:to|until|till|through|thru|-) /g,
    / and /g,
    /(?: ?\.\. ?)/g,
    /(?<=\d{4}'?s?) ?[-/] ?(?=(?:'?\d{2}|\d{4})(?!\d|-\d))/g,
    /(?<=\d{4}-\d\d(?:-\d\d)?)\/(?=\d{4}-\d\d)/g,
    /(?<=\d\.\d{4}) ?- ?(?=\d)/g,
    /(?<=[q\d]\d) ?- ?(?=q\d)/g,
    /(?<=\d) ?- ?(?=present|now|today)/g,
    /(?<=0s) ?- ?(?=\d{3}0s)/g,
  ];
  const found = joints.flatMap((joint) =>
    [...text.matchAll(joint)].map((at): [string, string] => [
      text.slice(0, at.index),
      text.slice(at.index + at[0].length),
    ]),
  );
  return led || !/ and /.test(text) ? found : found.filter(([a, b]) => /\d{4}$/.test(a) && /\d{4}/.test(b));
}

/** Both ends. What the first leaves open comes from the second: `march to may 2024`, `28 - 30 june`. */
function pair(left: string, right: string, setting: Setting, one: One): Said {
  const end = one(right, setting);
  if (!isSpan(end)) return end && one(left, setting) ? end : undefined;
  const [, year] = /(?:^|\s)(\d{4})$/.exec(right) ?? [];
  const inherited = year === undefined ? undefined : one(`${left} ${year}`, setting);
  const alone = one(left, setting);
  const useYear = isSpan(inherited) && (!isSpan(alone) || alone.basis === 'guessed');
  let begin = useYear ? inherited : alone;
  if (useYear && isSpan(begin) && year !== undefined && (begin.from ?? '') > (end.to ?? '9'))
    begin = one(`${left} ${Number(year) - 1}`, setting);
  if (!isSpan(begin)) return begin;
  const last =
    end.basis === 'guessed' ? one(right, { today: begin.from ?? setting.today, toward: 'next' }) : end;
  if (!isSpan(last)) return last;
  return joined(begin, last, [left, right]);
}

function joined(begin: DateSpan, end: DateSpan, [left, right]: [string, string]): Said {
  if (begin.from !== null && end.to !== null && begin.from > end.to) {
    const offer = `${right} to ${left}`;
    return {
      fault: `${left} is later than ${right}.`,
      write: `Write ${offer}.`,
      offers: [offer],
      backwards: true,
    };
  }
  const toNow = /^(?:today|now|present)$/.test(right);
  const plain = [begin, end].every(mayBound);
  return {
    from: begin.anchor ?? begin.from,
    to: end.anchor ?? end.to,
    precision: 'span',
    ...(plain && { edtf: `${begin.edtf}/${toNow ? '..' : end.edtf}` }),
    range: true,
    basis: [begin, end].find(({ basis }) => basis !== 'written')?.basis ?? 'written',
  };
}

/** Whether EDTF can write it as the end of an interval. */
const mayBound = ({ edtf, precision }: DateSpan) =>
  edtf !== undefined && precision !== 'season' && !/[[/]/.test(edtf);

/** `since 1991`, `after 2005`, `until 2030`, `2026 or earlier`: one end is open. */
function openEnded(plain: string, setting: Setting, one: One): Said {
  const [, bound = '', side] = /^(.+) or (earlier|later)$/.exec(plain) ?? [];
  if (side) return beyond(one(bound, setting), side === 'earlier');
  const [, word = '', rest = ''] = /^(since|from|after|until|till|before|up to|by) (.+)$/.exec(plain) ?? [];
  if (rest === '') return undefined;
  const begins = /^(since|from|after)$/.test(word);
  const said = one(rest, {
    ...setting,
    toward: begins ? 'past' : setting.toward === 'past' ? 'next' : setting.toward,
  });
  if (!isSpan(said)) return said;
  const { basis, edtf } = said;
  // `news from last week`: what is of it, and not of the days after.
  const isOver = said.to !== null && said.to < setting.today;
  if (word === 'from' && basis === 'relative' && said.anchor === undefined && isOver)
    return { ...said, range: true };
  const isPlain = mayBound(said) && !/^(after|before)$/.test(word);
  const open = { precision: 'span' as const, basis };
  if (begins) {
    const from = word === 'after' ? said.to && addDays(said.to, 1) : (said.anchor ?? said.from);
    return { from, to: null, ...open, ...(isPlain && { edtf: `${edtf}/..` }) };
  }
  const to = word === 'before' ? said.from && addDays(said.from, -1) : (said.anchor ?? said.to);
  return { from: null, to, ...open, ...(isPlain && { edtf: word === 'by' ? `[..${edtf}]` : `../${edtf}` }) };
}

/** As dates of which only one end is known are shown. */
function beyond(said: Said, before: boolean): Said {
  if (!isSpan(said)) return said;
  const { basis, edtf, from, to } = said;
  const open = { precision: 'span' as const, basis };
  const written = mayBound(said) && { edtf: before ? `[..${edtf}]` : `[${edtf}..]` };
  return before ? { from: null, to, ...open, ...written } : { from, to: null, ...open, ...written };
}

/** The day that bounds a time from this span on, or up to it. */
export function edgeOf(span: DateSpan, edge: 'start' | 'end'): Day | null {
  if (span.precision !== 'span' && span.anchor !== undefined) return span.anchor;
  const forward = span.anchor !== undefined && span.to === span.anchor;
  return edge === 'start' ? (forward ? span.to : span.from) : span.to;
}
