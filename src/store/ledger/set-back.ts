import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';

export async function setBack(database: Database, settleMs: number, now: Date): Promise<number> {
  if (!(await putOff(database.read, now).executeTakeFirst())) return 0;
  return database.write(async (transaction) => {
    const query = putOff(transaction, now);
    const heads = await (database.dialect === 'postgres' ? query.forUpdate('l') : query).execute();
    for (const { id } of heads) {
      const cutOff = await attemptedBy(transaction, id, now);
      const due = new Date(now.getTime() + (cutOff ? settleMs : 0)).toISOString();
      await transaction.updateTable('deliveries').set({ due }).where('id', '=', id).execute();
      await transaction.updateTable('lanes').set({ ready_at: due }).where('head', '=', id).execute();
    }
    return heads.length;
  });
}

/** Heads that nobody holds and that wait for a time to come, with something about them dated after now. */
function putOff(database: Kysely<Schema>, now: Date) {
  const instant = now.toISOString();
  return database
    .selectFrom('lanes as l')
    .innerJoin('deliveries as d', 'd.id', 'l.head')
    .select('d.id')
    .where('l.ready_at', '>', instant)
    .where('l.holder', 'is', null)
    .where((row) =>
      row.or([
        row('d.created_at', '>', instant),
        row.exists(
          row
            .selectFrom('delivery_parts as p')
            .select('p.part')
            .whereRef('p.delivery', '=', 'd.id')
            .where('p.last_attempt', '>', instant),
        ),
      ]),
    );
}

/** No attempt at it was later than now, whatever was written. True when one of them may still be on its way. */
export async function attemptedBy(
  transaction: Transaction<Schema>,
  delivery: string,
  now: Date,
): Promise<boolean> {
  const instant = now.toISOString();
  const ahead = await transaction
    .updateTable('delivery_parts')
    .set({ last_attempt: instant })
    .where('delivery', '=', delivery)
    .where('last_attempt', '>', instant)
    .returning('state')
    .execute();
  return ahead.some(({ state }) => state === 'sending' || state === 'unknown');
}
