import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Desk, storedDesk } from '../../domain/desk.ts';
import type {
  ContentChange,
  ContentChangeResult,
  ContentStore,
  SyncedFile,
} from '../../domain/ports/content.ts';
import type { EntryEdit, EntryEditResult, EntryWriter } from '../../domain/ports/publishing.ts';
import type { Indexer } from '../../domain/search/query.ts';
import { type Told, withTold } from '../../domain/sources/listed.ts';
import type { Database } from '../database.ts';
import { listedOn, toldOf } from '../listed/told.ts';
import { withdrawn } from '../schema.ts';

/** Both databases limit how many values a query holds. */
const idsAtOnce = 500;
/** Read at once: others get their turn in between. */
const pathsAtOnce = 5000;

export class StoredContent implements ContentStore {
  readonly #database: Database;
  readonly #index: Indexer;

  constructor(database: Database, index: Indexer) {
    this.#database = database;
    this.#index = index;
  }

  async desks(): Promise<string[]> {
    const rows = await this.#database.read.selectFrom('desks').select('id').orderBy('id').execute();
    return rows.map(({ id }) => id);
  }

  async desk(id: string): Promise<Desk | undefined> {
    const desk = await this.filedDesk(id);
    return desk && withTold(desk, await this.told(id));
  }

  async told(desk: string): Promise<Told[]> {
    return (await listedOn(this.#database.read, desk)).map(toldOf);
  }

  async filedDesk(id: string): Promise<Desk | undefined> {
    const row = await this.#database.read
      .selectFrom('desks')
      .select('doc')
      .where('id', '=', id)
      .executeTakeFirst();
    return row && storedDesk(row.doc);
  }

  async files(desk: string): Promise<SyncedFile[]> {
    const rows = await this.#database.read
      .selectFrom('content_files')
      .select(['path', 'hash', 'fault'])
      .where('desk', '=', desk)
      .orderBy('path')
      .execute();
    return rows.map(({ path, hash, fault }) => ({ path, hash, ...(fault !== null && { fault }) }));
  }

  async entryPaths(desk: string): Promise<Map<string, string | undefined>> {
    const paths = new Map<string, string | undefined>();
    for (let after = ''; ; ) {
      const rows = await this.#database.read
        .selectFrom('revisions')
        .select(['id', 'path', 'state'])
        .where('desk', '=', desk)
        .where('valid_until', 'is', null)
        .where('id', '>', after)
        .orderBy('id')
        .limit(pathsAtOnce)
        .execute();
      for (const { id, path, state } of rows) if (state !== withdrawn) paths.set(id, path ?? undefined);
      const last = rows.at(-1);
      if (!last || rows.length < pathsAtOnce) return paths;
      after = last.id;
      await nextTurn();
    }
  }

  async referrers(desk: string, ids: readonly string[]): Promise<Set<string>> {
    const paths = new Set<string>();
    const { read } = this.#database;
    for (let at = 0; at < ids.length; at += idsAtOnce) {
      const named = await read
        .selectFrom('revision_links as l')
        .innerJoin('revisions as r', 'r.rev', 'l.rev')
        .select('r.path')
        .distinct()
        .where('l.desk', '=', desk)
        .where('l.kind', '=', 'entry')
        .where('l.value', 'in', ids.slice(at, at + idsAtOnce))
        .where('r.valid_until', 'is', null)
        .where('r.state', '<>', withdrawn)
        .execute();
      for (const { path } of named) if (path !== null) paths.add(path);
    }
    // As it stands in the index of them.
    const byChat = sql<boolean>`origin = 'chat' AND valid_until IS NULL AND path IS NOT NULL`;
    const changed = await read
      .selectFrom('revisions')
      .select('path')
      .distinct()
      .where('desk', '=', desk)
      .where(byChat)
      .execute();
    for (const { path } of changed) if (path !== null) paths.add(path);
    return paths;
  }

  async conflicts(desk: string): Promise<{ id: string; path: string }[]> {
    return this.#database.read
      .selectFrom('conflicts')
      .select(['id', 'path'])
      .where('desk', '=', desk)
      .orderBy('recorded_at')
      .orderBy('id')
      .execute();
  }

  /** What writes is imported when something is written: an answer does not wait for it. */
  async apply(change: ContentChange, at: Date): Promise<ContentChangeResult> {
    const { applyChange } = await import('./apply-change.ts');
    return applyChange({ database: this.#database, index: this.#index }, change, at);
  }
}

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
