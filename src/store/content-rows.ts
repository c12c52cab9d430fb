import type { Transaction } from 'kysely';
import type { Desk } from '../domain/desk.ts';
import type { ContentChange } from '../domain/ports/content-store.ts';
import type { Database } from './database.ts';
import { insertRows } from './insert-rows.ts';
import type { Schema } from './schema.ts';

const pathsAtOnce = 500;

export async function saveDesk(transaction: Transaction<Schema>, id: string, desk: Desk): Promise<void> {
  const doc = JSON.stringify(desk);
  await transaction
    .insertInto('desks')
    .values({ id, doc })
    .onConflict((known) => known.column('id').doUpdateSet({ doc }))
    .execute();
}

/**
 * Stores the files as they are now. Returns the paths whose stored entries are gone unless the change has them:
 * removed files, and changed ones that could be read. A broken file keeps its entries.
 */
export async function replaceFiles(
  transaction: Transaction<Schema>,
  database: Database,
  { desk, files, removed }: ContentChange,
): Promise<string[]> {
  const stored = await transaction
    .selectFrom('content_files')
    .select(['path', 'hash', 'fault'])
    .where('desk', '=', desk)
    .execute();
  const known = new Map(stored.map((file) => [file.path, file]));
  const changed = files.filter(({ path, hash, fault }) => {
    const before = known.get(path);
    return before?.hash !== hash || before.fault !== (fault ?? null);
  });
  const replaced = [...removed, ...changed.map(({ path }) => path)];
  for (let at = 0; at < replaced.length; at += pathsAtOnce) {
    await transaction
      .deleteFrom('content_files')
      .where('desk', '=', desk)
      .where('path', 'in', replaced.slice(at, at + pathsAtOnce))
      .execute();
  }
  const rows = changed.map(({ path, hash, fault }) => ({ desk, path, hash, fault: fault ?? null }));
  await insertRows(transaction, database, 'content_files', rows);
  return [...removed, ...changed.filter(({ fault }) => !fault).map(({ path }) => path)];
}
