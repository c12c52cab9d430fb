import { sql } from 'kysely';
import type { PlatformTime } from '../domain/platform-clock.ts';
import type { Database } from './database.ts';
import { attemptedThere } from './ledger/sending.ts';

export async function renewCard(
  database: Database,
  id: string,
  holder: string,
  until: Date,
): Promise<boolean> {
  const leased_until = until.toISOString();
  return database.writeSmall(async (transaction) => {
    const renewed = await transaction
      .updateTable('cards')
      .set({ leased_until, due: leased_until })
      .where('id', '=', id)
      .where('holder', '=', holder)
      .executeTakeFirst();
    return renewed.numUpdatedRows === 1n;
  });
}

export async function markCardSending(
  database: Database,
  id: string,
  holder: string,
  at: Date,
  there?: PlatformTime,
): Promise<boolean> {
  const now = at.toISOString();
  return database.writeSmall(async (transaction) => {
    const marked = await transaction
      .updateTable('cards')
      .set({
        state: 'sending',
        attempts: sql`attempts + 1`,
        first_attempt: sql`coalesce(first_attempt, ${now})`,
        last_attempt: now,
        ...attemptedThere(there),
        tried_version: sql.ref('leased_version'),
      })
      .where('id', '=', id)
      .where('holder', '=', holder)
      .where('leased_until', '>', now)
      .where('state', 'in', ['waiting', 'unknown'])
      .executeTakeFirst();
    return marked.numUpdatedRows === 1n;
  });
}

/** Of a post also from a holder whose lease was lost: what is there is there. */
export async function markCardSent(database: Database, id: string, message: string): Promise<void> {
  await database.writeSmall(async (transaction) => {
    await transaction
      .updateTable('cards')
      .set({ state: 'sent', message })
      .where('id', '=', id)
      .where((row) => row.or([row('message', 'is', null), row('state', '<>', 'sent')]))
      .execute();
  });
}

/** The message that can no longer be edited is left as it is, and what it would say is posted. */
export async function repostCard(database: Database, id: string, holder: string): Promise<boolean> {
  return database.writeSmall(async (transaction) => {
    const turned = await transaction
      .updateTable('cards')
      .set({ message: null, state: 'waiting' })
      .where('id', '=', id)
      .where('holder', '=', holder)
      .executeTakeFirst();
    return turned.numUpdatedRows === 1n;
  });
}
