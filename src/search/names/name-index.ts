import type { DeskDefinition } from '../../domain/desk.ts';
import type { Name, NameIndex, NameKind, Resolution } from '../../domain/ports/names.ts';
import { completeNames } from './complete.ts';
import { isCountryCode, withoutTitles } from './countries.ts';
import { isOtherGender, isPlainSpelling, type NearHit, nearest, suggest, typos } from './near.ts';
import { normalise, phoneticKey, readings } from './phonetic-key.ts';
import {
  arrange,
  deskRecords,
  type Form,
  type FormSet,
  familyNames,
  groupBy,
  makeForms,
  type NameRecord,
  otherCountries,
  personWords,
} from './records.ts';

/** Country codes that are everyday words in lower case (Belarus, India, Norway …); they count only in capitals. */
const smallWords = new Set('am an as at be by do id in is it la me my no or so to'.split(' '));
/** With more candidates a choice is not useful. */
const askable = 6;

/**
 * Finds a desk's names, and every country of the world, in any spelling. Tries tiers from exact to loose; the first
 * tier with a result decides. Cheap to build: the data for misspellings is built at first use.
 */
export function buildNameIndex(definition: DeskDefinition): NameIndex {
  const records = deskRecords(definition);
  const ofIds = groupBy(records.map((record) => [record.name.id, record]));
  const spelt = lazy(() => bySpelling(records));
  const others = lazy(() => otherCountries(definition));
  const speltOthers = lazy(() => bySpelling(others()));
  const people = lazy(() => records.filter((record) => record.name.kind === 'person').map(withWords));
  const forms = lazy(() => makeForms(records));
  const otherForms = lazy(() => makeForms(others()));
  const sounds = lazy(() => bySound(forms()));
  const otherSounds = lazy(() => bySound(otherForms()));

  const within = (kinds: readonly NameKind[]) => (record: NameRecord) => kinds.includes(record.name.kind);
  const arranged = new Map<string, FormSet>();
  const formsFor = (kinds: readonly NameKind[]): FormSet => {
    const key = kinds.toSorted().join(' ');
    const made = arranged.get(key);
    if (made) return made;
    const own = forms().filter((form) => kinds.includes(form.record.name.kind));
    const set = arrange(kinds.includes('country') ? [...own, ...otherForms()] : own);
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
    if (!kinds.includes('country')) return [];
    const byCode = ofCode(text, kinds);
    return byCode ? [byCode] : (speltOthers().get(folded) ?? []);
  }

  function ofCode(text: string, kinds: readonly NameKind[]): NameRecord | undefined {
    const code = text.toUpperCase();
    if (!isCountryCode(code)) return undefined;
    const own = ofIds.get(code)?.find(within(['country']));
    if (text !== code && kinds.length > 1 && (!own || smallWords.has(text.toLowerCase()))) return undefined;
    return own ?? others().find((record) => record.name.id === code);
  }

  /** A family name alone means everyone who has it, even if only one of them lists this spelling. */
  function withNamesakes(found: NameRecord[], folded: string): NameRecord[] {
    if (folded.includes(' ') || !found.some((record) => record.name.kind === 'person')) return found;
    const sound = phoneticKey(folded);
    if (!people().some(({ record, families }) => found.includes(record) && families.has(sound))) return found;
    const bearers = people().filter(({ record, families }) => !found.includes(record) && families.has(sound));
    return [...found, ...bearers.map(({ record }) => record)];
  }

  /** Every word is one of the person's words: `Karimov, Islom`, `president karimov`. */
  function byWords(folded: string, kinds: readonly NameKind[]): NameRecord[] {
    if (!kinds.includes('person')) return [];
    const words = withoutTitles(folded.split(' '));
    const found = people()
      .filter((person) => words.every((word) => person.words.has(word)))
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
    const found = [...new Set([...own, ...abroad])].filter(within(kinds));
    if (found.length === 0) return [];
    const folded = normalise(text);
    const spelt = formsFor(kinds).all.filter((form) => found.includes(form.record));
    const mine = Math.min(...spelt.map((form) => typos(folded, form.folded)));
    const nearer = near().find(({ record, errors }) => errors < mine && !found.includes(record));
    return nearer ? [...found, nearer.record] : found;
  }

  function exactly(text: string, kinds: readonly NameKind[], near: () => NearHit[]): NameRecord[] {
    const folded = normalise(text);
    const bearers = (records: NameRecord[]) => records.filter((record) => !isOtherGender(text, record));
    const spelling = bearers(bySpellingOrCode(text, kinds));
    if (spelling.length > 0) return preferred(spelling, kinds);
    const words = bearers(byWords(folded, kinds));
    if (words.length > 0) return words;
    // Within several words, one that exactly matches a name settles the sound.
    const settled = folded.includes(' ') && folded.split(' ').some((word) => spelt().has(word));
    const sounding =
      folded.length < 4 || settled ? [] : preferred(bearers(bySkeleton(text, kinds, near)), kinds);
    if (sounding.length > 0) return sounding;
    return /^the /i.test(text) ? exactly(text.slice(4).trim(), kinds, near) : [];
  }

  function nearly(folded: string, kinds: readonly NameKind[], near: () => NearHit[]): NameRecord[] {
    if (folded.length < 4) return [];
    const [first] = near();
    const close = near().filter((hit) => hit.errors === first?.errors);
    return close.length > 0 ? close.map((hit) => hit.record) : partly(folded, formsFor(kinds).all);
  }

  const nearTo = (typed: string, kinds: readonly NameKind[]) => lazy(() => nearest(typed, formsFor(kinds)));

  function resolve(text: string, kinds: readonly NameKind[]): Resolution {
    const typed = readable(text);
    const near = nearTo(typed, kinds);
    const exact = typed === '' ? [] : exactly(typed, kinds, near);
    const found = exact.length > 0 || typed === '' ? exact : nearly(normalise(typed), kinds, near);
    const [only] = found;
    if (only && found.length === 1) {
      return { outcome: 'found', name: only.name, via: exact.length > 0 ? 'exact' : 'near' };
    }
    if (only && found.length <= askable) return { outcome: 'ambiguous', candidates: found.map(nameOf) };
    const suggestions = typed === '' ? [] : suggest(typed, formsFor(kinds).all, 3).map(nameOf);
    return { outcome: 'unknown', suggestions };
  }

  function isPlain(text: string, { kind, id }: Name): boolean {
    const typed = readable(text).replace(/^the /i, '');
    const record =
      ofIds.get(id)?.find(within([kind])) ??
      others().find(({ name }) => kind === 'country' && name.id === id);
    if (!record || typed === id || (kind === 'country' && typed.toUpperCase() === id)) return true;
    return isPlainSpelling(typed, record);
  }

  return {
    resolve,
    isPlain,
    exact(text, kinds) {
      const typed = readable(text);
      return typed === '' ? [] : exactly(typed, kinds, nearTo(typed, kinds)).map(nameOf);
    },
    complete(text, kinds, limit) {
      const blank = normalise(text) === '';
      return completeNames(text, blank ? forms() : formsFor(kinds).all, kinds, limit);
    },
  };
}

