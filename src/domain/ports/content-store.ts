import type { Desk } from '../desk.ts';
import type { EntryBody } from '../entry.ts';
import type { Source } from '../source.ts';

/** A content file as last synced. A broken file keeps its last good revision: `fault` says what is wrong with it. */
export interface SyncedFile {
  /** Relative to the desk's folder, with forward slashes. */
  path: string;
  /** SHA-256 of the bytes, in hex; for a broken file, of the broken bytes. */
  hash: string;
  fault?: string;
}

/** An entry as its file now has it; `hash` is of this entry's own content, so that a moved entry is unchanged. */
export interface FileEntry {
  body: EntryBody;
  path: string;
  hash: string;
}

/** All that one sync changes on one desk, applied as one transaction. */
export interface ContentChange {
  desk: string;
  /** The definition and sources, when they changed. */
  definition?: Desk;
  /** Entries of new, changed or renamed files. Those whose hash is as stored are left alone. */
  entries: FileEntry[];
  /** Files as they are now, replacing what is stored under these paths. */
  files: SyncedFile[];
  /** Files that are gone. Entries stored from them, and not found in `entries`, are withdrawn silently. */
  removed: string[];
}

export interface ContentChangeResult {
  added: number;
  changed: number;
  withdrawn: number;
  /** Entries changed both in chat and in their file: chat's revision goes on serving. */
  conflicts: string[];
}

/** What sync needs of the store. */
export interface ContentStore {
  desks(): Promise<string[]>;
  /** As it serves: with the sources that were added in chat. */
  desk(id: string): Promise<Desk | undefined>;
  /** As its files have it. */
  filedDesk(id: string): Promise<Desk | undefined>;
  /** Sources that were added in chat, also where a file has one of the same id by now. */
  addedSources(desk: string): Promise<Source[]>;
  files(desk: string): Promise<SyncedFile[]>;
  /** Ids of entries that serve now, with the file each came from (none: written in chat). */
  entryPaths(desk: string): Promise<Map<string, string | undefined>>;
  /** Entries that chat and their file both changed, oldest first: chat's revision goes on serving. */
  conflicts(desk: string): Promise<{ id: string; path: string }[]>;
  apply(change: ContentChange, at: Date): Promise<ContentChangeResult>;
}
