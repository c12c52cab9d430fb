import { getCountryData } from 'countries-list';
import { closest } from 'fastest-levenshtein';
import { capital, sentence } from '../../domain/text.ts';
import { isAbbreviation, toleratedErrors, typingErrors } from '../../search/names/near.ts';
import { normalise } from '../../search/names/phonetic-key.ts';
import { once, placesOfTheWorld } from '../../search/names/world.ts';
import {
  codes,
  englishNames,
  everydayNames,
  initialsOf,
  languages,
  languagesOf,
  namesIn,
  ownNames,
  regionNames,
  worldCountry,
} from './world.ts';

export interface ReadCountries {
  codes: string[];
  /** What each was called, where one text names it alone. */
  called: { code: string; name: string }[];
}

/** What is wrong with one part of a list, which another may take the place of. `meant`: what it most likely is. */
export interface PartFault {
  part: string;
  /** Without a point at its end. */
  says: string;
  meant?: string | undefined;
}

/** Between the parts of a list, in any script. */
const separator = /[,;；\n،、，]/;

/** The list with another in the place of this part; nothing leaves the part out. */
export function inPlaceOf(list: string, part: string, other: string): string {
  const at = [...list.matchAll(new RegExp(RegExp.escape(part), 'g'))].find(({ index }) => {
    const [before = '', after = ''] = [list.slice(0, index).trim(), list.slice(index + part.length).trim()];
    return (
      (before === '' || separator.test(before.slice(-1))) && (after === '' || separator.test(after[0] ?? ''))
    );
  })?.index;
  return at === undefined ? list : list.slice(0, at) + other + list.slice(at + part.length);
}

/** A sentence for each fault, with what it may mean; the first begins as it is. */
export const faultsText = (faults: readonly Omit<PartFault, 'part'>[]): string =>
  faults
    .map(({ says, meant }) => sentence(meant ? `${says}; did you mean ${meant}?` : says))
    .map((one, at) => (at === 0 ? one : capital(one)))
    .join(' ');

/** The countries that `text` lists, or what is wrong with it. Names in any language, two-letter and three-letter codes. */
export function readCountries(text: string): ReadCountries | { faults: PartFault[] } {
  const found: string[] = [];
  const called: ReadCountries['called'] = [];
  const faults: PartFault[] = [];
  const parts = text.split(/([,;\n،、，])/);
  for (let at = 0; at < parts.length; at += 2) {
    // A name may have a comma: Persian says Macao, special region of China.
    const [name = '', only] = wholeFrom(parts, at);
    if (name.trim() === '') continue;
    const read = only === undefined ? codesIn(name.trim()) : { codes: [only] };
    if ('says' in read) {
      faults.push({ part: name.trim(), ...read });
      continue;
    }
    found.push(...read.codes);
    const [code, other] = read.codes;
    if (code && !other) called.push({ code, name: name.trim() });
    if (only !== undefined) at += 2;
  }
  if (faults.length > 0) return { faults };
  if (found.length === 0)
    return {
      faults: [
        { part: '', says: 'no country is named; write names or codes, such as "Kenya, UG, Tanzania"' },
      ],
    };
  return { codes: [...new Set(found)], called };
}

/** The part at `at`, or it and the next where both together name one country. */
function wholeFrom(parts: readonly string[], at: number): [name: string, code?: string] {
  const both = parts.slice(at, at + 3).join('');
  const [code, other] = parts.length > at + 2 && parts[at + 2]?.trim() !== '' ? codesOf(both) : [];
  return code && !other ? [both, code] : [parts[at] ?? ''];
}

/** Names or codes one after another, with or without "and" between them. */
function codesIn(part: string): { codes: string[] } | Omit<PartFault, 'part'> {
  const whole = codesOf(part);
  if (whole.length > 1) {
    const each = whole.map((code) => `${worldCountry(code).name} (${code})`).join(' or ');
    return { says: `"${part}" may be ${each}; write the code of the one you mean` };
  }
  const [only] = whole;
  if (only && !isJoinerIn('en', part)) return { codes: [only] };
  const words = part.split(/\s+/);
  const codes = inTurn(words) ?? unjoined(part);
  const unsure = codes && words.find((word) => isJoiner(word) && codeOf(word) && !joins(word, part, codes));
  if (unsure) {
    const code = codeOf(unsure) ?? '';
    const country = `${worldCountry(code).name} (${code})`;
    return { says: `"${unsure}" may be ${country} or a word for "and"; put commas between the countries` };
  }
  if (codes) return { codes };
  const says = `no country is called "${part}"`;
  const begun = begunBy(part);
  if (begun) return { says, meant: begun };
  const other = otherThan(part);
  if (other) return { says: `${other}; write the countries that you mean, by name or two-letter code` };
  const near = nearest(part);
  return near ? { says, meant: near } : { says: `${says}; write its name or its two-letter code` };
}

