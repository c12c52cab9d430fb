import type { Transaction } from 'kysely';
import type { ConflictRow, Schema } from './schema.ts';

type Conflict = Pick<ConflictRow, 'id' | 'path' | 'hash' | 'doc'>;

/** A conflict that is known already keeps the time it was first seen. */
export async function recordConflicts(
  transaction: Transaction<Schema>,
  desk: string,
  conflicts: readonly Conflict[],
  at: Date,
): Promise<void> {
  for (const conflict of conflicts) {
    const { path, hash, doc } = conflict;
    await transaction
      .insertInto('conflicts')
      .values({ ...conflict, desk, recorded_at: at.toISOString() })
      .onConflict((known) => known.columns(['desk', 'id']).doUpdateSet({ path, hash, doc }))
      .execute();
  }
}

/** Entries whose file and chat agree again. Few conflicts exist, so they are read rather than all ids deleted. */
export async function clearConflicts(
  transaction: Transaction<Schema>,
  desk: string,
  settled: readonly string[],
): Promise<void> {
  const open = await transaction.selectFrom('conflicts').select('id').where('desk', '=', desk).execute();
  const ids = new Set(settled);
  const over = open.map(({ id }) => id).filter((id) => ids.has(id));
  if (over.length === 0) return;
  await transaction.deleteFrom('conflicts').where('desk', '=', desk).where('id', 'in', over).execute();
}
