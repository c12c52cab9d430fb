import type { Kysely, Transaction } from 'kysely';
import type { PlatformTime } from '../../domain/digests/platform-clock.ts';
import { platformOf } from '../../domain/identity.ts';
import type { Card, Cards, CardText, NewCard } from '../../domain/ports/cards.ts';
import type { Leased, LeaseRequest, Ledger } from '../../domain/ports/ledger.ts';
import type { Database } from '../database.ts';
import type { CardRow } from '../digest-schema.ts';
import type { Schema } from '../schema.ts';
import { lockedRows, nextDue, settledAt, thereOf, unattempted } from './attempts.ts';
import {
  finishCard,
  markCardSending,
  markCardSent,
  releaseCard,
  renewCard,
  repostCard,
} from './card-sending.ts';

export class StoredCards implements Cards {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async open(desk: string): Promise<Card[]> {
    const rows = await this.#database.read
      .selectFrom('cards')
      .select(['id', 'desk', 'channel', 'subject', 'version', 'created_at'])
      .where('desk', '=', desk)
      .where('is_open', '=', 1)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: new Date(created_at) }));
  }

  async count({ desk, channel, subject }: Pick<Card, 'desk' | 'channel' | 'subject'>): Promise<number> {
    const { total } = await this.#database.read
      .selectFrom('cards')
      .select((row) => row.fn.countAll().as('total'))
      .where('desk', '=', desk)
      .where('channel', '=', channel)
      .where('subject', '=', subject)
      .executeTakeFirstOrThrow();
    return Number(total);
  }

  async add({ reply, body, ...card }: NewCard, at: Date): Promise<boolean> {
    const instant = at.toISOString();
    return this.#database.write(async (transaction) => {
      const added = await transaction
        .insertInto('cards')
        .values({
          ...card,
          platform: platformOf(card.channel),
          is_open: 1,
          reply: JSON.stringify(reply),
          body: JSON.stringify(body),
          leased_version: null,
          tried_version: null,
          message: null,
          ...unattempted,
          state: 'waiting',
          due: instant,
          holder: null,
          leased_until: null,
          reason: null,
          created_at: instant,
        })
        .onConflict((open) => open.doNothing())
        .executeTakeFirst();
      return added.numInsertedOrUpdatedRows === 1n;
    });
  }

  async change(
    { id, version: seen }: Pick<Card, 'id' | 'version'>,
    { version, reply, body }: CardText,
    closes: boolean,
    at: Date,
  ): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const row = await transaction
        .updateTable('cards')
        .set({ version, reply: JSON.stringify(reply), body: JSON.stringify(body), is_open: closes ? 0 : 1 })
        .where('id', '=', id)
        .where('version', '=', seen)
        .where('is_open', '=', 1)
        .returning(['message', 'state', 'holder'])
        .executeTakeFirst();
      if (!row) return false;
      // Whoever holds it sees at the end of the lease that it says something else by now.
      if (row.holder !== null) return true;
      const { message, state } = row;
      // It is certainly not there, or no more: nobody has to be told of the end of what they never saw.
      const unseen = message === null && (state === 'waiting' || state === 'failed');
      if ((closes && unseen) || message === '')
        await transaction.updateTable('cards').set({ due: null }).where('id', '=', id).execute();
      else if (state === 'sent' || state === 'failed')
        await transaction
          .updateTable('cards')
          .set({ ...unattempted, state: 'waiting', due: at.toISOString() })
          .where('id', '=', id)
          .execute();
      return true;
    });
  }

  lease(of: LeaseRequest, now: Date): Promise<Leased[]> {
    return leaseCards(this.#database, of, now);
  }

  nextReady(platforms: readonly string[]): Promise<Date | undefined> {
    return nextDue(this.#database.read, { table: 'cards', due: 'due' }, platforms);
  }

  renew(id: string, holder: string, until: Date): Promise<boolean> {
    return renewCard(this.#database, id, holder, until);
  }

  sending(id: string, _: number, holder: string, at: Date, there?: PlatformTime): Promise<boolean> {
    return markCardSending(this.#database, id, holder, at, there);
  }

  sent(id: string, _: number, message: string): Promise<void> {
    return markCardSent(this.#database, id, message);
  }

  release(id: string, holder: string, to: Parameters<Ledger['release']>[2]): Promise<boolean> {
    return releaseCard(this.#database, id, holder, to);
  }

  finish(id: string, holder: string, to: Parameters<Ledger['finish']>[2], at: Date): Promise<boolean> {
    return finishCard(this.#database, id, holder, to, at);
  }

  postInstead(id: string, _: number, holder: string): Promise<boolean> {
    return repostCard(this.#database, id, holder);
  }
}

/** Cards that are due, the longest due first. Those that another process looks at are passed over. */
async function leaseCards(database: Database, request: LeaseRequest, now: Date): Promise<Leased[]> {
  const { holder, until, settleMs } = request;
  if (request.platforms.length === 0) return [];
  // A look that finds nothing takes no write lock.
  if (!(await dueCards(database.read, { ...request, limit: 1 }, now).executeTakeFirst())) return [];
  return database.write(async (transaction) => {
    const rows = await lockedRows(database, dueCards(transaction, request, now));
    const leased: Leased[] = [];
    const leased_until = until.toISOString();
    for (const row of rows) {
      const state = row.state === 'sending' ? 'unknown' : row.state;
      const { began, settled } = settledAt(row.last_attempt, settleMs, now);
      if (row.state === 'sending' && settled > now) {
        await update(transaction, row.id, {
          state,
          holder: null,
          leased_until: null,
          due: settled.toISOString(),
          last_attempt: began.toISOString(),
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
        index: 0,
        reply: JSON.parse(row.reply),
        body,
        attempts,
        state: state as 'waiting' | 'unknown' | 'sent',
        ...(message !== null && { edits: { message, instead: body } }),
        ...(first_attempt !== null && { firstAttempt: new Date(first_attempt) }),
        ...(last_attempt !== null && { lastAttempt: new Date(last_attempt) }),
        ...(there && { there }),
      },
    ],
  };
}
