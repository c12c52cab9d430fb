import type { Desk } from '../desk.ts';
import type { EntryBody } from '../entry.ts';
import type { ListedBody, ListedKind, Told } from '../sources/listed.ts';

/** A content file as last synced. A broken file keeps its last good revision; `fault` describes the problem. */
export interface SyncedFile {
  /** Relative to the desk's folder, with forward slashes. */
  path: string;
  /** SHA-256 of the bytes, in hex; for a broken file, of the broken bytes. */
  hash: string;
  fault?: string;
}

/** An entry as its file has it now. `hash` covers the entry only, so moving it within a file changes nothing. */
export interface FileEntry {
  body: EntryBody;
  path: string;
  hash: string;
}

/** All changes of one sync of one desk, applied in one transaction. */
export interface ContentChange {
  desk: string;
  /** The definition and sources, when they changed. */
  definition?: Desk;
  /** Entries of new, changed or renamed files. Entries with an unchanged hash are skipped. */
  entries: FileEntry[];
  /** Files as they are now, replacing what is stored under these paths. */
  files: SyncedFile[];
  /** Deleted files. Their entries are withdrawn without an announcement, unless `entries` has them. */
  removed: string[];
  /** The desk is served no more. What chat wrote on it stays stored, and is served again with the desk. */
  leaves?: true;
}

export interface ContentChangeResult {
  added: number;
  changed: number;
  withdrawn: number;
  /** Entries changed both in chat and in their file; the chat revision stays in service. */
  conflicts: string[];
}

/** The part of the store that sync uses. */
export interface ContentStore {
  desks(): Promise<string[]>;
  /** The desk as served, including sources and names added in chat. */
  desk(id: string): Promise<Desk | undefined>;
  /** The desk as its files define it. */
  filedDesk(id: string): Promise<Desk | undefined>;
  /** Sources and names written in chat, even if a file says otherwise by now. */
  told(desk: string): Promise<Told[]>;
  files(desk: string): Promise<SyncedFile[]>;
  /** Ids of served entries with the file of each (undefined: written in chat). */
  entryPaths(desk: string): Promise<Map<string, string | undefined>>;
  /**
   * Paths of files whose entries may name one of these entries. Files with an entry that chat has changed are among
   * them: what they say themselves is not stored.
   */
  referrers(desk: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Entries changed both in chat and in their file, oldest first; the chat revision stays in service. */
  conflicts(desk: string): Promise<{ id: string; path: string }[]>;
  apply(change: ContentChange, at: Date): Promise<ContentChangeResult>;
}

/** A fault in one field and its fix, as whole sentences. */
export interface FieldFault {
  /** Keys down to the field as a file would have it, such as `visit.host`. */
  field: string;
  says: string;
}

export type Checked<T> = { ok: true; body: T } | { ok: false; faults: FieldFault[] };

/** Validates an entry written in chat by the rules for files. `raw` has the form of a file. */
export interface EntryCheck {
  entry(desk: Desk, type: EntryBody['type'], raw: Record<string, unknown>): Promise<Checked<EntryBody>>;
  /** A source or name. */
  listed(desk: Desk, kind: ListedKind, raw: Record<string, unknown>): Checked<ListedBody>;
}

/** A folder of briefs on one machine. */
export interface ContentFolder {
  /** Host name; a recreated container has a new one. */
  host: string;
  /** Absolute, with symbolic links resolved. */
  path: string;
}

/** The content folder of this store, and the processes that serve it. One process syncs at a time. */
export interface ContentFolders {
  /** `known`: the folder synced last. `served`: a process other than `process` serves it now. */
  look(process: string, now: Date): Promise<{ known?: ContentFolder; served: boolean }>;
  /** Marks the folder as served by the process until then. Renew before it expires. */
  serve(process: string, folder: ContentFolder, until: Date): Promise<void>;
  leave(process: string): Promise<void>;
  /** Makes this the content folder. False if `seen`, the result of `look`, is outdated. */
  take(
    folder: ContentFolder,
    seen: { process: string; known: ContentFolder | undefined; now: Date },
  ): Promise<boolean>;
  /** True if the process may sync until then, because no other does. Renew before it expires. */
  beginSync(process: string, until: Date, now: Date): Promise<boolean>;
  endSync(process: string): Promise<void>;
}
