import { type Kysely, sql } from 'kysely';
import type { ContentFolder, ContentFolders } from '../../domain/ports/content.ts';
import type { Database } from '../database.ts';
import { isUnwritable } from '../database.ts';
import type { Schema } from '../schema.ts';

export class StoredContentFolders implements ContentFolders {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async look(process: string, now: Date) {
    return look(this.#database.read, process, now);
  }

  async serve(process: string, { host, path }: ContentFolder, until: Date): Promise<void> {
    const values = { host, path, expires: until.toISOString() };
    try {
      await this.#database.writeSmall(async (transaction) => {
        await transaction
          .insertInto('content_servers')
          .values({ process, ...values })
          .onConflict((known) => known.column('process').doUpdateSet(values))
          .execute();
      });
    } catch (error) {
      // While nothing can be written no other folder can be taken either: what is there goes on serving.
      if (!isUnwritable(error)) throw error;
    }
  }

  async leave(process: string): Promise<void> {
    await this.#database.writeSmall(async (transaction) => {
      await transaction.deleteFrom('content_servers').where('process', '=', process).execute();
    });
  }

  async take({ host, path }: ContentFolder, seen: Parameters<ContentFolders['take']>[1]): Promise<boolean> {
    const { process, now } = seen;
    return this.#database.write(async (transaction) => {
      await sql`UPDATE content_folder SET one = 1 WHERE one = 1`.execute(transaction);
      const { known, served } = await look(transaction, process, now);
      if (served || known?.host !== seen.known?.host || known?.path !== seen.known?.path) return false;
      await transaction.updateTable('content_folder').set({ host, path }).execute();
      await transaction
        .deleteFrom('content_servers')
        .where('expires', '<=', now.toISOString())
        .where('process', '<>', process)
        .execute();
      return true;
    });
  }

  /** One statement takes, renews or takes over, so that of two who try at once only one may. */
  async beginSync(process: string, until: Date, now: Date): Promise<boolean> {
    return this.#database.writeSmall(async (transaction) => {
      const begun = await transaction
        .updateTable('content_folder')
        .set({ syncing: process, syncing_until: until.toISOString() })
        .where(({ or, eb }) =>
          or([
            eb('syncing', 'is', null),
            eb('syncing', '=', process),
            eb('syncing_until', '<=', now.toISOString()),
          ]),
        )
        .executeTakeFirst();
      return begun.numUpdatedRows === 1n;
    });
  }

  async endSync(process: string): Promise<void> {
    await this.#database.writeSmall(async (transaction) => {
      await transaction
        .updateTable('content_folder')
        .set({ syncing: null, syncing_until: null })
        .where('syncing', '=', process)
        .execute();
    });
  }
}

async function look(database: Kysely<Schema>, process: string, now: Date) {
  const { host, path } = await database
    .selectFrom('content_folder')
    .select(['host', 'path'])
    .executeTakeFirstOrThrow();
  if (host === null || path === null) return { served: false };
  const server = await database
    .selectFrom('content_servers')
    .select('process')
    .where('host', '=', host)
    .where('path', '=', path)
    .where('process', '<>', process)
    .where('expires', '>', now.toISOString())
    .executeTakeFirst();
  return { known: { host, path }, served: server !== undefined };
}
