import type { Selectable } from 'kysely';
import type { ArticleAbout, Import } from '../domain/import.ts';
import type { Imports, NewImport } from '../domain/ports/imports.ts';
import type { Database } from './database.ts';
import type { ImportRow } from './people-schema.ts';

/** What an article is compared with: the newest of a desk; older ones come back under another address, if at all. */
const mostKnown = 2000;

export class StoredImports implements Imports {
  readonly #database: Database;
  readonly #newId: () => string;

  constructor(database: Database, newId: () => string) {
    this.#database = database;
    this.#newId = newId;
  }

  async add({ desk, key, signature, about, sentences, source, brief, by, at }: NewImport, expires: Date) {
    const row = {
      desk,
      url_key: key ?? null,
      source: source ?? null,
      brief: brief ?? null,
      actor: by,
      signature: JSON.stringify(signature),
      about: JSON.stringify(about),
      sentences: JSON.stringify(sentences),
      at: at.toISOString(),
      expires: expires.toISOString(),
    };
    return this.#database.write(async (transaction) => {
      for (;;) {
        const added = await transaction
          .insertInto('imports')
          .values({ id: this.#newId(), ...row })
          .onConflict((known) => known.column('id').doNothing())
          .returningAll()
          .executeTakeFirst();
        // Ids are short, so that one may be drawn twice.
        if (added) return toImport(added, at);
      }
    });
  }

  async get(id: string, now: Date): Promise<Import | undefined> {
    const row = await this.#database.read
      .selectFrom('imports')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toImport(row, now);
  }

  async change(id: string, change: Parameters<Imports['change']>[1]): Promise<void> {
    const { about } = change;
    const columns = {
      ...(about && { about: JSON.stringify(about) }),
      ...('source' in change && { source: change.source ?? null }),
      ...('brief' in change && { brief: change.brief ?? null }),
    };
    await this.#database.write((transaction) =>
      transaction.updateTable('imports').set(columns).where('id', '=', id).execute(),
    );
  }

  /** Asked every minute: mostly it is a look at an index of what is kept. */
  async forget(now: Date): Promise<void> {
    const instant = now.toISOString();
    const one = await this.#database.read
      .selectFrom('imports')
      .select('id')
      .where('sentences', 'is not', null)
      .where('expires', '<=', instant)
      .limit(1)
      .executeTakeFirst();
    if (!one) return;
    await this.#database.write((transaction) =>
      transaction
        .updateTable('imports')
        .set({ sentences: null })
        .where('sentences', 'is not', null)
        .where('expires', '<=', instant)
        .execute(),
    );
  }

  async keys(desk: string): Promise<string[]> {
    const rows = await this.#database.read
      .selectFrom('imports')
      .select('url_key')
      .where('desk', '=', desk)
      .where('source', 'is not', null)
      .orderBy('at', 'desc')
      .limit(mostKnown)
      .execute();
    return rows.flatMap(({ url_key }) => url_key ?? []);
  }

  async known(desk: string): Promise<Import[]> {
    const rows = await this.#database.read
      .selectFrom('imports')
      .selectAll()
      .where('desk', '=', desk)
      .where('brief', 'is not', null)
      .orderBy('at', 'desc')
      .limit(mostKnown)
      .execute();
    return rows.map((row) => toImport({ ...row, sentences: null }));
  }
}

function toImport(row: Selectable<ImportRow>, now?: Date): Import {
  const { id, desk, url_key, signature, about, sentences, source, brief, actor, at, expires } = row;
  const runsOut = now === undefined || expires <= now.toISOString();
  return {
    id,
    desk,
    by: actor,
    at: new Date(at),
    signature: JSON.parse(signature) as Import['signature'],
    about: JSON.parse(about) as ArticleAbout,
    sentences: sentences === null || runsOut ? [] : (JSON.parse(sentences) as string[]),
    ...(url_key !== null && { key: url_key }),
    ...(source !== null && { source }),
    ...(brief !== null && { brief }),
  };
}
