import type { Day } from '../dates/day.ts';
import type { EntryBody } from '../entry.ts';
import type { Source } from '../sources/source.ts';
import type { Page, Paged } from './entries.ts';

/**
 * What a revision did. restored: served again after it was withdrawn. reinstated: what superseded it is gone.
 * adopted: the file now says what chat had written.
 */
const revisionActions = [
  'added',
  'edited',
  'published',
  'corrected',
  'retracted',
  'superseded',
  'reinstated',
  'withdrawn',
  'restored',
  'adopted',
] as const;
export type RevisionAction = (typeof revisionActions)[number];

/** One change of one entry: who, when, before and after. Kept for ever. */
export interface Revision {
  /** 1 for the first. */
  revision: number;
  action: RevisionAction;
  /** `files` for a sync, otherwise the id of a person. */
  actor: string;
  origin: 'file' | 'chat';
  /** The file that the entry came from, relative to the desk's folder; none: it never had one. */
  path?: string;
  recordedAt: Date;
  /** None for the first revision, and after a withdrawal. */
  before?: EntryBody;
  /** None when the revision withdrew the entry. */
  after?: EntryBody;
  /** What the entry itself says, with the state that it gives: `after` is in the state in which it was served. */
  own?: EntryBody;
}

/** Every revision of an entry, withdrawn ones included, oldest first; empty for an id that never was. */
export interface Revisions {
  of(desk: string, id: string): Promise<Revision[]>;
}

/** An older database was put in the place of the one that this installation wrote last. */
export interface Restored {
  /** When that was seen. */
  at: Date;
  /** The last that the older one knew: what happened between the two, on the platforms too, is in no ledger. */
  from: Date;
  /** What follows from it was done. */
  dealt: boolean;
}

/** Tells the database that this installation wrote last from an older one, and from a copy. */
export interface Epoch {
  /** Names this installation for good, in its backups too. */
  installation(): Promise<string>;
  /**
   * Goes one on, which no older database has seen. Called at each tick. Answers what is known of the last restore.
   * Rejects where the mark beside the database cannot be read: then nobody knows.
   */
  advance(now: Date): Promise<Restored | undefined>;
  /** What follows from a restore was done. */
  dealt(restored: Restored): Promise<void>;
}

export const publicationEvents = ['published', 'corrected', 'superseded', 'retracted'] as const;
export type PublicationEvent = (typeof publicationEvents)[number];

/** One thing that the desk announced, once readers could see it. Silent edits have none. */
export interface Publication {
  /** Grows with every publication of the whole store; no number shows before a smaller one has. */
  number: number;
  desk: string;
  entry: string;
  /** The entry's revision that it announced. */
  revision: number;
  event: PublicationEvent;
  /** The day of the event as the desk dates it: publication, correction note, or the day it was recorded. */
  day: Day;
  /** When it was given its number. */
  recordedAt: Date;
  /** The correction note, or why it was retracted. */
  note?: string;
}

/** The sequence that digests follow. */
export interface Publications {
  /** The newest number given in the whole store; 0 when none was. */
  head(): Promise<number>;
  /** Publications of one desk with a number above `cursor`, in order. */
  after(desk: string, cursor: number, limit: number): Promise<Publication[]>;
  /** Those of one desk with a number above `from` and up to `to`, in order. */
  between(desk: string, from: number, to: number, limit: number): Promise<Publication[]>;
  /**
   * Those with a number above `cursor` that correct what was posted, in order: corrections and retractions. What a newer
   * entry superseded was right when it was posted; the next digest tells of it.
   */
  corrections(desk: string, cursor: number, limit: number): Promise<Publication[]>;
  /** All of one entry, oldest first. */
  of(desk: string, entry: string): Promise<Publication[]>;
  /** Gives numbers to what was held back until readers may see it, for all that is due; answers how many. */
  release(now: Date): Promise<number>;
}

export interface EntryEdit {
  desk: string;
  /** Must have passed its schema. */
  body: EntryBody;
  /** The id of the person who writes. */
  actor: string;
  /** The revision that the person saw; 0 for a new entry. */
  base: number;
}

