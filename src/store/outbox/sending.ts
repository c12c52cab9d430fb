import { sql } from 'kysely';
import type { PlatformTime } from '../../domain/digests/platform-clock.ts';
import type { Database } from '../database.ts';
import { pausedAmong } from './held.ts';
import { heldLane } from './lanes.ts';

export async function renewLease(
  database: Database,
  delivery: string,
  holder: string,
  until: Date,
): Promise<boolean> {
  const leased_until = until.toISOString();
  return database.writeSmall(async (transaction) => {
    const renewed = await transaction
      .updateTable('lanes')
      .set({ leased_until, ready_at: leased_until })
      .where('head', '=', delivery)
      .where('holder', '=', holder)
      .executeTakeFirst();
    return renewed.numUpdatedRows === 1n;
  });
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
      .set({
        state: 'sending',
        attempts: sql`attempts + 1`,
        first_attempt: sql`coalesce(first_attempt, ${now})`,
        last_attempt: now,
        ...attemptedThere(there),
      })
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

/** Nothing is sure of a part that was tried before without it. */
export function attemptedThere(there: PlatformTime | undefined) {
  return {
    platform_since: sql<
      string | null
    >`CASE WHEN first_attempt IS NULL THEN ${there?.since.toISOString() ?? null}
      ELSE platform_since END`,
    platform_until: there?.until.toISOString() ?? null,
  };
}

/** Of a row. */
export function thereOf(row: {
  platform_since: string | null;
  platform_until: string | null;
}): PlatformTime | undefined {
  const { platform_since: since, platform_until: until } = row;
  if (since === null || until === null) return undefined;
  return { since: new Date(since), until: new Date(until) };
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