/** `Sao Tome`: the one country whose English name goes on after these words. */
function begunBy(part: string): string | undefined {
  const typed = keyOf(part);
  const all = [...named().english].filter(([name]) => typed.length > 3 && name.startsWith(`${typed} `));
  const [code, other] = new Set(all.flatMap(([, found]) => [...found]));
  return code && !other ? worldCountry(code).name : undefined;
}

/** What the name means that is no country: a union that has a code as countries have, or a place. */
function otherThan(part: string): string | undefined {
  const code = part.toUpperCase();
  // A code that is no more in use is another's now.
  const isCode = /^[A-Z]{2}$/.test(code) && new Intl.Locale(`und-${code}`).region === code;
  const union = isCode ? regionNames('en-GB', 'long')?.of(code) : undefined;
  if (union) return `"${part}" is no country but the ${union}`;
  const where = (isAbbreviation(part) ? [] : placesOfTheWorld(part)).filter((code) =>
    codes.some((one) => one === code),
  );
  const places = where.slice(0, mostMeant).map((code) => `${worldCountry(code).name} (${code})`);
  return places.length > 0 ? `"${part}" is no country but a place in ${places.join(', ')}` : undefined;
}

/** What stands before the last name of a list in each language, as it is written there: ` and `, ` و`, `和`. */
const joinersByLanguage = once(
  () =>
    new Map(
      ['en', ...languages()].flatMap((language): [string, string][] => {
        const [, joiner] = new Intl.ListFormat(language).formatToParts(['a', 'b']);
        return joiner?.type === 'literal' && /\p{L}/u.test(joiner.value) ? [[language, joiner.value]] : [];
      }),
    ),
);
const joiners = once(() => [...new Set(joinersByLanguage().values())]);
const isJoinerIn = (language: string, word: string) =>
  joinersByLanguage().get(language)?.trim() === word.toLowerCase();
/** Whether one of the countries speaks a language in which the word joins names, or all are named in it: Maroc et Tunisie. */
function joins(word: string, part: string, codes: readonly string[]): boolean {
  const spoken = ['en', ...languagesOf(codes)];
  const isNamed = (code: string, language: string) =>
    namesIn(code, [language]).some((name) => ` ${keyOf(part)} `.includes(` ${keyOf(name)} `));
  return [...joinersByLanguage().keys()].some(
    (language) =>
      isJoinerIn(language, word) &&
      (spoken.includes(language) || codes.every((code) => isNamed(code, language))),
  );
}
/** AT is Austria, and `at` joins names in Filipino. */
const isJoiner = (word: string) =>
  word === '&' ||
  (!(word === word.toUpperCase() && codeOf(word)) &&
    joiners().some((one) => one.trim() === word.toLowerCase()));

/** Splits where a joiner is written together with a name: المغرب وتونس, 蒙古和中国. */
function unjoined(part: string): string[] | undefined {
  const glued = joiners().filter((one) => !/^\s.*\s$/.test(one) && part.includes(one));
  return glued.map((one) => inTurn(part.replaceAll(one, ' ').split(/\s+/))).find(Boolean);
}

/** The countries that the words name one after another, the longest names first; undefined if a word names none. */
function inTurn(words: readonly string[]): string[] | undefined {
  if (words.length === 0) return [];
  const joined = words.findIndex(isJoiner);
  const run = words.slice(0, joined < 0 ? words.length : joined);
  // Among names a code is none: St Vincent is not São Tomé and Vincent.
  const all = run.flatMap((word) => codeOf(word) ?? []);
  if (run.length > 0 && all.length === run.length) {
    const after = inTurn(words.slice(run.length + 1));
    if (after) return [...all, ...after];
  }
  for (let end = words.length; end > 0; end--) {
    const [code, ...others] = namedAs(words.slice(0, end).join(' '));
    if (!code || others.length > 0) continue;
    const rest = words.slice(end);
    const after = inTurn(isJoiner(rest[0] ?? '') ? rest.slice(1) : rest);
    if (after) return [code, ...after];
  }
  return undefined;
}

