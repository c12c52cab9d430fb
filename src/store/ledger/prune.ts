import { sql, type Transaction } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { lockLedger } from './lock.ts';

/** Deliveries, slots and editions that one transaction takes away: enough for any day, and no wait for others. */
const batch = 200;

/**
 * Takes away what came to its end before `before`. Kept is what a later correction refers to, because its message is
 * edited to say what the two say together. Resolves to the rows that went; fewer than a batch: nothing is left to do.
 */
export async function pruneLedger(database: Database, before: Date): Promise<number> {
  const at = before.toISOString();
  if (!(await isAnyOld(database, at))) return 0;
  return database.write(async (transaction) => {
    await lockLedger(transaction);
    const deliveries = await oldDeliveries(transaction, at);
    if (deliveries.length > 0) {
      for (const table of ['part_entries', 'delivery_parts'] as const)
        await transaction.deleteFrom(table).where('delivery', 'in', deliveries).execute();
      await transaction.deleteFrom('deliveries').where('id', 'in', deliveries).execute();
    }
    const slots = await transaction
      .deleteFrom('skipped_slots')
      .where('number', 'in', (rows) =>
        rows.selectFrom('skipped_slots').select('number').where('at', '<', at).orderBy('at').limit(batch),
      )
      .executeTakeFirst();
    const editions = await sql`DELETE FROM editions WHERE id IN (
      SELECT id FROM editions WHERE day < ${at.slice(0, 10)}
        AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.edition = editions.id)
        AND NOT EXISTS (SELECT 1 FROM skipped_slots WHERE skipped_slots.edition = editions.id)
      ORDER BY day LIMIT ${batch})`.execute(transaction);
    return deliveries.length + Number(slots.numDeletedRows) + Number(editions.numAffectedRows ?? 0n);
  });
}

/** Looked up without a lock: on most days there is nothing. */
async function isAnyOld({ read }: Database, at: string): Promise<boolean> {
  const { rows } = await sql<{ old: number }>`SELECT 1 AS old WHERE
    EXISTS (${oldDeliveryIds(at)})
    OR EXISTS (SELECT 1 FROM skipped_slots WHERE at < ${at})`.execute(read);
  return rows.length > 0;
}

async function oldDeliveries(transaction: Transaction<Schema>, at: string): Promise<string[]> {
  const { rows } = await oldDeliveryIds(at).execute(transaction);
  return rows.map(({ id }) => id);
}

function oldDeliveryIds(at: string) {
  return sql<{ id: string }>`SELECT id FROM deliveries WHERE finished_at < ${at}
    AND NOT EXISTS (SELECT 1 FROM deliveries AS later WHERE later.corrects_delivery = deliveries.id
      AND (later.finished_at IS NULL OR later.finished_at >= ${at}))
    AND NOT EXISTS (SELECT 1 FROM lanes WHERE lanes.head = deliveries.id)
    ORDER BY finished_at LIMIT ${batch}`;
}
