import type { ExpressionBuilder, Kysely } from 'kysely';
import { filterKey } from '../../domain/digests/filter.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type {
  AdminLine,
  DueClaim,
  NewSubscription,
  SubscriptionChange,
  Subscriptions,
} from '../../domain/ports/digests.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import { lockLedger } from '../outbox/lanes.ts';
import type { Schema } from '../schema.ts';
import { keepAdminLine } from './admin-lines.ts';
import { changeSubscription, nameIn, settingsOf, toSubscription } from './subscription-rows.ts';

export class StoredSubscriptions implements Subscriptions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(wanted: NewSubscription, at: Date) {
    return this.#database.write(async (transaction) => {
      await lockLedger(transaction);
      const { name, taken } = await nameIn(transaction, wanted);
      if (taken) return { outcome: 'already' as const, subscription: taken };
      const { desk, channel, cursor, slot, next, createdBy } = wanted;
      const settings = JSON.stringify(settingsOf(wanted));
      const row = await transaction
        .insertInto('subscriptions')
        .values({
          desk,
          channel,
          name,
          filter_key: filterKey(wanted.filter),
          settings,
          state: 'active',
          cursor,
          slot: slot.toISOString(),
          next: next?.toISOString() ?? null,
          sent: 0,
          created_by: createdBy,
          created_at: at.toISOString(),
          version: 1,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await audit(transaction, {
        at,
        actor: createdBy,
        action: 'subscription added',
        subject: `subscription:${row.id}`,
        desk,
        after: JSON.stringify({ channel, name, ...settingsOf(wanted) }),
      });
      return { outcome: 'added' as const, subscription: toSubscription(row) };
    });
  }

  async get(id: number): Promise<Subscription | undefined> {
    const row = await this.#database.read
      .selectFrom('subscriptions')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toSubscription(row);
  }

  async list({ channel, desk, ended }: { channel?: string; desk?: string; ended?: boolean }) {
    let query = this.#database.read.selectFrom('subscriptions').selectAll().orderBy('id');
    if (channel !== undefined) query = query.where('channel', '=', channel);
    if (desk !== undefined) query = query.where('desk', '=', desk);
    if (!ended) query = query.where('state', '<>', 'ended');
    return (await query.execute()).map(toSubscription);
  }

  async claimDue({ holder, until, limit, platforms }: DueClaim, now: Date): Promise<Subscription[]> {
    const at = now.toISOString();
    const beyond = new Date(until.getTime() + 60_000).toISOString();
    const due = (database: Kysely<Schema>, most: number) =>
      database
        .selectFrom('subscriptions')
        .select('id')
        .where('next', '<=', at)
        .where('state', 'not in', ['ended', 'broken'])
        .where(onPlatforms(platforms))
        .where(({ or, eb }) =>
          or([
            eb('claimed_until', 'is', null),
            eb('claimed_until', '<=', at),
            // It was made by a clock that was ahead.
            eb('claimed_until', '>', beyond),
            eb('claimed_by', '=', holder),
          ]),
        )
        .orderBy('next')
        .orderBy('id')
        .limit(most);
    // A look that finds nothing takes no write lock.
    if (!(await due(this.#database.read, 1).executeTakeFirst())) return [];
    return this.#database.write(async (transaction) => {
      const found = due(transaction, limit);
      const rows = await (this.#database.dialect === 'postgres'
        ? found.forUpdate().skipLocked()
        : found
      ).execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return [];
      await transaction
        .updateTable('subscriptions')
        .set({ claimed_by: holder, claimed_until: until.toISOString() })
        .where('id', 'in', ids)
        .execute();
      const claimed = transaction.selectFrom('subscriptions').selectAll().where('id', 'in', ids);
      return (await claimed.orderBy('next').orderBy('id').execute()).map(toSubscription);
    });
  }

  async toProbe({ platforms, limit }: { platforms: readonly string[]; limit: number }, now: Date) {
    const rows = await this.#database.read
      .selectFrom('subscriptions')
      .selectAll()
      .where('next', '<=', now.toISOString())
      .where('state', '=', 'broken')
      .where(onPlatforms(platforms))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('lanes')
              .select('lanes.channel')
              .whereRef('lanes.channel', '=', 'subscriptions.channel')
              .where('head', 'is not', null),
          ),
        ),
      )
      .orderBy('next')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toSubscription);
  }

  async change(
    id: number,
    version: number,
    change: SubscriptionChange,
    by: string,
    at: Date,
    tell?: AdminLine,
  ) {
    return this.#database.write(async (transaction) => {
      await lockLedger(transaction);
      const wish = { seen: { id, version }, change, by, at };
      const changed = await changeSubscription(transaction, this.#database, wish);
      if (changed === 'changed' && tell) await keepAdminLine(transaction, tell, at);
      return changed;
    });
  }
}

const onPlatforms =
  (platforms: readonly string[]) =>
  ({ or, eb }: ExpressionBuilder<Schema, 'subscriptions'>) =>
    or(platforms.flatMap((each) => [eb('channel', '=', each), eb('channel', 'like', `${each}:%`)]));
