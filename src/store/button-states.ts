import { createHash } from 'node:crypto';
import type { ButtonStates } from '../domain/ports/chat.ts';
import type { Database } from './database.ts';
import { forget } from './forget.ts';

export class StoredButtonStates implements ButtonStates {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The id is drawn from the text: kept again, it is the same row and lives longer. */
  async keep(state: string, until: Date, now: Date): Promise<string> {
    const id = createHash('sha256').update(state).digest('base64url').slice(0, 16);
    const expires = until.toISOString();
    await this.#database.write(async (transaction) => {
      await transaction
        .insertInto('button_states')
        .values({ id, state, expires })
        .onConflict((known) =>
          known.column('id').doUpdateSet({ expires }).where('button_states.expires', '<', expires),
        )
        .execute();
      await forget(this.#database, transaction, 'button_states', now);
    });
    return id;
  }

  async read(id: string, now: Date): Promise<string | undefined> {
    const kept = await this.#database.read
      .selectFrom('button_states')
      .select('state')
      .where('id', '=', id)
      .where('expires', '>', now.toISOString())
      .executeTakeFirst();
    return kept?.state;
  }
}
