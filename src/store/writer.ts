import type { EntryEdit, EntryEditResult, EntryWriter } from '../domain/ports/entry-writer.ts';
import type { Indexer } from '../domain/ports/search.ts';
import type { Database } from './database.ts';
import { withdrawn } from './schema.ts';

export class ChatWriter implements EntryWriter {
  readonly #database: Database;
  readonly #index: Indexer;

  constructor(database: Database, index: Indexer) {
    this.#database = database;
    this.#index = index;
  }

  /** The path and hash of the file revision are carried on: by them a sync sees whether the file changed too. */
  async write({ desk, body, actor, base }: EntryEdit, at: Date): Promise<EntryEditResult> {
    const { currentRows } = await import('./current-rows.ts');
    const { lockSequence, occasion } = await import('./sequence.ts');
    const { writeRevisions } = await import('./write-revisions.ts');
    return this.#database.write(async (transaction) => {
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
      const context = { database: this.#database, index: this.#index };
      const when = await occasion(transaction, desk, at);
      const written = await writeRevisions(context, transaction, [draft], when);
      const number = written.find((revision) => revision.body.id === body.id)?.number;
      const revision = (before?.revision ?? 0) + 1;
      return { outcome: 'written', revision, ...(number !== undefined && { publication: number }) };
    });
  }
}
