import { monthNames, numberWords, weekdayNames } from './day.ts';

/** A time that a desk gives a name to, such as independence; `date` is EDTF. */
export interface Era {
  name: string;
  date: string;
  spellings: readonly string[];
}

/** Words for dates in the languages of a desk, each with the English word that the grammar reads. */
export interface DateWords {
  /** Months, weekdays and numbers by folded word. */
  words: ReadonlyMap<string, string>;
  /** The same months and weekdays in English alone. A foreign one may also be the name of a place. */
  english: ReadonlySet<string>;
  /** `в прошлом месяце` by `last month`; a number is `#`. */
  phrases: ReadonlyMap<string, string>;
  /** Words of phrases, and words that mean nothing between the parts of a date, such as `г`. */
  parts: ReadonlySet<string>;
  fillers: ReadonlySet<string>;
  /** Words before a date: `в` of `в прошлом месяце`. */
  leads: ReadonlySet<string>;
  /** Words for a year, which may follow its number in any case form. */
  years: readonly string[];
  eras: ReadonlyMap<string, string>;
  stems: readonly Stem[];
}

/** A month by the beginning that its case forms share, and the last letters that nouns of the language take in time phrases. */
interface Stem {
  stem: string;
  month: string;
  endings: string;
}

/** Lower case, with one kind of apostrophe, dash and space. */
export function foldDate(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘ʻʼ`´]/g, "'")
    .replace(/[‐‑–—−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

const made = new Map<string, DateWords>();

/** Reads the words of `languages` (BCP 47) from Intl. English is always among them. */
export function dateWords(languages: readonly string[] = [], eras: readonly Era[] = []): DateWords {
  const key = JSON.stringify([languages, eras]);
  const known = made.get(key);
  if (known) return known;
  const found = build([...new Set(['en', ...languages])], eras);
  made.set(key, found);
  return found;
}

function build(languages: readonly string[], eras: readonly Era[]): DateWords {
  const words = new Map<string, string>();
  const phrases = new Map<string, string>();
  const fillers = new Set<string>();
  const years: string[] = [];
  const stems: Stem[] = [];
  const put = (map: Map<string, string>, word: string, english: string) => {
    if (word !== '' && !map.has(word)) map.set(word, english);
  };
  for (const [word, number] of Object.entries(numberWords)) put(words, word, String(number));
  let english = new Set<string>();
  for (const language of languages) {
    const months = formsOf(language, 'month');
    const endings = language === 'en' ? '' : endingsOf(language);
    for (const [index, name] of monthNames.entries()) {
      const forms = months(Date.UTC(2023, index, 16));
      for (const form of forms) put(words, form, name.toLowerCase());
      stems.push({ stem: shared(forms), month: name.toLowerCase(), endings });
    }
    const weekdays = formsOf(language, 'weekday');
    // 1 January 2023 was a Sunday.
    for (const [index, name] of weekdayNames.entries())
      for (const form of weekdays(Date.UTC(2023, 0, 1 + index))) put(words, form, name.toLowerCase());
    if (language === 'en') {
      for (const [word, name] of Object.entries(shortEnglish)) put(words, word, name);
      english = new Set(words.keys());
      continue;
    }
    for (const [phrase, said] of relativePhrases(language)) put(phrases, phrase, said);
    for (const filler of literals(language)) fillers.add(filler);
    years.push(...yearWords(language));
  }
  const parts = new Set([...phrases.keys()].flatMap((phrase) => phrase.split(' ')));
  const named = eras.flatMap(({ name, date, spellings }) =>
    [name, ...spellings].map((text) => [foldDate(text), date] as const),
  );
  const leads = new Set(
    [...phrases].flatMap(([phrase, said]) => (/^(?:last|this|next)/.test(said) ? leadOf(phrase) : [])),
  );
  for (const [name] of named) for (const word of name.split(' ')) parts.add(word);
  return { words, english, phrases, parts, fillers, leads, years, eras: new Map(named), stems };
}

/** What Intl does not list beside `Sep` and `Tue`. */
const shortEnglish: Record<string, string> = {
  ...Object.fromEntries(
    [...monthNames, ...weekdayNames].map((name) => [name.slice(0, 3).toLowerCase(), name.toLowerCase()]),
  ),
  sept: 'september',
  tues: 'tuesday',
  thur: 'thursday',
  thurs: 'thursday',
};

/** The forms of a month or weekday: alone and within a date, long and short. */
function formsOf(language: string, part: 'month' | 'weekday'): (instant: number) => string[] {
  const styles: Intl.DateTimeFormatOptions[] = (['long', 'short'] as const).flatMap((style) => [
    { [part]: style },
    ...(part === 'month' ? [{ month: style, day: 'numeric' as const }] : []),
  ]);
  const formatters = styles.map((style) => new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }));
  return (instant) => {
    const found = formatters.flatMap((formatter) =>
      formatter.formatToParts(instant).flatMap(({ type, value }) => (type === part ? foldWord(value) : [])),
    );
    return [...new Set(found)].filter((word) => !/^\d*$/.test(word));
  };
}

const foldWord = (text: string) => foldDate(text).replace(/\.+$/, '');

/** The letters that all long forms begin with: `авгус` for август and августа. */
function shared([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    if (other.length < 4 && first.startsWith(other)) continue;
    while (length > 0 && !other.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}

function leadOf(phrase: string): string[] {
  const words = phrase.split(' ');
  return words.length > 2 && (words[0]?.length ?? 0) <= 2 ? words.slice(0, 1) : [];
}

const units = ['day', 'week', 'month', 'quarter', 'year'] as const;
const spokenDays = ['2 days ago', 'yesterday', 'today', 'tomorrow', 'in 2 days'];

function relativePhrases(language: string): [string, string][] {
  const named = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const counted = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  return units.flatMap((unit) => {
    const near = [-2, -1, 0, 1, 2].flatMap((by): [string, string][] => {
      const phrase = foldDate(named.format(by, unit));
      if (/\d/.test(phrase)) return [];
      const which = by < 0 ? 'last' : by > 0 ? 'next' : 'this';
      if (unit !== 'day' && Math.abs(by) === 2) return [];
      return [[phrase, unit === 'day' ? (spokenDays[by + 2] as string) : `${which} ${unit}`]];
    });
    // Enough numbers for every plural form.
    const far = [1, 2, 5, 21].flatMap((count): [string, string][] => [
      [template(counted.format(-count, unit)), `# ${unit}s ago`],
      [template(counted.format(count, unit)), `in # ${unit}s`],
    ]);
    return [...near, ...far];
  });
}

