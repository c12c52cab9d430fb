import { countries, getCountryData, type TCountryCode } from 'countries-list';
import { closest, distance } from 'fastest-levenshtein';
import { worldCountries } from '../../search/names/countries.ts';
import { isAbbreviation, toleratedErrors } from '../../search/names/near.ts';
import { normalise } from '../../search/names/phonetic-key.ts';
import { isEveryday, placesOfTheWorld } from '../../search/names/world.ts';

const codes = Object.keys(countries) as TCountryCode[];

export interface WorldCountry {
  /** ISO 3166-1 alpha-2 */
  code: string;
  /** The usual English name. */
  name: string;
  /** In English; missing where there is none or where it has the country's own name. */
  capital?: string;
  /** IANA time zones, in the order of their names. */
  zones: string[];
}

export interface ReadCountries {
  codes: string[];
  /** What each was called, where one text names it alone. */
  called: { code: string; name: string }[];
}

/** The countries that `text` lists, or what is wrong with it. Names in any language, two-letter and three-letter codes. */
export function readCountries(text: string): ReadCountries | { fault: string } {
  const found: string[] = [];
  const called: ReadCountries['called'] = [];
  const faults: string[] = [];
  const parts = text.split(/([,;\n،、，])/);
  for (let at = 0; at < parts.length; at += 2) {
    // A name may have a comma: Persian says Macao, special region of China.
    const [name = '', only] = wholeFrom(parts, at);
    if (name.trim() === '') continue;
    const read = only === undefined ? codesIn(name.trim()) : { codes: [only] };
    if ('fault' in read) {
      faults.push(read.fault);
      continue;
    }
    found.push(...read.codes);
    const [code, other] = read.codes;
    if (code && !other) called.push({ code, name: name.trim() });
    if (only !== undefined) at += 2;
  }
  if (faults.length > 0) return { fault: faults.join('; ') };
  if (found.length === 0)
    return { fault: 'no country is named; write names or codes, such as "Kenya, UG, Tanzania"' };
  return { codes: [...new Set(found)], called };
}

/** The part at `at`, or it and the next where both together name one country. */
function wholeFrom(parts: readonly string[], at: number): [name: string, code?: string] {
  const both = parts.slice(at, at + 3).join('');
  const [code, other] = parts.length > at + 2 && parts[at + 2]?.trim() !== '' ? codesOf(both) : [];
  return code && !other ? [both, code] : [parts[at] ?? ''];
}

/** Names or codes one after another, with or without "and" between them. */
function codesIn(part: string): { codes: string[] } | { fault: string } {
  const whole = codesOf(part);
  if (whole.length > 1) {
    const each = whole.map((code) => `${worldCountry(code).name} (${code})`).join(' and ');
    return { fault: `"${part}" may be ${each}; write the code of the one you mean` };
  }
  const codes = inTurn(part.split(/\s+/)) ?? unjoined(part);
  if (codes) return { codes };
  const begun = begunBy(part);
  if (begun) return { fault: `no country is called "${part}"; did you mean ${begun}?` };
  const other = otherThan(part);
  if (other) return { fault: `${other}; write the countries that you mean, by name or two-letter code` };
  const near = nearest(part);
  const meant = near ? `; did you mean ${near}?` : '.';
  return { fault: `no country is called "${part}"${meant} Write its name or its two-letter code` };
}

/** `Sao Tome`: the one country whose English name goes on after these words. */
function begunBy(part: string): string | undefined {
  const typed = normalise(part);
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
    codes.includes(code as TCountryCode),
  );
  const places = where.slice(0, mostMeant).map((code) => `${worldCountry(code).name} (${code})`);
  return places.length > 0 ? `"${part}" is no country but a place in ${places.join(', ')}` : undefined;
}

/** What stands before the last name of a list in each language, as it is written there: ` and `, ` و`, `和`. */
const joiners = once(() =>
  [...new Set(['en', ...languages()])].flatMap((language) => {
    const [, joiner] = new Intl.ListFormat(language).formatToParts(['a', 'b']);
    return joiner?.type === 'literal' && /\p{L}/u.test(joiner.value) ? [joiner.value] : [];
  }),
);
const isJoiner = (word: string) => word === '&' || joiners().some((one) => one.trim() === word.toLowerCase());

/** Splits where a joiner is written together with a name: المغرب وتونس, 蒙古和中国. */
function unjoined(part: string): string[] | undefined {
  const glued = joiners().filter((one) => !/^\s.*\s$/.test(one) && part.includes(one));
  return glued.map((one) => inTurn(part.replaceAll(one, ' ').split(/\s+/))).find(Boolean);
}

/** The countries that the words name one after another, the longest names first; undefined if a word names none. */
function inTurn(words: readonly string[]): string[] | undefined {
  if (words.length === 0) return [];
  for (let end = words.length; end > 0; end--) {
    const [code, ...others] = codesOf(words.slice(0, end).join(' '));
    if (!code || others.length > 0) continue;
    const rest = words.slice(end);
    const after = inTurn(isJoiner(rest[0] ?? '') ? rest.slice(1) : rest);
    if (after) return [code, ...after];
  }
  return undefined;
}

/** More than one where the name, or the word of names, is that of several countries, such as Congo and Korea. */
function codesOf(name: string): string[] {
  const typed = name.trim();
  const code = /^[a-z]{2,3}$/i.test(typed) && byCode().get(typed.toUpperCase());
  if (code) return [code];
  const key = normalise(typed);
  if (key === '') return [];
  const { english, parts, others } = named();
  return [...(english.get(key) ?? parts.get(key) ?? others.get(key) ?? ofOtherParts(key))];
}

