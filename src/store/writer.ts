import type { EntryEdit, EntryEditResult, EntryWriter } from '../domain/ports/entry-writer.ts';
import type { Indexer } from '../domain/ports/search.ts';
import type { Database } from './database.ts';

export class ChatWriter implements EntryWriter {
  readonly #database: Database;
  readonly #index: Indexer;

  constructor(database: Database, index: Indexer) {
    this.#database = database;
    this.#index = index;
  }

  /** What writes is imported when something is written: an answer does not wait for it. */
  async write(edit: EntryEdit, at: Date): Promise<EntryEditResult> {
    const { writeEntry } = await import('./write-entry.ts');
    const context = { database: this.#database, index: this.#index };
    return this.#database.write((transaction) => writeEntry(context, transaction, edit, at));
  }
}
