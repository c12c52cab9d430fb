import type { DeskDefinition } from '../desk.ts';

export const nameKinds = ['country', 'person', 'office', 'topic', 'organisation', 'place'] as const;
export type NameKind = (typeof nameKinds)[number];

/** Where a definition lists the names of a kind. */
export const nameLists = {
  country: 'countries',
  person: 'people',
  office: 'offices',
  topic: 'topics',
  organisation: 'organisations',
  place: 'places',
} as const satisfies Record<NameKind, keyof DeskDefinition>;

/** A named thing: an entry of the desk's lists, or any country. */
export interface Name {
  kind: NameKind;
  id: string;
  label: string;
  /** Countries, and places by theirs: whether the desk covers it. */
  covered?: boolean;
  /** Places only: its country. */
  country?: string;
}

/**
 * Meaning of typed words. `exact`: a listed spelling in any capitalisation, accents, case or transliteration.
 * `near`: a misspelt person, country or place with one clearly closest candidate; the answer says how it was read.
 * Misspelt offices, topics and organisations are only suggested. `elsewhere`: countries with a place of this name
 * that the desk does not list; it is then read as no other name.
 */
export type Resolution =
  | { outcome: 'found'; name: Name; via: 'exact' | 'near' }
  | { outcome: 'ambiguous'; candidates: Name[] }
  | { outcome: 'unknown'; suggestions: Name[]; elsewhere?: Name[] };

/** Finds people, places and topics in any spelling. One index per desk. */
export interface NameIndex {
  /** `kinds` limits the kinds, preferred kind first. */
  resolve(text: string, kinds: readonly NameKind[]): Resolution;
  /**
   * Names with exactly the spelling `text`, which several may share; no misspellings. Cheap enough to
   * try on every run of words.
   */
  exact(text: string, kinds: readonly NameKind[]): Name[];
  /** The name of several words, a country or place, that the words misspell from the first on, over its whole length. */
  misspelt(words: readonly string[]): { name: Name; spelling: string; used: number } | undefined;
  /** The longest names: in words, those of countries alone, and in letters where a script has no spaces. */
  longest(): { words: number; country: number; letters: number };
  /** False if the reader should be told that `text` is read as `name`: an unlisted spelling, or a listed misspelling. */
  isPlain(text: string, name: Name): boolean;
  /** Whether `text` is only a word of texts on this topic, and no name of it: `human rights` for Security. */
  isWordOf(text: string, topic: string): boolean;
  /** Names that begin with or resemble `text`, best first. Empty text gives the first of each kind. */
  complete(text: string, kinds: readonly NameKind[], limit: number): Name[];
}
