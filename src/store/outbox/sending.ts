import { sql } from 'kysely';
import type { PlatformTime } from '../../domain/digests/platform-clock.ts';
import type { Database } from '../database.ts';
import { attemptedAt, changesRow } from './attempts.ts';
import { pausedAmong } from './held.ts';
import { heldLane } from './lanes.ts';

export function renewLease(
  database: Database,
  delivery: string,
  holder: string,
  until: Date,
): Promise<boolean> {
  const leased_until = until.toISOString();
  return changesRow(database, (transaction) =>
    transaction
      .updateTable('lanes')
      .set({ leased_until, ready_at: leased_until })
      .where('head', '=', delivery)
      .where('holder', '=', holder),
  );
}

export async function markSending(
  database: Database,
  delivery: string,
  part: number,
  holder: string,
  at: Date,
  there?: PlatformTime,
): Promise<boolean> {
  const now = at.toISOString();
  return database.writeSmall(async (transaction) => {
    const lane = await heldLane(database, transaction, delivery, holder);
    if (!lane?.leased_until || lane.leased_until <= now) return false;
    const marked = await transaction
      .updateTable('delivery_parts')
      .set(attemptedAt(now, there))
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('state', 'in', ['waiting', 'unknown'])
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('deliveries').select('id').where('id', '=', delivery).where('state', '=', 'held'),
          ),
        ),
      )
      .executeTakeFirst();
    return marked.numUpdatedRows === 1n;
  });
}

export async function markSent(
  database: Database,
  delivery: string,
  part: number,
  message: string,
  at: Date,
): Promise<void> {
  await database.writeSmall(async (transaction) => {
    await transaction
      .updateTable('delivery_parts')
      .set({ state: 'sent', message, sent_at: at.toISOString() })
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('state', '<>', 'sent')
      .execute();
  });
}

export async function turnIntoPost(
  database: Database,
  delivery: string,
  part: number,
  holder: string,
): Promise<boolean> {
  return database.writeSmall(async (transaction) => {
    if (!(await heldLane(database, transaction, delivery, holder))) return false;
    await transaction
      .updateTable('delivery_parts')
      .set({ body: sql.ref('instead'), instead: null, state: 'waiting' })
      .where('delivery', '=', delivery)
      .where('part', '=', part)
      .where('instead', 'is not', null)
      .where('state', '<>', 'sent')
      .execute();
    const { subscription } = await transaction
      .selectFrom('deliveries')
      .select('subscription')
      .where('id', '=', delivery)
      .executeTakeFirstOrThrow();
    if ((await pausedAmong(transaction, [subscription])).has(subscription))
      await transaction.updateTable('deliveries').set({ state: 'held' }).where('id', '=', delivery).execute();
    return true;
  });
}