/** Of two or three letters, with or without dots. */
const codeOf = (word: string): string | undefined =>
  /^(?:[a-z]\.?){2,3}$/i.test(word) ? byCode().get(word.replaceAll('.', '').toUpperCase()) : undefined;

/** More than one where the name, or the word of names, is that of several countries, such as Congo and Korea. */
function codesOf(name: string): string[] {
  const code = codeOf(name.trim());
  return code ? [code] : namedAs(name);
}

/** The same of what is no code. */
function namedAs(name: string): string[] {
  const key = keyOf(name);
  if (key === '') return [];
  const { english, parts, others } = named();
  const exact = english.get(key);
  if (exact) return [...exact];
  // What is a country's name in one language may be a word of another's in the next: Guyane and Guiana.
  const whole = others.get(key) ?? new Set();
  const all = [...new Set([...(parts.get(key) ?? []), ...whole, ...wordOf(key)])];
  if (all.length <= mostMeant) return all.length > 0 ? all : [...(byInitials().get(key) ?? [])];
  return whole.size <= mostMeant ? [...whole] : [];
}

/** Countries of whose names it is a word, in languages where no country has it as its whole name. */
const wordOf = (key: string): string[] => [...(otherParts().get(key) ?? [])];

/** In all languages; where several countries have the same, it names each. */
const byInitials = once(() =>
  by((code) => [...englishNames(code), ...namesIn(code, languages())].flatMap(initialsOf)),
);

const mostMeant = 3;

function nearest(name: string): string | undefined {
  const typed = keyOf(name);
  if (isAbbreviation(name) || toleratedErrors(typed.length) === 0) return undefined;
  const { english, others } = named();
  // Among the Latin names of all languages something is near to any word.
  const isLatin = /^[\p{Script=Latin}\P{L}]+$/u.test(name);
  const near = closest(typed, [...english.keys(), ...(isLatin ? [] : others.keys())]);
  const [code] = english.get(near) ?? others.get(near) ?? [];
  // Two letters in each other's place are one error.
  const far = typingErrors(typed, near) > Math.max(1, Math.floor(typed.length / 4));
  return code && !far ? worldCountry(code).name : undefined;
}

/** By two-letter and three-letter code. */
const byCode = once(
  () => new Map(codes.flatMap((code) => [code, getCountryData(code).iso3].map((one) => [one, code]))),
);

/** Countries by normalised names: in English or as they call themselves, by single English words, and in any language. */
const named = once(() => {
  const words = (code: string) =>
    englishNames(code)
      .flatMap((name) => name.split(/[\s-]+/))
      .filter((word) => /^\p{Lu}.{3}/u.test(word));
  return {
    english: by((code) => [...englishNames(code), ...ownNames(code), ...everydayNames(code)]),
    parts: by(words),
    others: by((code) => namesIn(code, languages())),
  };
});

const otherParts = once(() => {
  const found = new Map<string, Set<string>>();
  for (const language of languages()) {
    const whole = by((code) => namesIn(code, [language]));
    const words = by((code) =>
      namesIn(code, [language]).flatMap((name) =>
        name.split(/[\s-]+/).filter((word) => /^\p{L}{4}/u.test(word)),
      ),
    );
    for (const [word, named] of words)
      if (!whole.has(word)) found.set(word, (found.get(word) ?? new Set()).union(named));
  }
  return found;
});

/** The Bahamas, Saint Lucia, and Antigua & Barbuda are found however these small words are written. */
const keyOf = (name: string): string =>
  normalise(name)
    .replace(/\bsaint\b/g, 'st')
    .replace(/\b(?:and|the) /g, '');

function by(namesOf: (code: string) => readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const code of codes)
    for (const name of namesOf(code).map(keyOf))
      if (name !== '') found.set(name, (found.get(name) ?? new Set()).add(code));
  return found;
}
