import type { EntryBody } from '../entry.ts';
import type { Span } from '../reply.ts';

/**
 * What is indexed of an entry: tokens of `[a-z0-9]` separated by spaces. Words are folded and stemmed, names are
 * one token each, so that the stores need to know nothing of languages and both match alike.
 */
export interface IndexedText {
  title: string;
  text: string;
  names: string;
}

export type Indexer = (body: EntryBody) => IndexedText;

/** One token to look for: among the words of title and text, or among the names. */
export interface SearchToken {
  token: string;
  column: 'words' | 'names';
  /** Also words that begin with it. */
  prefix?: boolean;
}

/** Every group must be met, each by at least one of its alternatives. No group: nothing can match. */
export interface SearchQuery {
  groups: SearchToken[][];
}

/** What the words of a question mean to the index of one desk. */
export interface SearchLanguage {
  /** `readAs` tells of words that were taken for a name they only resemble, for a notice. */
  understand(words: string): { query: SearchQuery; readAs: { typed: string; label: string }[] };
  /** `words` with one that is no name here put right, for a question that found nothing; at most `limit`. */
  suggest(words: string, limit: number): string[];
  /** `text` as spans, the words that `query` matched in style `mark`. */
  highlight(text: string, query: SearchQuery): Span[];
}
