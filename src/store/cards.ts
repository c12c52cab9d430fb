import type { PlatformTime } from '../domain/platform-clock.ts';
import { platformOf } from '../domain/platform-of.ts';
import type { Card, Cards, CardText, NewCard } from '../domain/ports/cards.ts';
import type { Leased, LeaseRequest, Ledger } from '../domain/ports/ledger.ts';
import { finishCard, releaseCard } from './card-endings.ts';
import { leaseCards, nextCard } from './card-lease.ts';
import { markCardSending, markCardSent, renewCard, repostCard } from './card-sending.ts';
import type { Database } from './database.ts';

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
          ...{ platform: platformOf(card.channel), is_open: 1 },
          ...{ reply: JSON.stringify(reply), body: JSON.stringify(body) },
          ...{ leased_version: null, tried_version: null, message: null },
          ...{ state: 'waiting', attempts: 0, first_attempt: null, last_attempt: null },
          ...{ platform_since: null, platform_until: null },
          ...{ due: instant, holder: null, leased_until: null, reason: null, created_at: instant },
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
          .set({
            state: 'waiting',
            attempts: 0,
            first_attempt: null,
            last_attempt: null,
            due: at.toISOString(),
          })
          .where('id', '=', id)
          .execute();
      return true;
    });
  }

  lease(of: LeaseRequest, now: Date): Promise<Leased[]> {
    return leaseCards(this.#database, of, now);
  }

  nextReady(platforms: readonly string[]): Promise<Date | undefined> {
    return nextCard(this.#database.read, platforms);
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
