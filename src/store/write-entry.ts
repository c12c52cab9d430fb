import type { Transaction } from 'kysely';
import type { EntryEdit, EntryEditResult } from '../domain/ports/entry-writer.ts';
import type { Indexer } from '../domain/ports/search.ts';
import { currentRows } from './current-rows.ts';
import type { Database } from './database.ts';
import { type Schema, withdrawn } from './schema.ts';
import { lockSequence, occasion } from './sequence.ts';
import { writeRevisions } from './write-revisions.ts';

/**
 * Writes what somebody wrote in chat, with all that follows from it. The path and hash of the file revision are carried
 * on: by them a sync sees whether the file changed too.
 */
export async function writeEntry(
  context: { database: Database; index: Indexer },
  transaction: Transaction<Schema>,
  { desk, body, actor, base }: EntryEdit,
  at: Date,
): Promise<EntryEditResult> {
  await lockSequence(transaction);
  const before = (await currentRows(transaction, desk, 'id', [body.id])).get(body.id);
  const seen = before && before.state !== withdrawn ? before.revision : 0;
  if (seen !== base) return { outcome: 'outdated', current: seen };
  const draft = {
    body,
    before,
    actor,
    origin: 'chat' as const,
    path: before?.path ?? null,
    hash: before?.hash ?? null,
  };
  const written = await writeRevisions(context, transaction, [draft], await occasion(transaction, desk, at));
  const number = written.find((revision) => revision.body.id === body.id)?.number;
  const revision = (before?.revision ?? 0) + 1;
  return { outcome: 'written', revision, ...(number !== undefined && { publication: number }) };
}
