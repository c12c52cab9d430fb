import type { EntryEdit, EntryEditResult, EntryWriter } from '../../domain/ports/publishing.ts';
import type { Indexer } from '../../domain/search/query.ts';
import type { Database } from '../database.ts';

export class ChatWriter implements EntryWriter {
  readonly #database: Database;
  readonly #index: Indexer;

  constructor(database: Database, index: Indexer) {
    this.#database = database;
    this.#index = index;
  }

  /** What writes is imported when something is written: an answer does not wait for it. */
  async write(edit: EntryEdit, at: Date): Promise<EntryEditResult> {
    const { occasion } = await import('./sequence.ts');
    const { writeEntry } = await import('./write-revisions.ts');
    const context = { database: this.#database, index: this.#index };
    return this.#database.write(async (transaction) =>
      writeEntry(context, transaction, edit, await occasion(transaction, edit.desk, at)),
    );
  }
}