const template = (text: string) => foldDate(text).replace(/\d+/, '#');

/** Words between the parts of a written date: `г` in `16 марта 2026 г.` */
function literals(language: string): string[] {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
    .formatToParts(0)
    .flatMap(({ type, value }) => (type === 'literal' ? (foldDate(value).match(/\p{L}+/gu) ?? []) : []));
}

function yearWords(language: string): string[] {
  const unit = new Intl.NumberFormat(language, { style: 'unit', unit: 'year', unitDisplay: 'long' });
  return [1, 2, 5].flatMap((count) =>
    unit
      .formatToParts(count)
      .flatMap(({ type, value }) => (type === 'unit' && value.length > 1 ? foldDate(value) : [])),
  );
}

/** Last letters of the nouns in `last month`, `this week`: `е` of месяце and неделе. */
function endingsOf(language: string): string {
  const named = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const ends = units.flatMap((unit) => [-1, 0, 1].map((by) => foldDate(named.format(by, unit)).slice(-1)));
  return [...new Set(ends)].join('');
}

/** The English word for a word of a date. With `dated`, beside a number, other case forms of months as well. */
export function englishWord(word: string, lexicon: DateWords, dated: boolean): string | undefined {
  const known = lexicon.words.get(word);
  if (known !== undefined || !dated) return known;
  return lexicon.stems.find((one) => isCaseForm(word, one))?.month;
}

/** A short name takes one letter that the language ends nouns with: neither Мартин nor Martin is March. */
function isCaseForm(word: string, { stem, endings }: Stem): boolean {
  if (endings === '' || stem.length < 2 || !word.startsWith(stem)) return false;
  const ending = word.slice(stem.length);
  if (stem.length >= 5) return ending.length <= 3;
  return ending.length === 1 && endings.includes(ending) && /[^a-z]/.test(stem);
}
