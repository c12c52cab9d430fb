import type { Day } from '../dates/day.ts';
import type { EntryBody } from '../entry.ts';
import type { Role } from '../identity.ts';
import type { Direction, FactKind, Standing } from '../vocabulary.ts';
import type { Place } from './access.ts';

/**
 * What an asker may see. Readers see public and internal entries that are published, corrected, superseded
 * or retracted, published by `today` and past their embargo; editors and above see everything. In a shared
 * place everyone sees public entries only.
 */
export interface Scope {
  desk: string;
  role: Role;
  /** Where the answer is shown. */
  place: Place;
  now: Date;
  /** `now` as a day in the desk's zone. */
  today: Day;
  /** The record as published by the end of this day; missing: the current record. */
  asOf?: Day;
}

/** An entry as stored: its body and the origin of this revision. */
export interface StoredEntry {
  body: EntryBody;
  /** 1 for the first. */
  revision: number;
  /** Bounds of the preferred event date, of a brief the article's date; null: open. */
  earliest: Day | null;
  latest: Day | null;
  /** When the store recorded this revision. */
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
 * All given conditions must hold. `since` and `until` keep entries whose preferred event date may overlap them.
 * `publishedSince` is exclusive, `publishedUntil` inclusive.
 */
export interface EntryQuery {
  type?: 'brief' | 'fact';
  kinds?: FactKind[];
  standing?: Standing;
  /** Only ids that the scope may see. */
  state?: EntryBody['state'];
  /** Several: it has each of them. */
  country?: string | readonly string[];
  person?: string;
  topic?: string;
  /** Supersedes this entry. */
  supersedes?: string;
  organisation?: string;
  place?: string;
  since?: Day;
  until?: Day;
  /** The preferred event date has a first day, which is this one or later. */
  begins?: Day;
  /** The preferred event date has a last day, which is this one or earlier. */
  ended?: Day;
  /** Plans without a recorded outcome. */
  openPlans?: true;
  publishedSince?: Day;
  publishedUntil?: Day;
  /** Has at least one of these. */
  anyTopic?: readonly string[];
  anyCountry?: readonly string[];
  /** The preferred event date begins or ends within these days, both inclusive. */
  edgeWithin?: { since: Day; until: Day };
  /**
   * event: by event date; ending: by its last day, the soonest first; published: by publication day, of one day the
   * later event first; weight: highest first.
   */
  order: 'event-newest' | 'event-oldest' | 'ending' | 'published-newest' | 'weight';
}

export interface NamedEntry {
  id: string;
  title: string;
}

/** Reads entries. Only `get` and `getMany` return retracted and superseded ones. */
export interface EntryReader {
  get(scope: Scope, id: string): Promise<StoredEntry | undefined>;
  /** By id; omits unknown entries and those that the scope may not see. */
  getMany(scope: Scope, ids: readonly string[]): Promise<Map<string, StoredEntry>>;
  list(scope: Scope, query: EntryQuery, page: Page): Promise<Paged<StoredEntry>>;
  /** The first of a list, without counting the rest. */
  first(scope: Scope, query: EntryQuery, limit: number): Promise<StoredEntry[]>;
  /**
   * Current facts of each of these kinds whose shelf life counts from a day before the one given (see `agesFrom`), newest
   * publication first, of one day the weightiest. Kinds without a shelf life in the desk's definition have none.
   */
  aging(
    scope: Omit<Scope, 'asOf'>,
    before: Readonly<Partial<Record<FactKind, Day>>>,
    limit: number,
  ): Promise<StoredEntry[]>;
  /** Number of published facts and briefs per topic. */
  countByTopic(scope: Scope): Promise<Map<string, number>>;
  /** Entries whose id begins with `prefix`, by id. */
  completeIds(scope: Scope, prefix: string, limit: number): Promise<NamedEntry[]>;
  /** Entries whose title contains `text`, of the newest thousand, newest first. */
  completeTitles(scope: Scope, text: string, limit: number): Promise<NamedEntry[]>;
  /** Whether any entry of the desk is or was marked internal or restricted. */
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
  /** Place of the stop. */
  place?: string;
  /** Country that the visitor represents. */
  from?: string;
  /** The one or the other. */
  either?: string;
  since?: Day;
  until?: Day;
}

export interface VisitTotals {
  stops: number;
  trips: number;
  /** First and last visit by event date within the filter. */
  first?: StoredEntry;
  last?: StoredEntry;
}

export type VisitGrouping = 'year' | 'country' | 'person';

/** Stops of one group in one direction. */
export interface VisitCount {
  /** Year, undefined where the date may fall in more than one; country of the region; or person. */
  group: string | undefined;
  direction: Direction;
  stops: number;
}

/** Reads the register of visits, newest event date first. */
export interface VisitRegister {
  list(scope: Scope, query: VisitQuery, page: Page): Promise<StoredEntry[]>;
  /** Of each direction that has any visit. A trip has one direction. */
  totals(scope: Scope, query: VisitQuery): Promise<Map<Direction, VisitTotals>>;
  /** The stops of the totals by group; every stop is in exactly one. */
  counts(scope: Scope, query: VisitQuery, by: VisitGrouping): Promise<VisitCount[]>;
}

/** Identifies the state of the record that readers see, for caching answers. */
export interface RecordState {
  /**
   * Equal values mean that nothing visible has changed in between: no process has published,
   * corrected or withdrawn an entry, and no embargo has ended. The current day is not part of it.
   */
  at(now: Date): Promise<string>;
}
