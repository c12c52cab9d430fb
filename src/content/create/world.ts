import {
  languages as allLanguages,
  countries,
  getCountryData,
  type TCountryCode,
  type TLanguageCode,
} from 'countries-list';
import { worldCountries } from '../../search/names/countries.ts';
import { normalise } from '../../search/names/phonetic-key.ts';
import { isEveryday, once, placesOfTheWorld } from '../../search/names/world.ts';

/** ISO 3166-1 alpha-2. */
export const codes = Object.keys(countries) as TCountryCode[];

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

export function worldCountry(code: string): WorldCountry {
  const { name, capital } = countries[code as TCountryCode];
  const same = [name, ...englishNames(code)].map(normalise).includes(normalise(capital));
  const zones = new Intl.Locale(`und-${code}`).getTimeZones?.() ?? [];
  return { code, name, ...(capital && !same && { capital }), zones };
}

/** So many zones a country may have for each to be called after one of its largest cities. */
const fewZones = 4;

/**
 * Cities of the country, the capital first. A zone is called after the largest city in it: so a seat of government
 * that is no capital is mostly known, as La Paz and Abidjan. Of many zones some are called after villages.
 */
export function citiesOf(code: string): string[] {
  const { capital, zones } = worldCountry(code);
  const called = zones.length > fewZones ? [] : zones.flatMap((zone) => zone.split('/').slice(1));
  const taken = [capital ?? '', ...englishNames(code)].map(normalise);
  const cities = called
    .map((city) => city.replaceAll('_', ' '))
    .filter((city) => !taken.includes(normalise(city)) && placesOfTheWorld(city).includes(code));
  return [...(capital ? [capital] : []), ...cities];
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

/** `eau` is water before it is a country. */
const isNoWord = (initials: string) =>
  /[^aeiou][^aeiou]/.test(normalise(initials)) && !isEveryday(normalise(initials));

/** `RDC` of République démocratique du Congo: the first letters of three words or more, small words left out. */
export function initialsOf(name: string): string[] {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}{4}/u.test(word) || /^\p{Lu}/u.test(word));
  const letters = words.map((word) => word.charAt(0).toUpperCase()).join('');
  return words.length > 2 && /^\p{Lu}+$/u.test(letters) ? [letters] : [];
}

export function englishNames(code: string): string[] {
  const { name, alias = [] } = countries[code as TCountryCode];
  const official = (['long', 'short'] as const).map((style) => regionNames('en-GB', style)?.of(code) ?? '');
  return [...official, name, ...alias];
}

/** What people say: England, Burma. */
export const everydayNames = (code: string): readonly string[] =>
  worldCountries().find(({ id }) => id === code)?.spellings ?? [];

export function ownNames(code: string): string[] {
  const { native, languages } = countries[code as TCountryCode];
  return [native, ...namesIn(code, languages)];
}

/** Languages of the countries, without English, in which the runtime has names. */
export function languagesOf(codes: readonly string[]): string[] {
  const all = codes.flatMap((code) => countries[code as TCountryCode].languages);
  return [...new Set(all)].filter((one) => one !== 'en' && regionNames(one, 'long') !== undefined);
}

/** Of all countries. */
export const languages = once(() => [...new Set(codes.flatMap((code) => countries[code].languages))]);

export const namesIn = (code: string, languages: readonly string[]): string[] =>
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
export function regionNames(language: string, style: 'long' | 'short'): Intl.DisplayNames | undefined {
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

/** By code, or by name in English, in the language itself or in any other; English needs no saying. */
export function readLanguages(text: string): { languages: string[]; unknown: string[] } {
  const found: string[] = [];
  const unknown: string[] = [];
  for (const part of text.split(/[,;\n،、，]/).map((one) => one.trim())) {
    if (part === '') continue;
    const whole = languageOf(part);
    const each = whole ? [whole] : part.split(/\s+/).map(languageOf);
    if (each.every((code) => code !== undefined)) found.push(...each);
    else unknown.push(part);
  }
  return { languages: [...new Set(found)].filter((one) => one !== 'en'), unknown };
}

const isLanguageCode = /^[a-z]{2,3}$/;

function languageOf(typed: string): string | undefined {
  const code = typed.toLowerCase();
  if (code in allLanguages) return code;
  const called = languagesByName().get(normalise(typed));
  return called ?? (isLanguageCode.test(code) ? code : undefined);
}

let byName: Map<string, string> | undefined;

/** The names in English and in the language itself come first. */
function languagesByName(): ReadonlyMap<string, string> {
  if (byName) return byName;
  byName = new Map();
  const codes = Object.keys(allLanguages) as TLanguageCode[];
  const usual = codes.map((code): [string, string[]] => [
    code,
    [allLanguages[code].name, allLanguages[code].native],
  ]);
  const spoken = ['en', ...codes].map((language) => {
    const names = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' });
    return { language, of: (code: string) => names.of(code) ?? '' };
  });
  const own = spoken.map(({ language, of }): [string, string[]] => [language, [of(language)]]);
  const all = spoken.flatMap(({ of }) => codes.map((code): [string, string[]] => [code, [of(code)]]));
  for (const [code, names] of [...usual, ...own, ...all])
    for (const name of names.map(normalise)) if (name !== '' && !byName.has(name)) byName.set(name, code);
  return byName;
}
