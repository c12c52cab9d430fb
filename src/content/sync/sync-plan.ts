import { hash } from 'node:crypto';
import type { Desk } from '../../domain/desk.ts';
import type { SyncedFile } from '../../domain/ports/content.ts';
import type { Told } from '../../domain/sources/listed.ts';
import { type Fault, firstLine, quotedValue } from '../check/fault.ts';
import type { FileReading } from '../read/file-kind.ts';

/** What differs between a desk's folder and what the store knows of it. */
export interface SyncPlan {
  /** New and changed files, and those that were broken: what was wrong with them may lie in another file. */
  changed: Set<string>;
  /** Files that the store knows and that are not in the folder any more. */
  gone: Map<string, SyncedFile>;
}

/**
 * Compares by hash alone, so that nothing needs to be parsed when nothing changed. Of what lies in a folder that
 * could not be read nothing is said, so that it stays as it was.
 */
export function planSync(
  found: readonly SyncedFile[],
  stored: readonly SyncedFile[],
  unreadable: readonly string[],
): SyncPlan {
  const known = new Map(stored.map((file) => [file.path, file]));
  const here = new Set(found.map(({ path }) => path));
  const hidden = (path: string) => unreadable.some((folder) => path.startsWith(folder));
  const changed = found.filter(({ path, hash }) => {
    const before = known.get(path);
    return before?.hash !== hash || before.fault !== undefined;
  });
  const gone = stored.filter(({ path }) => !here.has(path) && !hidden(path));
  return {
    changed: new Set(changed.map(({ path }) => path)),
    gone: new Map(gone.map((file) => [file.path, file])),
  };
}

/** What the store serves of a desk already, for a check that reads only some of its files. */
export interface Served {
  desk?: Desk;
  /** Ids of entries, with the file each came from; none: written in chat. */
  entries: ReadonlyMap<string, string | undefined>;
  /** Sources and names that were written in chat: files may name them. */
  added: readonly Told[];
  /** Files that the store knows and that are gone from the folder, by path. */
  gone: ReadonlyMap<string, SyncedFile>;
}

export const nothingServed: Served = { entries: new Map(), added: [], gone: new Map() };

/**
 * Entries that left one file for another which cannot be read yet: in the middle of a move or a renaming. Their old
 * file keeps serving, as a broken one does; otherwise they would be withdrawn and published anew a moment later.
 */
export function movedIntoBroken(
  readings: readonly FileReading[],
  broken: ReadonlySet<string>,
  served: Served,
): Fault[] {
  const read = new Map(readings.map((reading) => [reading.path, reading]));
  const good = new Set<string>();
  const waiting = new Map<string, string>();
  for (const reading of readings) {
    if (!broken.has(reading.path)) for (const { value } of reading.entries) good.add(value.id);
    else for (const id of reading.named) waiting.set(id, reading.path);
  }
  const faults = new Map<string, Fault>();
  if (waiting.size === 0) return [];
  for (const [id, path] of served.entries) {
    const target = waiting.get(id);
    if (path === undefined || target === undefined || good.has(id) || faults.has(path)) continue;
    const left = served.gone.has(path) || (read.has(path) && !broken.has(path));
    if (!left) continue;
    const what = `the entry ${quotedValue(id)} has moved to ${target}, which has faults`;
    faults.set(path, { file: path, ...firstLine, code: 'moved_entry', what, fix: `correct ${target} first` });
  }
  return [...faults.values()];
}

/** SHA-256 in hex of a file's bytes. */
export function bytesHash(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** SHA-256 in hex over canonical JSON: keys sorted, absent values left out, so that key order in a file means nothing. */
export function valueHash(value: unknown): string {
  return hash('sha256', JSON.stringify(sorted(value)), 'hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const group = value as Record<string, unknown>;
  const inOrder: Record<string, unknown> = {};
  for (const key of Object.keys(group).sort())
    if (group[key] !== undefined) inOrder[key] = sorted(group[key]);
  return inOrder;
}
