import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import type { FileEntry } from '../../domain/ports/content.ts';
import { type Schema, withdrawn } from '../schema.ts';
import type { EntryHistory } from './announcement.ts';

const idsAtOnce = 500;

/** The newest revision of an entry, withdrawn or not: what a change starts from. */
export interface CurrentRow extends EntryHistory, StoredOrigin {
  rev: number;
  id: string;
  revision: number;
  supersedes: string | null;
  valid_from: string;
}

type Column = 'id' | 'path' | 'supersedes';

/** Current rows of a desk whose column is one of `values`, by id. Lets others run between batches. */
export async function currentRows(
  transaction: Transaction<Schema>,
  desk: string,
  column: Column,
  values: readonly string[],
): Promise<Map<string, CurrentRow>> {
  const rows = new Map<string, CurrentRow>();
  for (let at = 0; at < values.length; at += idsAtOnce) {
    const found = await transaction
      .selectFrom('revisions')
      .select([
        'rev',
        'id',
        'revision',
        'state',
        'own_state as ownState',
        'corrections',
        'origin',
        'path',
        'hash',
      ])
      .select(['supersedes', 'valid_from'])
      .where('desk', '=', desk)
      .where('valid_until', 'is', null)
      .where(column, 'in', values.slice(at, at + idsAtOnce))
      .execute();
    for (const row of found) rows.set(row.id, row);
    await nextTurn();
  }
  return rows;
}

export async function currentBody(transaction: Transaction<Schema>, row: CurrentRow): Promise<EntryBody> {
  const found = await transaction
    .selectFrom('documents')
    .select('doc')
    .where('rev', '=', row.rev)
    .executeTakeFirstOrThrow();
  return JSON.parse(found.doc) as EntryBody;
}

/** What of the stored entry decides what a sync does with it. */
interface StoredOrigin {
  state: string;
  origin: 'file' | 'chat';
  path: string | null;
  hash: string | null;
}

/**
 * leave: the file did not change the entry. move: only its path changed. write: it is new, changed or back.
 * adopt: the file says what chat has written. conflict: both changed it, and chat's revision goes on serving.
 */
type FileDecision = 'leave' | 'move' | 'write' | 'adopt' | 'conflict';

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
