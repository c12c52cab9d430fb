export const nameKinds = ['country', 'person', 'office', 'topic', 'organisation', 'place'] as const;
export type NameKind = (typeof nameKinds)[number];

/** Something that has a name: an entry of the desk's lists, or any country of the world. */
export interface Name {
  kind: NameKind;
  id: string;
  label: string;
  /** Countries only: false for a country the desk deals with or does not know at all. */
  covered?: boolean;
  /** Places only: the country it lies in. */
  country?: string;
}

/**
 * What typed words mean. `exact`: a spelling the desk lists, however it is capitalised, accented or transliterated.
 * `near`: misspelt, one candidate clearly closest; the answer says how it was read.
 */
export type Resolution =
  | { outcome: 'found'; name: Name; via: 'exact' | 'near' }
  | { outcome: 'ambiguous'; candidates: Name[] }
  | { outcome: 'unknown'; suggestions: Name[] };

/** Finds people, places and topics however they are written. One index serves one desk. */
export interface NameIndex {
  /** `kinds` limits what may be found, the preferred kind first. */
  resolve(text: string, kinds: readonly NameKind[]): Resolution;
  /**
   * Names that `text` certainly is a spelling of; several share it. None for what is only misspelt: cheap enough to
   * try on every run of words.
   */
  exact(text: string, kinds: readonly NameKind[]): Name[];
  /** False where a reader should be told that `text` is read as `name`: no listed spelling, or a misspelling that is listed. */
  isPlain(text: string, name: Name): boolean;
  /** Names beginning with or close to `text`, best first. An empty text gives the first of each kind. */
  complete(text: string, kinds: readonly NameKind[], limit: number): Name[];
}
