import { type Kysely, sql, type Transaction } from 'kysely';
import type { Decided, Turns } from '../../domain/ports/cards.ts';
import type { Database } from '../database.ts';
import type { LaneRow } from '../digest-schema.ts';
import type { Schema } from '../schema.ts';

/**
 * The lane whose head the holder has, locked until commit; undefined when the lease was lost. A lease that ran out
 * but that nobody took over yet still counts here: only `sending` asks the clock.
 */
export async function heldLane(
  database: Database,
  transaction: Transaction<Schema>,
  delivery: string,
  holder: string,
): Promise<LaneRow | undefined> {
  return transaction
    .selectFrom('lanes')
    .selectAll()
    .where('head', '=', delivery)
    .where('holder', '=', holder)
    .$if(database.dialect === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

/** A channel's lane, locked until commit; undefined while nothing was ever written for it. */
export async function lockLane(
  transaction: Transaction<Schema>,
  database: Database,
  channel: string,
): Promise<LaneRow | undefined> {
  return transaction
    .selectFrom('lanes')
    .selectAll()
    .where('channel', '=', channel)
    .$if(database.dialect === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

/** A lane that nobody holds: its head may be leased from `due` on. */
export async function leaveLane(transaction: Transaction<Schema>, head: string, due: string): Promise<void> {
  await transaction
    .updateTable('lanes')
    .set({ holder: null, leased_until: null, ready_at: due })
    .where('head', '=', head)
    .execute();
}

/** The oldest delivery that is left in the channel and not held becomes its head. Needs the lane's lock. */
export async function promoteNext(transaction: Transaction<Schema>, channel: string): Promise<void> {
  const next = await oldestOpen(transaction, channel).executeTakeFirst();
  await transaction
    .updateTable('lanes')
    .set({ head: next?.id ?? null, ready_at: next?.due ?? null, holder: null, leased_until: null })
    .where('channel', '=', channel)
    .execute();
}

export function oldestOpen(database: Kysely<Schema>, channel: string) {
  return database
    .selectFrom('deliveries')
    .select(['id', 'due'])
    .where('channel', '=', channel)
    .where('finished_at', 'is', null)
    .where('state', '<>', 'held')
    .orderBy('position')
    .limit(1);
}

/** Held because its subscription is paused. */
export async function isHeld(transaction: Transaction<Schema>, delivery: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('deliveries')
    .select('id')
    .where('id', '=', delivery)
    .where('state', '=', 'held')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Held until commit: whoever writes deliveries or subscriptions follows the other, so that what one reads (keys,
 * editions, filters) is still so when it writes. Leasing and sending do not wait for it; they lock one channel's lane.
 */
export async function lockLedger(transaction: Transaction<Schema>): Promise<void> {
  await sql`UPDATE ledger SET one = 1 WHERE one = 1`.execute(transaction);
}

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
