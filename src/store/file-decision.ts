import { isDeepStrictEqual } from 'node:util';
import type { EntryBody } from '../domain/entry.ts';
import type { FileEntry } from '../domain/ports/content-store.ts';
import { withdrawn } from './schema.ts';

/** What of the stored entry decides what a sync does with it. */
export interface StoredOrigin {
  state: string;
  origin: 'file' | 'chat';
  path: string | null;
  hash: string | null;
}

/**
 * leave: the file did not change the entry. move: only its path changed. write: it is new, changed or back.
 * adopt: the file says what chat has written. conflict: both changed it, and chat's revision goes on serving.
 */
export type FileDecision = 'leave' | 'move' | 'write' | 'adopt' | 'conflict';

/** `chatBody` is asked only for an entry that chat wrote last and whose file changed since. */
export function decideFromFile(
  entry: FileEntry,
  stored: StoredOrigin | undefined,
  chatBody: () => EntryBody,
): FileDecision {
  if (!stored || stored.state === withdrawn) return 'write';
  if (stored.hash === entry.hash) return stored.path === entry.path ? 'leave' : 'move';
  if (stored.origin === 'file') return 'write';
  return sameBody(entry.body, chatBody()) ? 'adopt' : 'conflict';
}

/** What happens to an entry that its file no longer has: what chat wrote since is not thrown away. */
export function decideGone(stored: StoredOrigin): 'withdraw' | 'conflict' {
  return stored.origin === 'chat' ? 'conflict' : 'withdraw';
}

/** As JSON has them, whatever the order of keys. */
function sameBody(one: EntryBody, other: EntryBody): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}
