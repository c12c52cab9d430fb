import { sql, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

const keys = { claims: 'key', button_states: 'id' } as const;

/** At most this many at a time, so that no press pays for a long silence. */
const most = 100;

/** Deletes rows that have run out. It passes by what another transaction has locked, so that no two wait for each other. */
export async function forget(
  { dialect }: Pick<Database, 'dialect'>,
  transaction: Transaction<Schema>,
  table: keyof typeof keys,
  now: Date,
): Promise<void> {
  const key = sql.ref(keys[table]);
  const expired = sql`SELECT ${key} FROM ${sql.table(table)} WHERE expires <= ${now.toISOString()} LIMIT ${sql.lit(most)}`;
  const free = dialect === 'postgres' ? sql`${expired} FOR UPDATE SKIP LOCKED` : expired;
  await sql`DELETE FROM ${sql.table(table)} WHERE ${key} IN (${free})`.execute(transaction);
}
