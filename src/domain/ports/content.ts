import type { Desk } from '../desk.ts';
import type { EntryBody } from '../entry.ts';
import type { Source } from '../sources/source.ts';

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

/** What is wrong with one field of what was written, and what to write instead: whole sentences. */
export interface FieldFault {
  /** Keys down to the field as a file would have it, such as `visit.host`. */
  field: string;
  says: string;
}

export type Checked<T> = { ok: true; body: T } | { ok: false; faults: FieldFault[] };

/** Holds what is written in chat to the rules that files are held to. `raw` is what a file would say. */
export interface EntryCheck {
  entry(desk: Desk, type: EntryBody['type'], raw: Record<string, unknown>): Promise<Checked<EntryBody>>;
  source(desk: Desk, raw: Record<string, unknown>): Checked<Source>;
}

/** A folder of briefs on one machine. */
export interface ContentFolder {
  /** Name of the machine; a container that is made anew has a new one. */
  host: string;
  /** Absolute, links resolved. */
  path: string;
}

/** Which folder the content of this store comes from, and which processes serve it. One process syncs at a time. */
export interface ContentFolders {
  /** `known`: the folder that was last taken. `served`: a process other than `process` serves just that one now. */
  look(process: string, now: Date): Promise<{ known?: ContentFolder; served: boolean }>;
  /** The process serves the folder until then. Kept by doing it again before it runs out. */
  serve(process: string, folder: ContentFolder, until: Date): Promise<void>;
  leave(process: string): Promise<void>;
  /** From now on content comes from this folder. False when `seen`, what `look` said, is not so any more. */
  take(
    folder: ContentFolder,
    seen: { process: string; known: ContentFolder | undefined; now: Date },
  ): Promise<boolean>;
  /** True when the process may sync until then: no other does. Kept by doing it again before it runs out. */
  beginSync(process: string, until: Date, now: Date): Promise<boolean>;
  endSync(process: string): Promise<void>;
}
