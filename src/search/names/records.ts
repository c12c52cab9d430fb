import type { DeskDefinition } from '../../domain/desk.ts';
import type { Name } from '../../domain/ports/names.ts';
import { isGeneration, isTitle, worldCountries } from './countries.ts';
import { normalise, phoneticKey, spelledStem } from './phonetic-key.ts';
import { joinPlus, nameToken, stemOf, unspaced } from './tokens.ts';

interface FormIs {
  part: boolean;
  label: boolean;
  family?: boolean;
}

/** One spelling of a name, prepared for comparison. */
export class Form {
  readonly record: NameRecord;
  readonly folded: string;
  /** Letters of `folded`. */
  readonly letters: number;
  /** A single word of a person's name that stands for the whole: `kerry`. */
  readonly part: boolean;
  /** A part that is a family name. */
  readonly family: boolean;
  /** The desk's own spelling. */
  readonly label: boolean;
  readonly #spelling: string;
  #sound: { key: string; letters: number } | undefined;

  constructor(record: NameRecord, spelling: string, folded: string, is: FormIs) {
    this.record = record;
    this.folded = folded;
    this.letters = lettersOf(folded);
    this.part = is.part;
    this.family = is.family === true;
    this.label = is.label;
    this.#spelling = spelling;
  }

  get phoneticKey(): string {
    return this.#heard().key;
  }

  /** Letters of `phoneticKey`. */
  get soundLetters(): number {
    return this.#heard().letters;
  }

  /** Computed at first use, because most forms are never compared by sound. */
  #heard() {
    if (!this.#sound) {
      const key = phoneticKey(this.#spelling);
      this.#sound = { key, letters: lettersOf(key) };
    }
    return this.#sound;
  }
}

/** The set of letters of a folded word, as bits. Some share a bit, so that two sets may look more alike than they are. */
export function lettersOf(folded: string): number {
  let letters = 0;
  for (let at = 0; at < folded.length; at++) letters |= 1 << (folded.charCodeAt(at) & 31);
  return letters;
}

/** Typing errors that lie between two words at least: each can bring in one letter that the other word does not have. */
export function fewestErrors(letters: number, others: number): number {
  return Math.max(bits(letters & ~others), bits(others & ~letters));
}

