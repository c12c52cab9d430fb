import type { Leases } from '../domain/ports/chat.ts';
import type { Database } from './database.ts';
import { isUnwritable } from './store-error.ts';

export class StoredLeases implements Leases {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** One statement takes, renews or takes over, so that of two who try at once only one has it. */
  async hold(name: string, holder: string, until: Date, now: Date): Promise<boolean> {
    try {
      return await this.#hold(name, holder, until, now);
    } catch (error) {
      // While nothing can be written nobody can take it from its holder, nor take one that is free.
      if (!isUnwritable(error)) throw error;
      const held = await this.#database.read
        .selectFrom('leases')
        .selectAll()
        .where('name', '=', name)
        .executeTakeFirst();
      return held === undefined || held.holder === holder || held.expires <= now.toISOString();
    }
  }

  #hold(name: string, holder: string, until: Date, now: Date): Promise<boolean> {
    const expires = until.toISOString();
    return this.#database.writeSmall(async (transaction) => {
      const held = await transaction
        .insertInto('leases')
        .values({ name, holder, expires })
        .onConflict((known) =>
          known
            .column('name')
            .doUpdateSet({ holder, expires })
            .where((lease) =>
              lease.or([
                lease('leases.holder', '=', holder),
                lease('leases.expires', '<=', now.toISOString()),
              ]),
            ),
        )
        .executeTakeFirst();
      return held.numInsertedOrUpdatedRows === 1n;
    });
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#database.writeSmall(async (transaction) => {
      await transaction.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
    });
  }
}
