import type { Kysely, Transaction } from 'kysely';
import type { Leased, LeaseRequest } from '../domain/ports/ledger.ts';
import type { CardRow } from './card-schema.ts';
import type { Database } from './database.ts';
import { thereOf } from './ledger/sending.ts';
import type { Schema } from './schema.ts';

/** Cards that are due, the longest due first. Those that another process looks at are passed over. */
export async function leaseCards(database: Database, request: LeaseRequest, now: Date): Promise<Leased[]> {
  const { holder, until, settleMs } = request;
  if (request.platforms.length === 0) return [];
  // A look that finds nothing takes no write lock.
  if (!(await dueCards(database.read, { ...request, limit: 1 }, now).executeTakeFirst())) return [];
  return database.write(async (transaction) => {
    const due = dueCards(transaction, request, now);
    const rows = await (database.dialect === 'postgres' ? due.forUpdate().skipLocked() : due).execute();
    const leased: Leased[] = [];
    const leased_until = until.toISOString();
    for (const row of rows) {
      const state = row.state === 'sending' ? 'unknown' : row.state;
      // Left behind while it was being sent: a request that is still on its way must have the time to land.
      const began = Math.min(Date.parse(row.last_attempt ?? row.created_at), now.getTime());
      const settled = began + settleMs;
      if (row.state === 'sending' && settled > now.getTime()) {
        await update(transaction, row.id, {
          ...{ state, holder: null, leased_until: null, due: new Date(settled).toISOString() },
          // It may have been written by a clock that was ahead.
          last_attempt: new Date(began).toISOString(),
        });
        continue;
      }
      const lease = { state, holder, leased_until, due: leased_until, leased_version: row.version };
      await update(transaction, row.id, lease);
      leased.push({ ...toDelivery({ ...row, ...lease }), leasedUntil: until });
    }
    return leased;
  });
}

function dueCards(database: Kysely<Schema>, { platforms, limit }: LeaseRequest, now: Date) {
  return database
    .selectFrom('cards')
    .selectAll()
    .where('platform', 'in', platforms)
    .where('due', '<=', now.toISOString())
    .orderBy('due')
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit);
}

export async function nextCard(
  database: Kysely<Schema>,
  platforms: readonly string[],
): Promise<Date | undefined> {
  if (platforms.length === 0) return undefined;
  const { next } = await database
    .selectFrom('cards')
    .select((card) => card.fn.min('due').as('next'))
    .where('platform', 'in', platforms)
    .executeTakeFirstOrThrow();
  return next ? new Date(next) : undefined;
}

async function update(transaction: Transaction<Schema>, id: string, columns: Partial<CardRow>) {
  await transaction.updateTable('cards').set(columns).where('id', '=', id).execute();
}

/** A post of what it says, or an edit of the message that says something else. */
function toDelivery(row: CardRow) {
  const { id, desk, channel, message, state, attempts, first_attempt, last_attempt } = row;
  const body = JSON.parse(row.body);
  const there = thereOf(row);
  return {
    ...({ id, key: id, kind: 'card', subscription: 0, desk, channel, late: false } as const),
    state: state === 'unknown' ? ('unknown' as const) : ('waiting' as const),
    due: new Date(row.due ?? row.created_at),
    createdAt: new Date(row.created_at),
    parts: [
      {
        ...{ index: 0, reply: JSON.parse(row.reply), body, attempts },
        state: state as 'waiting' | 'unknown' | 'sent',
        ...(message !== null && { edits: { message, instead: body } }),
        ...(first_attempt !== null && { firstAttempt: new Date(first_attempt) }),
        ...(last_attempt !== null && { lastAttempt: new Date(last_attempt) }),
        ...(there && { there }),
      },
    ],
  };
}
