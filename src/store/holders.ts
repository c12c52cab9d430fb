import { randomUUID } from 'node:crypto';
import type { Holders } from '../domain/ports/holders.ts';
import type { Database } from './database.ts';
import { isUnwritable } from './store-error.ts';

export class StoredHolders implements Holders {
  readonly #database: Database;
  #process: string | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  name(part: string): string {
    this.#process ??= this.#enter();
    return `${this.#process}:${part}`;
  }

  #enter(): string {
    const name = randomUUID();
    try {
      this.#database.presence?.enter(name);
    } catch {
      // On a disk that is full, say: then others wait until its leases have run out.
    }
    return name;
  }

  async takeOver(now: Date): Promise<void> {
    const { presence } = this.#database;
    const gone = presence?.gone() ?? [];
    if (gone.length === 0) return;
    try {
      await this.#free(gone, now);
    } catch (error) {
      // Then they run out, or are taken up at the next tick that can write.
      if (!isUnwritable(error)) throw error;
      return;
    }
    presence?.forget(gone);
  }

  async #free(gone: readonly string[], now: Date): Promise<void> {
    const instant = now.toISOString();
    await this.#database.write(async (transaction) => {
      for (const name of gone) {
        const theirs = `${name}:%`;
        await transaction
          .updateTable('lanes')
          .set({ ready_at: instant, leased_until: instant })
          .where('holder', 'like', theirs)
          .execute();
        await transaction
          .updateTable('cards')
          .set({ due: instant, leased_until: instant })
          .where('holder', 'like', theirs)
          .execute();
        await transaction
          .updateTable('feeds')
          .set({ holder: null, leased_until: null })
          .where('holder', 'like', theirs)
          .execute();
        await transaction
          .updateTable('subscriptions')
          .set({ claimed_by: null, claimed_until: null })
          .where('claimed_by', 'like', theirs)
          .execute();
        await transaction
          .updateTable('content_folder')
          .set({ syncing: null, syncing_until: null })
          .where('syncing', 'like', theirs)
          .execute();
        await transaction.deleteFrom('content_servers').where('process', 'like', theirs).execute();
        await transaction.deleteFrom('leases').where('holder', 'like', theirs).execute();
      }
    });
  }
}
