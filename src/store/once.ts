import { LRUCache } from 'lru-cache';
import type { Once } from '../domain/ports/chat.ts';
import type { Database } from './database.ts';
import { forget } from './forget.ts';
import { isUnwritable } from './store-error.ts';

/** Claims that could not be written and that this process remembers, the newest of them. */
const mostUnwritten = 1000;

export class StoredOnce implements Once {
  readonly #database: Database;
  readonly #unwritten = new LRUCache<string, Date>({ max: mostUnwritten });

  constructor(database: Database) {
    this.#database = database;
  }

  /** The insert is the check, so that of two who claim at once only one is the first. */
  async first(key: string, until: Date, now: Date): Promise<boolean> {
    if (this.#isRemembered(key, now)) return false;
    try {
      return await this.#claim(key, until, now);
    } catch (error) {
      // Whoever asks is answered also while nothing can be written.
      if (!isUnwritable(error)) throw error;
      if (await this.#isClaimed(key, now)) return false;
      if (this.#isRemembered(key, now)) return false;
      this.#unwritten.set(key, until);
      return true;
    }
  }

  #isRemembered(key: string, now: Date): boolean {
    const until = this.#unwritten.get(key);
    return until !== undefined && until > now;
  }

  async #isClaimed(key: string, now: Date): Promise<boolean> {
    const known = await this.#database.read
      .selectFrom('claims')
      .select('key')
      .where('key', '=', key)
      .where('expires', '>', now.toISOString())
      .executeTakeFirst();
    return known !== undefined;
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
    if (this.#unwritten.delete(key)) return;
    await this.#database.writeSmall((transaction) =>
      transaction.deleteFrom('claims').where('key', '=', key).execute(),
    );
  }
}
