import type { Once } from '../domain/ports/chat.ts';
import type { Database } from './database.ts';
import { forget } from './forget.ts';
import { isUnwritable } from './store-error.ts';

export class StoredOnce implements Once {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The insert is the check, so that of two who claim at once only one is the first. */
  async first(key: string, until: Date, now: Date): Promise<boolean> {
    try {
      return await this.#claim(key, until, now);
    } catch (error) {
      // While nothing can be written nothing can have been done twice either, and who asks is to be answered.
      if (!isUnwritable(error)) throw error;
      const known = await this.#database.read
        .selectFrom('claims')
        .select('key')
        .where('key', '=', key)
        .where('expires', '>', now.toISOString())
        .executeTakeFirst();
      return known === undefined;
    }
  }

  #claim(key: string, until: Date, now: Date): Promise<boolean> {
    const expires = until.toISOString();
    return this.#database.writeSmall(async (transaction) => {
      const claimed = await transaction
        .insertInto('claims')
        .values({ key, expires })
        .onConflict((known) =>
          known.column('key').doUpdateSet({ expires }).where('claims.expires', '<=', now.toISOString()),
        )
        .executeTakeFirst();
      await forget(this.#database, transaction, 'claims', now);
      return claimed.numInsertedOrUpdatedRows === 1n;
    });
  }

  async release(key: string): Promise<void> {
    await this.#database.writeSmall((transaction) =>
      transaction.deleteFrom('claims').where('key', '=', key).execute(),
    );
  }
}
