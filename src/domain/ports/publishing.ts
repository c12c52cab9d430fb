import type { Day } from '../dates/day.ts';
import type { EntryBody } from '../entry.ts';
import type { ListedBody, ListedKind } from '../sources/listed.ts';
import type { Source } from '../sources/source.ts';
import type { Page, Paged } from './entries.ts';

/**
 * What a revision did. restored: served again after a withdrawal. reinstated: its successor is gone.
 * adopted: the file now equals the chat revision.
 */
export type RevisionAction =
  | 'added'
  | 'edited'
  | 'published'
  | 'corrected'
  | 'retracted'
  | 'superseded'
  | 'reinstated'
  | 'withdrawn'
  | 'restored'
  | 'adopted';

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
  /** Missing for the first revision and after a withdrawal. */
  before?: EntryBody;
  /** Missing if the revision withdrew the entry. */
  after?: EntryBody;
  /** The body with its own state; `after` has the state in which it is served. */
  own?: EntryBody;
}

/** All revisions of an entry, withdrawals included, oldest first; empty for an unknown id. */
export interface Revisions {
  of(desk: string, id: string): Promise<Revision[]>;
}

/** A restore: the database is older than the one that this installation wrote last. */
export interface Restored {
  /** When it was detected. */
  at: Date;
  /** Last tick in the older database. Whatever happened between `from` and `at` is in no ledger. */
  from: Date;
  /** Whether the follow-up is complete. */
  dealt: boolean;
}

/** Detects a restored or copied database. */
export interface Epoch {
  /** Permanent id of this installation; backups have it too. */
  installation(): Promise<string>;
  /**
   * Increments the epoch, which no older database has. Called at each tick. Resolves to the last restore, if any.
   * Rejects if the epoch file beside the database cannot be read.
   */
  advance(now: Date): Promise<Restored | undefined>;
  /** The last restore, if any, as the last `advance` found it. */
  last(): Promise<Restored | undefined>;
  /** Marks the follow-up of a restore as complete. */
  dealt(restored: Restored): Promise<void>;
}

export const publicationEvents = ['published', 'corrected', 'superseded', 'retracted'] as const;
export type PublicationEvent = (typeof publicationEvents)[number];

/** One announcement of the desk, numbered once readers can see the entry. Silent edits have none. */
export interface Publication {
  /** Increasing over the whole store; a number becomes visible only after all smaller ones. */
  number: number;
  desk: string;
  entry: string;
  /** The announced revision of the entry. */
  revision: number;
  event: PublicationEvent;
  /** The day of the event as the desk dates it: publication, correction note, or the day it was recorded. */
  day: Day;
  /** When it was given its number. */
  recordedAt: Date;
  /** The correction note, or why it was retracted. */
  note?: string;
}

/** The publication sequence, which digests follow. */
export interface Publications {
  /** The highest number in the whole store; 0 if there is none. */
  head(): Promise<number>;
  /** Publications of one desk with a number above `cursor`, in order. */
  after(desk: string, cursor: number, limit: number): Promise<Publication[]>;
  /** Those of one desk with a number above `from` and up to `to`, in order. */
  between(desk: string, from: number, to: number, limit: number): Promise<Publication[]>;
  /** The last of those, the newest first. */
  newest(desk: string, from: number, to: number, limit: number): Promise<Publication[]>;
  /**
   * Corrections and retractions with a number above `cursor`, in order. Superseded entries are not among them: they were
   * right when posted, and the next digest reports the change.
   */
  corrections(desk: string, cursor: number, limit: number): Promise<Publication[]>;
  /** All of one entry, oldest first. */
  of(desk: string, entry: string): Promise<Publication[]>;
  /** Numbers held publications whose embargo has ended; resolves to their count. */
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
  /** Somebody else wrote first; nothing was written. `current`: the latest revision, 0 for none. */
  | { outcome: 'outdated'; current: number };

/** Writes one revision of one entry from chat, in one transaction. */
export interface EntryWriter {
  write(edit: EntryEdit, at: Date): Promise<EntryEditResult>;
}

/** One audited change. Kept for ever. */
export interface AuditEntry {
  at: Date;
  /** The id of a person, or what did it by itself. */
  actor: string;
  /** In a few words: `draft approved`, `role granted`. */
  action: string;
  /** Whom or what it was done to: `draft:k3f9a`, `slack:T…:U…`, `subscription:7`. */
  subject: string;
  /** Missing or `*`: concerns no single desk. */
  desk?: string;
  before?: string;
  after?: string;
}

export interface AuditQuery {
  /** Missing: all desks, and entries without a desk. */
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

/** One change of a source or name in chat. Kept for ever. */
export interface ListedRevision {
  /** 1 for the first. */
  revision: number;
  action: 'added' | 'edited' | 'corrected' | 'retracted' | 'taken back';
  /** The id of a person. */
  actor: string;
  recordedAt: Date;
  /** What served before; missing where chat added it. */
  before?: ListedBody;
  after: ListedBody;
}

/**
 * Sources and names written in chat. The store hands them out with the desk; a file that says something else since stands
 * before one.
 */
export interface ToldLists {
  /** What chat has written of one, oldest first. */
  of(desk: string, kind: ListedKind, id: string): Promise<ListedRevision[]>;
  /** Adds a source. `taken`: the desk has another source of this id; nothing was written. The same one again changes nothing. */
  add(desk: string, source: Source, by: string, at: Date): Promise<'added' | 'taken'>;
}

/** Operations on the store as a whole. */
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
  /** Why nothing can be written at the moment and what to do; undefined if writes work. Resolves within a second. */
  unwritable(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Over all desks. */
export interface StoreFigures {
  /** By state. */
  deliveries: Record<string, number>;
  subscriptions: Record<string, number>;
  /** When the oldest unfinished delivery was written. */
  oldestOpen?: Date;
  /** Drafts in review and readers' reports that are open, and since when the first of each waits. */
  drafts: { waiting: number; oldest?: Date };
  reports: { waiting: number; oldest?: Date };
  feedItemsWaiting: number;
  /** `failing`: the last poll failed; it is retried. `ended`: no longer polled. */
  feeds: { answering: number; failing: number; ended: number };
  /** Why feeds are failing, each reason once. */
  feedFaults: readonly string[];
}

export interface StoreHealth {
  dialect: 'sqlite' | 'postgres';
  /** Name of the newest migration that ran. */
  schema: string;
  entries: number;
  brokenFiles: { desk: string; path: string; fault: string }[];
  conflicts: { desk: string; id: string }[];
}

/** A verified backup, ready to replace the database. */
export interface ReadyRestore {
  /** Texts for the operator: the backup, its contents, and the database to replace. */
  from: string;
  holds: string;
  target: string;
  /** Whether a database exists and will be replaced. */
  replaces: boolean;
  /** Replaces the database; resolves to the path of the old one, if there was one. */
  replace(): Promise<string | undefined>;
  /** Releases the lock on the database and deletes temporary files. */
  release(): Promise<void>;
}
