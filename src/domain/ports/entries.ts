import type { Day } from '../dates/day.ts';
import type { EntryBody } from '../entry.ts';
import type { Role } from '../identity.ts';
import type { Span } from '../reply.ts';
import type { Direction, FactKind, Standing } from '../vocabulary.ts';
import type { Place } from './access.ts';

/**
 * What a viewer may be shown. Readers see public and internal entries that are published, corrected, superseded
 * or retracted, published by `today` and past their embargo; editors and above see everything. What is shown in a
 * shared place is public, whoever asks.
 */
export interface Scope {
  desk: string;
  role: Role;
  /** Where it will be seen. */
  place: Place;
  now: Date;
  /** `now` as a day in the desk's zone. */
  today: Day;
  /** The record as the desk had published it by the end of this day; none: as it stands. */
  asOf?: Day;
}

/** An entry as the store holds it: its body and where this revision comes from. */
export interface StoredEntry {
  body: EntryBody;
  /** 1 for the first. */
  revision: number;
  /** Bounds of the preferred event date; null is open. Briefs: of the article's date. */
  earliest: Day | null;
  latest: Day | null;
  /** When this store learnt this revision. */
  recordedAt: Date;
  actor: string;
}

export interface Page {
  limit: number;
  offset: number;
}

export interface Paged<T> {
  items: T[];
  total: number;
}

/**
 * All given conditions hold together. `since` and `until` keep what may overlap them by the preferred event date.
 * `publishedSince` is exclusive, `publishedUntil` inclusive.
 */
export interface EntryQuery {
  type?: 'brief' | 'fact';
  kinds?: FactKind[];
  standing?: Standing;
  /** Of those that the scope may see. */
  state?: EntryBody['state'];
  country?: string;
  person?: string;
  topic?: string;
  /** Says that it takes the place of this entry. */
  supersedes?: string;
  organisation?: string;
  place?: string;
  since?: Day;
  until?: Day;
  publishedSince?: Day;
  publishedUntil?: Day;
  /** Carries one of these at least. */
  anyTopic?: readonly string[];
  anyCountry?: readonly string[];
  /** The preferred event date begins or ends on one of these days, both inclusive. */
  edgeWithin?: { since: Day; until: Day };
  /** event: by the date it happened; published: by the day the desk published it; weight: heaviest first. */
  order: 'event-newest' | 'event-oldest' | 'published-newest' | 'weight';
}

/** Reads entries. Retracted and superseded ones are given only by `get` and `getMany`. */
export interface EntryReader {
  get(scope: Scope, id: string): Promise<StoredEntry | undefined>;
  /** By id; those that the scope may not see, or that are not there, are absent. */
  getMany(scope: Scope, ids: readonly string[]): Promise<Map<string, StoredEntry>>;
  list(scope: Scope, query: EntryQuery, page: Page): Promise<Paged<StoredEntry>>;
  /** How many published facts and briefs carry each topic. */
  countByTopic(scope: Scope): Promise<Map<string, number>>;
  /** Ids that begin with `prefix`, or whose titles hold it, for completion. */
  completeIds(scope: Scope, prefix: string, limit: number): Promise<{ id: string; title: string }[]>;
  /** Whether any entry of the desk is, or ever was, marked as internal or restricted. */
  hasMarked(desk: string): Promise<boolean>;
}

/** `country` matches either end of the visit. */
export interface VisitQuery {
  country?: string;
  visitor?: string;
  offices?: string[];
  direction?: Direction;
  /** Country visited. */
  host?: string;
  /** Country the visitor acts for. */
  from?: string;
  since?: Day;
  until?: Day;
}

export interface VisitTotals {
  stops: number;
  trips: number;
  /** First and last by event date, in the same filter. */
  first?: StoredEntry;
  last?: StoredEntry;
}

/** Reads the register of visits: newest first by event date. */
export interface VisitRegister {
  list(scope: Scope, query: VisitQuery, page: Page): Promise<StoredEntry[]>;
  totals(scope: Scope, query: VisitQuery): Promise<VisitTotals>;
}

export interface SearchHit {
  entry: StoredEntry;
  /** Higher is better; only comparable within one answer. */
  score: number;
}

/** Full-text search over the text that an `Indexer` made of each entry. Best first. */
export interface Searcher {
  search(scope: Scope, query: SearchQuery, page: Page): Promise<Paged<SearchHit>>;
}

/** Names the state of the record that readers' answers are made from. */
export interface RecordState {
  /**
   * Two equal words, and nothing that anybody may be shown has changed in between: no process has published,
   * corrected or withdrawn an entry, and no embargo has ended. Days are not in it.
   */
  at(now: Date): Promise<string>;
}

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
