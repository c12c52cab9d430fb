import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * Held until commit: whoever writes deliveries or subscriptions follows the other, so that what one reads (keys,
 * editions, filters) is still so when it writes. Leasing and sending do not wait for it; they lock one channel's lane.
 */
export async function lockLedger(transaction: Transaction<Schema>): Promise<void> {
  await sql`UPDATE ledger SET one = 1 WHERE one = 1`.execute(transaction);
}
