import type { Decided, Turns } from '../domain/ports/turns.ts';
import type { Database } from './database.ts';

export class StoredTurns implements Turns {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  change<T>(account: string, decide: (turns: readonly number[]) => Decided<T>): Promise<T> {
    return this.#database.writeSmall(async (transaction) => {
      // Locks the row as well: of two processes one decides after the other.
      const locked = () =>
        transaction
          .updateTable('turns')
          .set({ account })
          .where('account', '=', account)
          .returning('last')
          .executeTakeFirst();
      let row = await locked();
      if (!row) {
        await transaction
          .insertInto('turns')
          .values({ account, last: '[]' })
          .onConflict((known) => known.doNothing())
          .execute();
        row = await locked();
      }
      const { turns, answer } = decide(JSON.parse(row?.last ?? '[]') as number[]);
      const last = JSON.stringify(turns);
      await transaction.updateTable('turns').set({ last }).where('account', '=', account).execute();
      return answer;
    });
  }
}
