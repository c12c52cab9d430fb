import { type Kysely, type SelectQueryBuilder, sql, type Transaction, type UpdateResult } from 'kysely';
import type { PlatformTime } from '../../domain/digests/platform-clock.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';

/** What digests, corrections and cards have in common: rows that are due, leased, attempted and looked for. */

/** Columns of a row that is about to be sent at `at`, an ISO instant. `there` is the platform's own time. */
export function attemptedAt(at: string, there: PlatformTime | undefined) {
  return {
    state: 'sending',
    attempts: sql<number>`attempts + 1`,
    first_attempt: sql<string>`coalesce(first_attempt, ${at})`,
    last_attempt: at,
    // An earlier attempt without the platform's time leaves its beginning unknown.
    platform_since: sql<
      string | null
    >`CASE WHEN first_attempt IS NULL THEN ${there?.since.toISOString() ?? null}
      ELSE platform_since END`,
    platform_until: there?.until.toISOString() ?? null,
  };
}

/** Columns of a row whose attempts count from the beginning again. */
export const unattempted = {
  attempts: 0,
  first_attempt: null,
  last_attempt: null,
  platform_since: null,
  platform_until: null,
};

/** The platform's time of a row's attempts; undefined where it is not known. */
export function thereOf(row: {
  platform_since: string | null;
  platform_until: string | null;
}): PlatformTime | undefined {
  const { platform_since: since, platform_until: until } = row;
  if (since === null || until === null) return undefined;
  return { since: new Date(since), until: new Date(until) };
}

/**
 * From when on a row that was left while it was being sent may be looked for: a request still on its way must have had
 * `settleMs` to land. `isAhead`: the attempt was dated by a clock that was ahead, and counts as made now.
 */
export function settledAt(lastAttempt: string | null, settleMs: number, now: Date) {
  const isAhead = lastAttempt !== null && Date.parse(lastAttempt) > now.getTime();
  const began = isAhead || lastAttempt === null ? now.getTime() : Date.parse(lastAttempt);
  return { isAhead, began: new Date(began), settled: new Date(began + settleMs) };
}

/** The rows of a query, locked until commit; rows that another process has locked are passed over. */
export const lockedRows = <T extends keyof Schema, Row>(
  { dialect }: Database,
  query: SelectQueryBuilder<Schema, T, Row>,
): Promise<Row[]> => (dialect === 'postgres' ? query.forUpdate().skipLocked() : query).execute();

/** Runs one update in a transaction of its own; false when no row was changed, such as because the lease was lost. */
export const changesRow = (
  database: Database,
  update: (transaction: Transaction<Schema>) => { executeTakeFirst(): Promise<UpdateResult | undefined> },
): Promise<boolean> =>
  database.writeSmall(
    async (transaction) => (await update(transaction).executeTakeFirst())?.numUpdatedRows === 1n,
  );

/** When the next row of these platforms is due; undefined: none is. */
export async function nextDue(
  database: Kysely<Schema>,
  of: { table: 'lanes'; due: 'ready_at' } | { table: 'cards'; due: 'due' },
  platforms: readonly string[],
): Promise<Date | undefined> {
  if (platforms.length === 0) return undefined;
  const { rows } = await sql<{ next: string | null }>`SELECT min(${sql.ref(of.due)}) AS next
    FROM ${sql.table(of.table)} WHERE platform IN (${sql.join(platforms)})`.execute(database);
  const next = rows[0]?.next;
  return next ? new Date(next) : undefined;
}
