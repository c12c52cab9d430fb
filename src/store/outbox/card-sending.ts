import { sql, type Transaction } from 'kysely';
import type { PlatformTime } from '../../domain/digests/platform-clock.ts';
import type { Ledger } from '../../domain/ports/ledger.ts';
import { keepAdminLine } from '../chat/admin-lines.ts';
import type { Database } from '../database.ts';
import type { CardRow } from '../digest-schema.ts';
import type { Schema } from '../schema.ts';
import { attemptedAt, changesRow, unattempted } from './attempts.ts';

type To<Call extends 'release' | 'finish'> = Parameters<Ledger[Call]>[2];

export const releaseCard = (
  database: Database,
  id: string,
  holder: string,
  { state, due, reason, part }: To<'release'>,
): Promise<boolean> =>
  held(database, id, holder, (row) => {
    const left = row.state === 'sending' && !part ? 'unknown' : (part?.state ?? state);
    return { state: row.state === 'sent' ? row.state : left, due: due.toISOString(), reason };
  });

/** While it waits, what was refused for good is tried again after so long, in milliseconds: rights are given back. */
const againMs = 24 * 60 * 60_000;
const anew = { ...unattempted, state: 'waiting' };

/** What it says may have changed while it was sent: then it is due again. */
export const finishCard = (
  database: Database,
  id: string,
  holder: string,
  to: To<'finish'>,
  at: Date,
): Promise<boolean> =>
  held(database, id, holder, async (row, transaction) => {
    if (to.state !== 'delivered' && to.tell) await keepAdminLine(transaction, to.tell, at);
    if (to.state === 'failed') {
      const { reason, refused } = to;
      const isCertain = row.message !== null || row.state === 'waiting' || refused !== undefined;
      if (row.is_open === 0 || !isCertain) return { state: 'failed', due: null, reason };
      return { ...anew, due: new Date(at.getTime() + againMs).toISOString(), reason };
    }
    // A person has deleted the message.
    if (to.state === 'needless') return { state: 'sent', message: '', due: null, reason: to.reason };
    if (row.state !== 'sent') throw new Error(`the card ${id} is not sent yet`);
    const done = row.tried_version === row.version || row.message === '';
    if (done) return { due: null, reason: null };
    return { ...anew, due: at.toISOString(), reason: null };
  });

/** Ends the lease; false when it was lost. */
async function held(
  database: Database,
  id: string,
  holder: string,
  change: (row: CardRow, transaction: Transaction<Schema>) => Partial<CardRow> | Promise<Partial<CardRow>>,
): Promise<boolean> {
  return database.writeSmall(async (transaction) => {
    const row = await transaction
      .selectFrom('cards')
      .selectAll()
      .where('id', '=', id)
      .where('holder', '=', holder)
      .$if(database.dialect === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
    if (!row) return false;
    await transaction
      .updateTable('cards')
      .set({ ...(await change(row, transaction)), holder: null, leased_until: null })
      .where('id', '=', id)
      .execute();
    return true;
  });
}

export function renewCard(database: Database, id: string, holder: string, until: Date): Promise<boolean> {
  const leased_until = until.toISOString();
  return changesRow(database, (transaction) =>
    transaction
      .updateTable('cards')
      .set({ leased_until, due: leased_until })
      .where('id', '=', id)
      .where('holder', '=', holder),
  );
}

export function markCardSending(
  database: Database,
  id: string,
  holder: string,
  at: Date,
  there?: PlatformTime,
): Promise<boolean> {
  const now = at.toISOString();
  return changesRow(database, (transaction) =>
    transaction
      .updateTable('cards')
      .set({ ...attemptedAt(now, there), tried_version: sql.ref('leased_version') })
      .where('id', '=', id)
      .where('holder', '=', holder)
      .where('leased_until', '>', now)
      .where('state', 'in', ['waiting', 'unknown']),
  );
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
export function repostCard(database: Database, id: string, holder: string): Promise<boolean> {
  return changesRow(database, (transaction) =>
    transaction
      .updateTable('cards')
      .set({ message: null, state: 'waiting' })
      .where('id', '=', id)
      .where('holder', '=', holder),
  );
}