function bits(set: number): number {
  const pairs = set - ((set >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** The spellings that misspelt words are compared with. Expensive; built at the first word without an exact match. */
export function makeForms(records: readonly NameRecord[]): Form[] {
  const forms: Form[] = [];
  for (const record of records) {
    const seen = new Set<string>();
    const add = (spelling: string, is: FormIs) => {
      const folded = normalise(spelling);
      if (folded === '' || seen.has(folded)) return;
      seen.add(folded);
      forms.push(new Form(record, spelling, folded, is));
    };
    record.spellings.forEach((spelling, at) => {
      add(spelling, { part: false, label: at === 0 });
    });
    if (record.name.kind !== 'person') continue;
    const families = familyNames(record);
    for (const word of personWords(record))
      add(word, { part: true, label: false, family: families.has(phoneticKey(word)) });
  }
  return forms;
}

/** Forms prepared for finding near spellings. */
export interface FormSet {
  all: readonly Form[];
  /** Indexed by number of letters. */
  byLength: readonly Form[][];
}

export function formSetOf(all: readonly Form[]): FormSet {
  const byLength: Form[][] = [];
  for (const form of all) {
    const { length } = form.folded;
    while (byLength.length <= length) byLength.push([]);
    byLength[length]?.push(form);
  }
  return { all, byLength };
}

/** Normalised words of all spellings of a person's name, without titles, which are not unique. */
export function personWords(record: NameRecord): Set<string> {
  const words = record.spellings.flatMap((spelling) => normalise(spelling).split(' '));
  return new Set(
    words.filter((word) => word !== '' && word !== 'the' && !isTitle(word) && !isGeneration(word)),
  );
}

/** Whether the words are no more than a part of a double given name, such as Jean-Pierre: that is many people's. */
export const isHalf = (words: readonly string[], { spellings }: NameRecord): boolean =>
  spellings
    .flatMap((spelling) => spelling.split(' ').slice(0, -1))
    .map((given) => normalise(given.replaceAll('-', ' ')).split(' '))
    .some((halves) => words.length < halves.length && words.every((word) => halves.includes(word)));

/** Phonetic keys of family names: the last word of each spelling of several words, and of the desk's own spelling. */
export function familyNames(record: NameRecord): Set<string> {
  const whole = record.spellings
    .map((spelling) => spelling.split(' ').filter((word) => !isGeneration(word)))
    .map((words) => normalise(words.join(' ')))
    .filter((spelling, at) => at === 0 || spelling.includes(' '));
  return new Set(whole.map((spelling) => phoneticKey(spelling.split(' ').at(-1) ?? '')));
}

/** Groups values by key. */
export function groupBy<V>(pairs: Iterable<readonly [string, V]>): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (!group) groups.set(key, [value]);
    else if (!group.includes(value)) group.push(value);
  }
  return groups;
}

/** A name with all its spellings, the desk's own first. */
export interface NameRecord {
  name: Name;
  /** Persons only: the country they act for. */
  country?: string;
  spellings: string[];
}

/** The desk's names in their order in `desk.yaml`. */
export function deskRecords(definition: DeskDefinition): NameRecord[] {
  const { countries } = definition;
  const [people, offices, topics, organisations, places] = [
    inUse(definition.people),
    inUse(definition.offices),
    inUse(definition.topics),
    inUse(definition.organisations),
    inUse(definition.places),
  ];
  return [
    ...countries.map((country) =>
      record({ kind: 'country', id: country.id, label: country.name, covered: country.covered }, country),
    ),
    ...people.map((person) => ({
      ...record({ kind: 'person', id: person.id, label: person.name }, person),
      ...(person.country && { country: person.country }),
    })),
    ...offices.map((office) => record({ kind: 'office', id: office.id, label: office.name }, office)),
    ...topics.map(({ id, name, spellings, words = [] }) =>
      record({ kind: 'topic', id, label: name }, { spellings: [...spellings, ...words] }),
    ),
    ...organisations.map((one) => record({ kind: 'organisation', id: one.id, label: one.name }, one)),
    ...places.map((place) =>
      record(
        {
          kind: 'place',
          id: place.id,
          label: place.name,
          country: place.country,
          covered: countries.some(({ id, covered }) => id === place.country && covered),
        },
        place,
      ),
    ),
  ];
}

/** A retracted name is read no more. */
const inUse = <T extends { retraction?: string | undefined }>(names: readonly T[]): T[] =>
  names.filter(({ retraction }) => retraction === undefined);

/** Countries that the desk does not list. */
export function otherCountries(definition: DeskDefinition): NameRecord[] {
  const listed = new Set(definition.countries.map((country) => country.id));
  return worldCountries()
    .filter((country) => !listed.has(country.id))
    .map(({ id, label, spellings }) => ({ name: { kind: 'country', id, label, covered: false }, spellings }));
}

function record(name: Name, { spellings }: { spellings: string[] }): NameRecord {
  return { name, spellings: [...new Set([name.label, ...spellings])] };
}

/** Spellings of a name as they occur in text. */
export interface NameSpellings {
  /** Stems that alone stand for the name: one-word spellings and family names. */
  single: string[];
  /** All spellings as normalised words, longest first, for highlighting. */
  phrases: string[][];
}

/** Spellings by name, computed once per desk. Countries that the desk does not list have only their label. */
export function spellingTokens(definition: DeskDefinition): (name: Name) => NameSpellings {
  let all: Map<string, NameSpellings> | undefined;
  return ({ kind, id, label }) => {
    all ??= new Map(
      deskRecords(definition).map(({ name, spellings }) => [
        nameToken(name.kind, name.id),
        spellingsOf(spellings, name.kind === 'person'),
      ]),
    );
    return all.get(nameToken(kind, id)) ?? spellingsOf([label], false);
  };
}

function spellingsOf(spellings: readonly string[], person: boolean): NameSpellings {
  const phrases = spellings
    .map((spelling) => normalise(spelling).split(' '))
    .filter(([first]) => first !== '');
  const family = person ? phrases.slice(0, 1).map((words) => words.slice(-1)) : [];
  const alone = [...phrases.filter(({ length }) => length === 1), ...family];
  const joined = spellings
    .filter((one) => joinPlus(one) !== one)
    .map((one) => normalise(joinPlus(one)).split(' '));
  const words = [...alone, ...joined.filter(({ length }) => length === 1)];
  return {
    single: [...new Set(words.flatMap(([word = '']) => (word.length > 1 ? stemOf(word) : [])))],
    phrases: phrases.sort((a, b) => b.length - a.length),
  };
}

/** By spelling, both as words and joined: `addis ababa` and `addisababa`. */
export function bySpelling(records: readonly NameRecord[]): Map<string, NameRecord[]> {
  return groupBy(
    records.flatMap((record) =>
      record.spellings.flatMap((spelling): [string, NameRecord][] => {
        const folded = normalise(spelling);
        const joined = folded.length > 6 && folded.includes(' ') ? [folded.replaceAll(' ', '')] : [];
        // A question leaves out what is written together with the next word: Côte d’Ivoire.
        const unelided = normalise(spelling.replace(/(?<=\s)\p{L}{1,5}['’](?=\p{L}{2})/gu, ''));
        return [folded, ...joined, unelided].filter((key) => key !== '').map((key) => [key, record]);
      }),
    ),
  );
}

/** By spelling in Cyrillic without case endings; other spellings have an empty stem. */
export function byStem(records: readonly NameRecord[]): Map<string, NameRecord[]> {
  const stems = groupBy(
    records.flatMap((record) => record.spellings.map((one) => [spelledStem(one), record] as const)),
  );
  stems.delete('');
  return stems;
}

export function bySound(forms: readonly Form[]): Map<string, NameRecord[]> {
  return groupBy(
    forms.filter((form) => form.phoneticKey.length > 3).map((form) => [form.phoneticKey, form.record]),
  );
}

/** The longest names of a desk, and of countries in other languages: see `NameIndex.longest`. */
export function longestOf(
  { offices, countries }: DeskDefinition,
  records: readonly NameRecord[],
  abroad: readonly string[],
) {
  const spellings = records.filter(({ name }) => name.kind !== 'office').flatMap((one) => one.spellings);
  const ofCountries = records.filter(({ name }) => name.kind === 'country').flatMap((one) => one.spellings);
  const country = most([...ofCountries, ...abroad].map(wordCount));
  const called = new Map(countries.map(({ id, name }) => [id, normalise(name)]));
  // A title stands before any name of its country: President of the Democratic Republic of the Congo.
  const titles = offices
    .flatMap((office) => [office.name, ...office.spellings].map((one) => ({ one, of: office.country })))
    .map(({ one, of }) => normalise(one).replace(called.get(of ?? '') ?? '', ''));
  const words = Math.max(most(titles.map(wordCount)) + 1 + country, most(spellings.map(wordCount)));
  const letters = most([...spellings, ...abroad].map((one) => (unspaced.test(one) ? one.length : 0)));
  return { words, country, letters };
}

const wordCount = (text: string) => normalise(text).split(' ').length;
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), 0);