/** Empty for text that cannot be a name: nothing readable, or far too long. */
function readable(text: string): string {
  const typed = text.normalize('NFKC').trim();
  return typed.length > 200 || normalise(typed) === '' ? '' : typed;
}

const nameOf = (record: NameRecord): Name => record.name;

/** Of equal matches, those of the first requested kind. */
function preferred(records: NameRecord[], kinds: readonly NameKind[]): NameRecord[] {
  const kind = kinds.find((one) => records.some((record) => record.name.kind === one));
  return records.filter((record) => record.name.kind === kind);
}

/** Names that begin with the text or contain all its words: `mirziyo`, `shanghai`, `korea`. */
function partly(folded: string, forms: readonly Form[]): NameRecord[] {
  if (folded.length < 5) return [];
  const words = folded.split(' ');
  const hits = forms.filter(
    (form) =>
      form.folded.startsWith(folded) || words.every((word) => ` ${form.folded} `.includes(` ${word} `)),
  );
  return [...new Set(hits.map((form) => form.record))];
}

/** By spelling, both as words and joined: `nur sultan` and `nursultan`. */
function bySpelling(records: readonly NameRecord[]): Map<string, NameRecord[]> {
  return groupBy(
    records.flatMap((record) =>
      record.spellings.flatMap((spelling): [string, NameRecord][] => {
        const folded = normalise(spelling);
        const joined = folded.length > 6 && folded.includes(' ') ? [folded.replaceAll(' ', '')] : [];
        return [folded, ...joined].filter((key) => key !== '').map((key) => [key, record]);
      }),
    ),
  );
}

function bySound(forms: readonly Form[]): Map<string, NameRecord[]> {
  return groupBy(
    forms.filter((form) => form.phoneticKey.length > 3).map((form) => [form.phoneticKey, form.record]),
  );
}

function withWords(record: NameRecord) {
  return { record, words: personWords(record), families: familyNames(record) };
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
