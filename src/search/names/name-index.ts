import type { DeskDefinition } from '../../domain/desk.ts';
import type { Name, NameIndex, NameKind, Resolution } from '../../domain/ports/names.ts';
import { completeNames, createMisspelt } from './complete.ts';
import { isCountryCode, isOwnCode, withoutTitles } from './countries.ts';
import { canBegin, createCaseReader, isWordNotCode, withoutElision } from './inflection.ts';
import {
  begunBy,
  isAbbreviation,
  isOtherGender,
  isPlainSpelling,
  type NearHit,
  namesContaining,
  nearest,
  suggest,
  typingErrors,
} from './near.ts';
import { createTitles } from './officials.ts';
import { createFullNames, type FullNameHit, withWords } from './people.ts';
import { caseStem, normalise, phoneticKey, placeStem, readings } from './phonetic-key.ts';
import {
  bySound,
  bySpelling,
  byStem,
  deskRecords,
  type FormSet,
  formSetOf,
  groupBy,
  isHalf,
  longestOf,
  makeForms,
  type NameRecord,
  otherCountries,
} from './records.ts';
import { readable } from './tokens.ts';
import {
  countriesIn,
  countryKey,
  countryNames,
  isEveryday,
  languageOf,
  once,
  placesOfTheWorld,
} from './world.ts';

/** With more candidates a choice is not useful. */
const askable = 6;
/** Kinds whose misspellings are read; those of others are only suggested. */
const readNear: readonly NameKind[] = ['person', 'country', 'place'];
/** What a text may misspell, and the persons whose given and family name it holds; each is looked for once. */
interface Nearby {
  near: () => NearHit[];
  whole: () => FullNameHit[];
}
/** Countries told of a place that the desk does not list. */
const mostElsewhere = 3;

/**
 * Finds a desk's names, and every country of the world, in any spelling. Tries tiers from exact to loose; the first
 * tier with a result decides. Cheap to build: the data for misspellings is built at first use.
 */
