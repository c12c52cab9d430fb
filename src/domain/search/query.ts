import type { Day } from '../dates/day.ts';
import type { EntryBody } from '../entry.ts';
import type { Page, Paged, Scope, StoredEntry } from '../ports/entries.ts';
import type { Name } from '../ports/names.ts';
import type { Span } from '../reply.ts';

export interface SearchHit {
  entry: StoredEntry;
  /** Higher is better; comparable only within one result. */
  score: number;
  /** The terms of the query that it has, by their place, and what each adds to the score. */
  held: { term: number; share: number }[];
  /** What words near those of the question add, which only order what was found. */
  related: number;
}

export interface Found extends Paged<SearchHit> {
  /** How many entries have each term of the query, whatever its filters. */
  counts: number[];
}

/** Finds entries by the text that an `Indexer` made of each. */
export interface Searcher {
  /**
   * Best first: entries with all terms of a query of up to four, then by BM25 over the fields. Recency and standing
   * break ties. The same on every database.
   */
  search(scope: Scope, query: SearchQuery, page: Page): Promise<Found>;
  /** Words of the desk's entries that this one may misspell or begin, nearest first. */
  similar(desk: string, word: string): Promise<string[]>;
}

/**
 * What is indexed of an entry: tokens of `[a-z0-9]`. Words are folded and stemmed, names are
 * one token each, so that the stores need to know nothing of languages and both match alike.
 */
export interface IndexedText {
  title: readonly string[];
  text: readonly string[];
  names: readonly string[];
  /** The words of title and text as they are written, folded, each once: what misspelt words are compared with. */
  words: readonly string[];
}

export type Indexer = (body: EntryBody) => IndexedText;

/** One token to find in the words of title and text, or in the names. */
export interface SearchToken {
  token: string;
  column: 'words' | 'names';
}

/** One word of a question. */
export interface SearchTerm {
  /** As it was read: folded. */
  word: string;
  /** What means it: an entry with any of these has the term. */
  tokens: SearchToken[];
  /** How often the question says it. */
  times: number;
}

/** What an entry must be about. All that are given must hold. */
export interface SearchFilters {
  topic?: string | undefined;
  /** Several: it has each of them. */
  country?: string | readonly string[] | undefined;
  person?: string | undefined;
  organisation?: string | undefined;
  place?: string | undefined;
  /** A source that the entry cites. */
  source?: string | undefined;
  /** The preferred event date may overlap the days from `since` to `until`. */
  since?: Day | undefined;
  until?: Day | undefined;
}

/** Finds entries that have any of the terms. Without terms nothing is found. */
export interface SearchQuery {
  terms: SearchTerm[];
  /** Tokens that follow each other in the title or the text, all of them. */
  phrases?: string[][];
  /** None of these. */
  without?: SearchToken[];
  /** What related entries are on: orders what was found. */
  related?: SearchToken[];
  filters?: SearchFilters;
}

/** What a question is read as. */
export interface Understood {
  query: SearchQuery;
  /** Words read as a similar name, for a notice. */
  readAs: { typed: string; label: string }[];
  /** Topics that a word is listed for, by the word. */
  topics: { word: string; topic: string }[];
}

/** Translates the words of a question to index tokens of one desk. */
export interface SearchLanguage {
  /** `misread`: words that no entry holds, with what each is read as instead: a word, or a similar name. */
  understand(words: string, misread?: ReadonlyMap<string, string>): Understood;
  /** An everyday word, or the name of a place or a country: whatever holds it, it misspells nothing. */
  isWord(word: string): boolean;
  /** The name that a word misspells, if it resembles one enough. */
  misspelt(word: string): Name | undefined;
  /** Spelling suggestions for a question without results, each with one word corrected; at most `limit`. */
  suggest(words: string, limit: number): string[];
  /** Makes texts spans; words matched by `query` have the style `mark`. */
  highlighter(query: SearchQuery): (text: string) => Span[];
}
