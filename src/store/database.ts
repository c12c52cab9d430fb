import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { IndexedText, SearchQuery } from '../domain/ports/search.ts';
import type { Schema } from './schema.ts';
import type { StoreError } from './store-error.ts';

/** What the two databases do each in its own way; everything else is shared. */
export interface Database {
  dialect: 'sqlite' | 'postgres';
  /** Reads see what was committed and never wait for a writer. */
  read: Kysely<Schema>;
  /**
   * One transaction. Writers of this process follow each other; while another process holds the lock, it is tried
   * again without blocking, and in the end fails with a StoreError of code `busy`.
   */
  write<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  /**
   * The same for small writes of which many come at once: they may share a transaction. `work` may be run again after
   * one that was taken back.
   */
  writeSmall<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  fullText: FullText;
  /** Statements by migration, in order. */
  migrations: Record<string, readonly string[]>;
  hasTable(name: string): Promise<boolean>;
  /** Held to the end of the transaction: one process at a time changes the tables. */
  lockSchema(transaction: Transaction<Schema>): Promise<void>;
  /** `?` or `$1`, counting from 1. */
  placeholder(position: number): string;
  /** Most parameters that a statement of ours may have. */
  maxParameters: number;
  /** Told before the end of a large change, as part of it, and after it is committed. */
  largeChange: {
    beforeCommit(transaction: Transaction<Schema>): Promise<void>;
    afterCommit(): Promise<void>;
  };
  backup(target: string): Promise<number>;
  /** Differs once its tables were made anew from a dump. None: it is a file. */
  place?(): Promise<string>;
  /** None where nobody can tell which processes are gone. */
  presence?: Presence;
  /**
   * Rejects with a StoreError of code `damaged`. `if in doubt`: not where it was closed whole and nobody has touched it
   * since.
   */
  checkIntegrity(when: 'always' | 'if in doubt'): Promise<'checked' | 'trusted'>;
  /** Throws a StoreError of code `full` where the next larger change would not fit on the disk. */
  checkRoom(): void;
  /** Why nothing can be written at the moment; undefined: it can. Answers in a second. None where nobody writes. */
  unwritable?(): Promise<StoreError | undefined>;
  close(): Promise<void>;
}

/** Which processes that use the database are still there. */
export interface Presence {
  /** From now on this process is known by the name. Throws where that cannot be written. */
  enter(name: string): void;
  /** Names of processes that are certainly gone. */
  gone(): string[];
  /** They need not be named any more. */
  forget(names: readonly string[]): void;
  leave(): void;
}

export interface FullText {
  add(transaction: Transaction<Schema>, texts: readonly { rev: number; text: IndexedText }[]): Promise<void>;
  /** Joins the matches to their revisions, matches first: the other way round each revision would be searched for. */
  join: RawBuilder<unknown>;
  /** A subquery of (rev, score) for every revision that matches; undefined when nothing can. */
  matches(query: SearchQuery): RawBuilder<{ rev: number; score: number }> | undefined;
}
