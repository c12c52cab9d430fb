import type { FactKind, Standing } from '../domain/vocabulary.ts';
import type { FoundDate } from './find-dates.ts';
import type { FoundName } from './find-names.ts';

/** A sentence that may hold a fact, for an editor to tick and to write in the desk's own words. */
export interface Claim {
  /** The source's own words: shown beside the form, never exported. */
  sentence: string;
  /** Counted from 1. */
  paragraph: number;
  kind: FactKind;
  /** To be confirmed by the editor. */
  standing: Extract<Standing, 'reported' | 'opinion' | 'speculation'>;
  /** In order of the sentence; none where it gives none, and the article's own date then stands. */
  dates: FoundDate[];
  /** Ids, each once. Countries are also those of the places. */
  people: string[];
  countries: string[];
  places: string[];
  organisations: string[];
  /** Names that fit several, for the editor to choose from. */
  unclear: FoundName[];
  /** Names of things that the desk does not list. */
  named: string[];
  numbers: string[];
  quotes: string[];
  /** Higher is more likely a fact worth having; only comparable within one article. */
  score: number;
}
