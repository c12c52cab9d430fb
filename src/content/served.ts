import type { Desk } from '../domain/desk.ts';
import type { SyncedFile } from '../domain/ports/content-store.ts';
import type { Source } from '../domain/source.ts';

/** What the store serves of a desk already, for a check that reads only some of its files. */
export interface Served {
  desk?: Desk;
  /** Ids of entries, with the file each came from; none: written in chat. */
  entries: ReadonlyMap<string, string | undefined>;
  /** Sources that were added in chat: files may cite them. One of the same id in a file stands before one. */
  added: readonly Source[];
  /** Files that the store knows and that are gone from the folder, by path. */
  gone: ReadonlyMap<string, SyncedFile>;
}

export const nothingServed: Served = { entries: new Map(), added: [], gone: new Map() };
