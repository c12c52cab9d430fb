import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Desk } from '../../domain/desk.ts';
import type { AddedSources, EntryEdit, EntryEditResult, EntryWriter } from '../../domain/ports/publishing.ts';
import type { Indexer } from '../../domain/search/query.ts';
import type { Source } from '../../domain/sources/source.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import { AgingWriter, agingBasis } from '../entries/aging.ts';
import type { Schema } from '../schema.ts';

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

export class StoredAddedSources implements AddedSources {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(desk: string, source: Source, by: string, at: Date): Promise<'added' | 'taken'> {
    const doc = JSON.stringify(source);
    return this.#database.write(async (transaction) => {
      const filed = await transaction
        .selectFrom('desks')
        .select('doc')
        .where('id', '=', desk)
        .executeTakeFirst();
      const ofFiles = filed ? (JSON.parse(filed.doc) as Desk).sources : [];
      if (ofFiles.some(({ id }) => id === source.id)) return 'taken';
      const before = await agingBasis(transaction, desk);
      const written = await transaction
        .insertInto('added_sources')
        .values({ desk, id: source.id, doc })
        .onConflict((known) => known.columns(['desk', 'id']).doNothing())
        .executeTakeFirst();
      if (written.numInsertedOrUpdatedRows !== 1n) {
        const kept = (await addedSources(transaction, desk)).find(({ id }) => id === source.id);
        return isDeepStrictEqual(kept, JSON.parse(doc)) ? 'added' : 'taken';
      }
      await new AgingWriter(this.#database, transaction, desk).basisChanged(before);
      const subject = `source:${source.id}`;
      await audit(transaction, { at, actor: by, action: 'source added', subject, desk, after: doc });
      return 'added';
    });
  }
}

export async function addedSources(database: Kysely<Schema>, desk: string): Promise<Source[]> {
  const rows = await database
    .selectFrom('added_sources')
    .select('doc')
    .where('desk', '=', desk)
    .orderBy('id')
    .execute();
  return rows.map(({ doc }) => JSON.parse(doc) as Source);
}