export function buildNameIndex(definition: DeskDefinition): NameIndex {
  const records = deskRecords(definition);
  const ofIds = groupBy(records.map((record) => [record.name.id, record]));
  const spelt = once(() => bySpelling(records));
  const inflected = once(() => byStem(records));
  const others = once(() => otherCountries(definition));
  /** What the world calls countries, also those to which the desk gives names of its own. */
  const speltWorld = once(() => bySpelling(otherCountries({ ...definition, countries: [] })));
  const { languages } = definition;
  const foreign = once(() =>
    countryNames(new Set([...definition.countries.map(({ id }) => languageOf(id)), ...languages])),
  );
  const spoken = once(() => countriesIn(new Set(languages)));
  const inCase = createCaseReader({ languages, spelt, foreign, spoken });
  const people = once(() => records.filter((record) => record.name.kind === 'person').map(withWords));
  const byFullName = once(() => createFullNames(records));
  const forms = once(() => makeForms(records));
  const otherForms = once(() => makeForms(others()));
  const sounds = once(() => bySound(forms()));
  const otherSounds = once(() => bySound(otherForms()));

  const within = (kinds: readonly NameKind[]) => (record: NameRecord) => kinds.includes(record.name.kind);
  const arranged = new Map<string, FormSet>();
  const formsFor = (kinds: readonly NameKind[]): FormSet => {
    const key = kinds.toSorted().join(' ');
    const made = arranged.get(key);
    if (made) return made;
    const own = forms().filter((form) => kinds.includes(form.record.name.kind));
    const set = formSetOf(kinds.includes('country') ? [...own, ...otherForms()] : own);
    arranged.set(key, set);
    return set;
  };

  /** By id, listed spelling, country code, or country of the world. */
  function bySpellingOrCode(text: string, kinds: readonly NameKind[]): NameRecord[] {
    const byId = ofIds.get(text)?.filter(within(kinds)) ?? [];
    if (byId.length > 0) return byId;
    const folded = normalise(text);
    const listed = (spelt().get(folded) ?? []).filter(within(kinds));
    if (listed.length > 0) return withNamesakes(listed, folded);
    const cased = (inflected().get(caseStem(text)) ?? []).filter(within(kinds));
    if (cased.length > 0) return cased;
    const placed = (inflected().get(placeStem(text)) ?? []).filter(
      ({ name: { kind } }) => kinds.includes(kind) && (kind === 'place' || kind === 'country'),
    );
    if (placed.length > 0) return placed;
    const suffixed = isEveryday(folded) ? [] : byAffix(text).filter(within(kinds));
    if (suffixed.length > 0) return suffixed;
    if (!kinds.includes('country')) return [];
    const byCode = ofCode(text, kinds);
    const abroad = byCode
      ? [byCode]
      : (speltWorld().get(folded) ?? []).flatMap(({ name }) => countryOf(name.id));
    if (abroad.length > 0 || isEveryday(text)) return abroad;
    const key = countryKey(text);
    return key.length > 3 || canBegin(text) ? countryOf(foreign().get(key) ?? '') : [];
  }

  /** With a case ending of the desk's languages, or with what some write before a name. */
  function byAffix(text: string): NameRecord[] {
    const read = inCase(text);
    if (typeof read !== 'string') return read;
    // In small letters a word of the language is more likely than a country that the desk does not list.
    return countryOf(read).filter((record) => records.includes(record) || canBegin(withoutElision(text)));
  }

  function countryOf(code: string): NameRecord[] {
    const own = ofIds.get(code)?.find(within(['country']));
    return [own ?? others().find((record) => record.name.id === code)].flatMap((one) => one ?? []);
  }

  function ofCode(text: string, kinds: readonly NameKind[]): NameRecord | undefined {
    const code = text.toUpperCase();
    if (!isCountryCode(code)) return undefined;
    const own = ofIds.get(code)?.find(within(['country']));
    if (text !== code && kinds.length > 1 && (!own || isWordNotCode(text.toLowerCase(), [])))
      return undefined;
    return countryOf(code)[0];
  }

  /** A family name alone means everyone who has it, even if only one of them lists this spelling. */
  function withNamesakes(found: NameRecord[], folded: string): NameRecord[] {
    if (folded.includes(' ') || !found.some((record) => record.name.kind === 'person')) return found;
    const sound = phoneticKey(folded);
    if (!people().some(({ record, families }) => found.includes(record) && families.has(sound))) return found;
    const bearers = people().filter(({ record, families }) => !found.includes(record) && families.has(sound));
    return [...found, ...bearers.map(({ record }) => record)];
  }

  /** Every word is one of the person's words: `Kerry, John`, `secretary kerry`. Initials alone, as of `a president`, are none. */
  function byWords(folded: string, kinds: readonly NameKind[]): NameRecord[] {
    const words = withoutTitles(folded.split(' '));
    if (!kinds.includes('person') || words.every((word) => word.length === 1)) return [];
    const found = people()
      .filter((person) => words.every((word) => person.words.has(word)) && !isHalf(words, person.record))
      .map(({ record }) => record);
    return words.length === 1 ? withNamesakes(found, words[0] ?? '') : found;
  }

  /** Another transliteration. If another name is nearer by letters, both are candidates. */
  function bySkeleton(text: string, kinds: readonly NameKind[], near: () => NearHit[]): NameRecord[] {
    const keys = readings(text);
    const own = keys.flatMap((key) => sounds().get(key) ?? []);
    const abroad = kinds.includes('country') ? keys.flatMap((key) => otherSounds().get(key) ?? []) : [];
    const untitled = phoneticKey(withoutTitles(normalise(text).split(' ')).join(' '));
    own.push(...(sounds().get(untitled) ?? []).filter(within(['person'])));
    const whole = withoutTitles(normalise(text).split(' ')).length > 1;
    const found = [...new Set([...own, ...abroad])]
      .filter(within(kinds))
      .filter(({ name }) => !(whole && name.kind === 'person'));
    if (found.length === 0) return [];
    const folded = normalise(text);
    const spelt = formsFor(kinds).all.filter((form) => found.includes(form.record));
    const mine = Math.min(...spelt.map((form) => typingErrors(folded, form.folded)));
    const nearer = near().find(({ record, errors }) => errors < mine && !found.includes(record));
    return nearer ? [...found, nearer.record] : found;
  }

  function exactly(text: string, kinds: readonly NameKind[], { near, whole }: Nearby): NameRecord[] {
    const folded = normalise(text);
    const bearers = (records: NameRecord[]) => records.filter((record) => !isOtherGender(text, record));
    const spelling = bearers(bySpellingOrCode(text, kinds));
    if (spelling.length > 0) return preferred(spelling, kinds);
    const words = bearers(byWords(folded, kinds));
    if (words.length > 0) return words;
    const together = whole().filter(({ errors }) => errors === 0);
    if (together.length > 0) return together.map(({ record }) => record);
    // Within several words, one that exactly matches a name settles the sound.
    const settled = folded.includes(' ') && folded.split(' ').some((word) => spelt().has(word));
    // NI is Nicaragua, however much it sounds like Niue.
    const isCoded = text.split(' ').some((word) => isOwnCode(word, definition));
    const sounding =
      folded.length < 4 || settled || isCoded || isEveryday(folded)
        ? []
        : preferred(bearers(bySkeleton(text, kinds, near)), kinds);
    if (sounding.length > 0) return sounding;
    const rest = text.slice(4).trim();
    if (/^the /i.test(text)) return exactly(rest, kinds, { near, whole: nearTo(rest, kinds).whole });
    const titled = kinds.includes('office') ? titles()(text) : [];
    return titled.flatMap((id) => ofIds.get(id)?.filter(within(['office'])) ?? []);
  }

  function nearly(text: string, kinds: readonly NameKind[], { near, whole }: Nearby): NameRecord[] {
    const folded = normalise(text);
    if (folded.length < 4 || isEveryday(folded) || isAbbreviation(text)) return [];
    const together = whole();
    if (together.length > 0) return together.map(({ record }) => record);
    const bearers = near().filter(({ record }) => !isOtherGender(text, record));
    const close = bearers.filter((hit) => hit.errors === bearers[0]?.errors).map(({ record }) => record);
    const found = close.length > 0 ? close : begunBy(folded, formsFor(kinds).all);
    return found.every(({ name }) => readNear.includes(name.kind)) ? found : [];
  }

  const nearTo = (typed: string, kinds: readonly NameKind[]): Nearby => ({
    near: once(() => nearest(typed, formsFor(kinds))),
    whole: once(() => (kinds.includes('person') ? byFullName()(typed) : [])),
  });

  function resolve(text: string, kinds: readonly NameKind[]): Resolution {
    const typed = readable(text);
    if (typed === '') return { outcome: 'unknown', suggestions: [] };
    const near = nearTo(typed, kinds);
    const exact = exactly(typed, kinds, near);
    if (exact.length > 0) return among(exact, 'exact') ?? { outcome: 'unknown', suggestions: [] };
    const everyday = isEveryday(typed);
    const within = namesContaining(normalise(typed), formsFor(kinds).all, everyday);
    const part = among(within.filter(isReadNear), 'near');
    if (part) return part;
    const elsewhere = everyday ? [] : elsewhereOf(typed);
    const found = elsewhere.length > 0 ? undefined : among(nearly(typed, kinds, near), 'near');
    if (found) return found;
    const alike = suggest(typed, formsFor(everyday ? beside(kinds) : kinds).all, 3);
    const suggestions = [...new Set([...within, ...(elsewhere.length > 0 ? [] : alike)])]
      .slice(0, 3)
      .map(nameOf);
    const placed = elsewhere.length > 0 && kinds.some((kind) => kind === 'country' || kind === 'place');
    return { outcome: 'unknown', suggestions, ...(placed && { elsewhere }) };
  }

  /** Countries with a place of this name, those of the desk first. */
  function elsewhereOf(typed: string): Name[] {
    const found = placesOfTheWorld(typed).flatMap(countryOf);
    const own = found.filter((record) => records.includes(record));
    return [...own, ...found.filter((record) => !own.includes(record))].slice(0, mostElsewhere).map(nameOf);
  }

  function isPlain(text: string, { kind, id }: Name): boolean {
    const typed = readable(text).replace(/^the /i, '');
    const record =
      ofIds.get(id)?.find(within([kind])) ??
      others().find(({ name }) => kind === 'country' && name.id === id);
    if (!record || typed === id || (kind === 'country' && typed.toUpperCase() === id)) return true;
    if (kind === 'country' && spoken().get(countryKey(typed)) === id) return true;
    return isPlainSpelling(typed, record) || byAffix(typed).includes(record);
  }

  const respelling = once(() => createMisspelt([...records, ...others()], index.exact));
  const index: NameIndex = {
    resolve,
    isPlain,
    misspelt: (words) => respelling()(words.slice(0, index.longest().words)),
    longest: once(() =>
      longestOf(definition, [...records, ...others()], [...foreign().keys(), ...spoken().keys()]),
    ),
    exact(text, kinds) {
      const typed = readable(text);
      return typed === '' ? [] : exactly(typed, kinds, nearTo(typed, kinds)).map(nameOf);
    },
    isWordOf(text, topic) {
      const listed = definition.topics.find(({ id }) => id === topic);
      const folded = normalise(text);
      const has = (all: readonly string[]) => all.some((one) => normalise(one) === folded);
      return listed !== undefined && has(listed.words ?? []) && !has([listed.name, ...listed.spellings]);
    },
    complete(text, kinds, limit) {
      const blank = normalise(text) === '';
      return completeNames(text, blank ? forms() : formsFor(kinds).all, kinds, limit);
    },
  };
  const titles = once(() => createTitles(definition, index));
  return index;
}

const nameOf = (record: NameRecord): Name => record.name;

const isReadNear = ({ name }: NameRecord) => readNear.includes(name.kind);
const beside = (kinds: readonly NameKind[]) => kinds.filter((kind) => !readNear.includes(kind));

function among([only, ...others]: NameRecord[], via: 'exact' | 'near'): Resolution | undefined {
  if (!only || others.length >= askable) return undefined;
  if (others.length === 0) return { outcome: 'found', name: only.name, via };
  return { outcome: 'ambiguous', candidates: [only, ...others].map(nameOf) };
}

/** Of equal matches, those of the first requested kind. */
function preferred(records: NameRecord[], kinds: readonly NameKind[]): NameRecord[] {
  const kind = kinds.find((one) => records.some((record) => record.name.kind === one));
  return records.filter((record) => record.name.kind === kind);
}