export type EntryEditResult =
  /** `publication`: the number it was announced under; none for a silent edit, or one that readers may not see yet. */
  | { outcome: 'written'; revision: number; publication?: number }
  /** Somebody else wrote meanwhile: nothing was written; `current` is the revision to look at, 0 for none. */
  | { outcome: 'outdated'; current: number };

/** Writes one revision of one entry from chat, as one transaction. */
export interface EntryWriter {
  write(edit: EntryEdit, at: Date): Promise<EntryEditResult>;
}

/** One change that somebody made. Kept for ever. */
export interface AuditEntry {
  at: Date;
  /** The id of a person, or what did it by itself. */
  actor: string;
  /** In a few words: `draft approved`, `role granted`. */
  action: string;
  /** Whom or what it was done to: `draft:k3f9a`, `slack:T…:U…`, `subscription:7`. */
  subject: string;
  /** None, or `*`, for what is of no single desk. */
  desk?: string;
  before?: string;
  after?: string;
}

export interface AuditQuery {
  /** None: of all desks, and of none. */
  desk?: string;
  actor?: string;
  /** At or after. */
  since?: Date;
  subject?: string;
}

/** Who changed what, newest first. What an entry said before and after is in its revisions. */
export interface Audit {
  list(query: AuditQuery, page: Page): Promise<Paged<AuditEntry>>;
}

/** Sources added in chat. The store hands them out with the desk; a source of the same id in a file stands before one. */
export interface AddedSources {
  /** `taken`: the desk has another source of this id; nothing was written. The same one again changes nothing. */
  add(desk: string, source: Source, by: string, at: Date): Promise<'added' | 'taken'>;
}

/** What an operator does to the store as a whole. */
export interface Maintenance {
  /** Writes a consistent copy to `target` while others read and write; resolves to its size in bytes. */
  backup(target: string): Promise<number>;
  /** Schema version, entries, broken files and conflicts, for `deskwire doctor` and `/readyz`. */
  health(): Promise<StoreHealth>;
  /** For metrics and `deskwire doctor`. */
  figures(): Promise<StoreFigures>;
  /**
   * Resolves when the database is whole; rejects with an error that says what to do. `always` may take seconds, and
   * blocks nobody; `if in doubt` trusts a database that was closed whole and that nobody has touched since.
   */
  checkIntegrity(when: 'always' | 'if in doubt'): Promise<'checked' | 'trusted'>;
  /** Why nothing can be written at the moment, and what to do about it; undefined: it can. Answers in a second. */
  unwritable(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Over all desks. */
export interface StoreFigures {
  /** By state. */
  deliveries: Record<string, number>;
  subscriptions: Record<string, number>;
  /** When the oldest delivery that has not come to its end was written. */
  oldestOpen?: Date;
  /** Drafts in review and readers' reports that are open, and since when the first of each waits. */
  drafts: { waiting: number; oldest?: Date };
  reports: { waiting: number; oldest?: Date };
  feedItemsWaiting: number;
  /** `failing`: the last poll brought a fault; it is asked again. `ended`: it is asked no more. */
  feeds: { answering: number; failing: number; ended: number };
}

export interface StoreHealth {
  dialect: 'sqlite' | 'postgres';
  /** Name of the newest migration that ran. */
  schema: string;
  entries: number;
  brokenFiles: { desk: string; path: string; fault: string }[];
  conflicts: { desk: string; id: string }[];
}

/** A backup that was read and found whole, ready to take the place of the database. */
export interface ReadyRestore {
  /** What is restored, what that holds and what it replaces, in words. */
  from: string;
  holds: string;
  target: string;
  /** Whether there is a database that it replaces. */
  replaces: boolean;
  /** Puts it in place; resolves to where the database that was there is kept, if there was one. */
  replace(): Promise<string | undefined>;
  /** Lets others have the database again, and removes what was not put in place. */
  release(): Promise<void>;
}
