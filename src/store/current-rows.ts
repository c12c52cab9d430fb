import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { EntryBody } from '../domain/entry.ts';
import type { Standing } from './announcement.ts';
import type { StoredOrigin } from './file-decision.ts';
import type { Schema } from './schema.ts';

const idsAtOnce = 500;

/** The newest revision of an entry, withdrawn or not: what a change starts from. */
export interface CurrentRow extends Standing, StoredOrigin {
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