/** A word of names in other languages, such as السعودية; one of many names, such as Republik, says nothing. */
function ofOtherParts(key: string): string[] {
  const codes = [...(otherParts().get(key) ?? byInitials().get(key) ?? [])];
  return codes.length <= mostMeant ? codes : [];
}

/** `RDC` of République démocratique du Congo: the first letters of three words or more, small words left out. */
function initialsOf(name: string): string[] {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}{4}/u.test(word) || /^\p{Lu}/u.test(word));
  const letters = words.map((word) => word.charAt(0).toUpperCase()).join('');
  return words.length > 2 && /^\p{Lu}+$/u.test(letters) ? [letters] : [];
}

/** `eau` is water before it is a country. */
const isNoWord = (initials: string) =>
  /[^aeiou][^aeiou]/.test(normalise(initials)) && !isEveryday(normalise(initials));

/** In all languages; where several countries have the same, it names each. */
const byInitials = once(() =>
  by((code) => [...englishNames(code), ...namesIn(code, languages())].flatMap(initialsOf)),
);

const mostMeant = 3;

function nearest(name: string): string | undefined {
  const typed = normalise(name);
  if (isAbbreviation(name) || toleratedErrors(typed.length) === 0) return undefined;
  const { english, others } = named();
  // Among the Latin names of all languages something is near to any word.
  const isLatin = /^[\p{Script=Latin}\P{L}]+$/u.test(name);
  const near = closest(typed, [...english.keys(), ...(isLatin ? [] : others.keys())]);
  const [code] = english.get(near) ?? others.get(near) ?? [];
  const far = distance(typed, near) > Math.max(1, Math.floor(typed.length / 4));
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

const otherParts = once(() =>
  by((code) =>
    namesIn(code, languages()).flatMap((name) =>
      name.split(/[\s-]+/).filter((word) => /^\p{L}{4}/u.test(word)),
    ),
  ),
);

const languages = once(() => [...new Set(codes.flatMap((code) => countries[code].languages))]);

function by(namesOf: (code: string) => readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const code of codes)
    for (const name of namesOf(code).map(normalise))
      if (name !== '') found.set(name, (found.get(name) ?? new Set()).add(code));
  return found;
}

export function worldCountry(code: string): WorldCountry {
  const { name, capital } = countries[code as TCountryCode];
  const same = [name, ...englishNames(code)].map(normalise).includes(normalise(capital));
  const zones = new Intl.Locale(`und-${code}`).getTimeZones?.() ?? [];
  return { code, name, ...(capital && !same && { capital }), zones };
}

/** Names that find the country: English ones, its own, and those in `languages`; without the usual English one. */
export function countrySpellings(code: string, languages: readonly string[]): string[] {
  const { name } = worldCountry(code);
  const { languages: own } = countries[code as TCountryCode];
  const all = [
    getCountryData(code as TCountryCode).iso3,
    ...englishNames(code),
    ...ownNames(code),
    ...namesIn(code, [...own, ...languages]),
    ...adjectives(code),
    ...namesIn(code, [...own, ...languages])
      .flatMap(initialsOf)
      .filter(isNoWord),
  ];
  const seen = new Set([name.toLowerCase()]);
  return all.filter((one) => one !== '' && !seen.has(one.toLowerCase()) && seen.add(one.toLowerCase()));
}

export function englishNames(code: string): string[] {
  const { name, alias = [] } = countries[code as TCountryCode];
  const official = (['long', 'short'] as const).map((style) => regionNames('en-GB', style)?.of(code) ?? '');
  return [...official, name, ...alias];
}

/** What people say: England, Burma. */
const everydayNames = (code: string) => worldCountries().find(({ id }) => id === code)?.spellings ?? [];

function ownNames(code: string): string[] {
  const { native, languages } = countries[code as TCountryCode];
  return [native, ...namesIn(code, languages)];
}

/** Languages of the countries, without English, in which the runtime has names. */
export function languagesOf(codes: readonly string[]): string[] {
  const all = codes.flatMap((code) => countries[code as TCountryCode].languages);
  return [...new Set(all)].filter((one) => one !== 'en' && regionNames(one, 'long') !== undefined);
}

const namesIn = (code: string, languages: readonly string[]): string[] =>
  languages.flatMap((language) =>
    (['long', 'short'] as const).flatMap((style) => regionNames(language, style)?.of(code) ?? []),
  );

/** `Georgian` of Georgia: the English name of a language of the country, where it is made from the country's name. */
function adjectives(code: string): string[] {
  const languages = new Intl.DisplayNames(['en-GB'], { type: 'language', fallback: 'none' });
  const { name } = worldCountry(code);
  const begins = normalise(name).slice(0, 4);
  return countries[code as TCountryCode].languages
    .map((language) => languages.of(language) ?? '')
    .filter((one) => begins.length === 4 && normalise(one).startsWith(begins));
}

const regions = new Map<string, Intl.DisplayNames | undefined>();

/** Undefined for a language that the runtime has no names in. */
function regionNames(language: string, style: 'long' | 'short'): Intl.DisplayNames | undefined {
  const key = `${language} ${style}`;
  if (!regions.has(key)) regions.set(key, displayNames(language, style));
  return regions.get(key);
}

function displayNames(language: string, style: 'long' | 'short'): Intl.DisplayNames | undefined {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none', style });
  // A language without names of its own would answer in that of the machine.
  const { language: has } = new Intl.Locale(names.resolvedOptions().locale);
  return has === new Intl.Locale(language).language ? names : undefined;
}

/** Built at first use: the names of all countries in all languages take a tenth of a second. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
