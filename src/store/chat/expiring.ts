import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { ButtonStates, Leases, Once } from '../../domain/ports/chat.ts';
import { type Database, isUnwritable } from '../database.ts';
import type { Schema } from '../schema.ts';

export class StoredLeases implements Leases {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** One statement takes, renews or takes over, so that of two who try at once only one has it. */
  async hold(name: string, holder: string, until: Date, now: Date): Promise<boolean> {
    try {
      return await this.#hold(name, holder, until, now);
    } catch (error) {
      // While nothing can be written nobody can take it from its holder, nor take one that is free.
      if (!isUnwritable(error)) throw error;
      const held = await this.#database.read
        .selectFrom('leases')
        .selectAll()
        .where('name', '=', name)
        .executeTakeFirst();
      return held === undefined || held.holder === holder || held.expires <= now.toISOString();
    }
  }

  #hold(name: string, holder: string, until: Date, now: Date): Promise<boolean> {
    const expires = until.toISOString();
    return this.#database.writeSmall(async (transaction) => {
      const held = await transaction
        .insertInto('leases')
        .values({ name, holder, expires })
        .onConflict((known) =>
          known
            .column('name')
            .doUpdateSet({ holder, expires })
            .where((lease) =>
              lease.or([
                lease('leases.holder', '=', holder),
                lease('leases.expires', '<=', now.toISOString()),
              ]),
            ),
        )
        .executeTakeFirst();
      return held.numInsertedOrUpdatedRows === 1n;
    });
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#database.writeSmall(async (transaction) => {
      await transaction.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
    });
  }
}

/** Claims that could not be written and that this process remembers, the newest of them. */
const mostUnwritten = 1000;

export class StoredOnce implements Once {
  readonly #database: Database;
  readonly #unwritten = new LRUCache<string, Date>({ max: mostUnwritten });

  constructor(database: Database) {
    this.#database = database;
  }

  /** The insert is the check, so that of two who claim at once only one is the first. */
  async first(key: string, until: Date, now: Date): Promise<boolean> {
    if (this.#isRemembered(key, now)) return false;
    try {
      return await this.#claim(key, until, now);
    } catch (error) {
      // Whoever asks is answered also while nothing can be written.
      if (!isUnwritable(error)) throw error;
      if (await this.#isClaimed(key, now)) return false;
      if (this.#isRemembered(key, now)) return false;
      this.#unwritten.set(key, until);
      return true;
    }
  }

  #isRemembered(key: string, now: Date): boolean {
    const until = this.#unwritten.get(key);
    return until !== undefined && until > now;
  }

  async #isClaimed(key: string, now: Date): Promise<boolean> {
    const known = await this.#database.read
      .selectFrom('claims')
      .select('key')
      .where('key', '=', key)
      .where('expires', '>', now.toISOString())
      .executeTakeFirst();
    return known !== undefined;
  }

  #claim(key: string, until: Date, now: Date): Promise<boolean> {
    const expires = until.toISOString();
    return this.#database.writeSmall(async (transaction) => {
      const claimed = await transaction
        .insertInto('claims')
        .values({ key, expires })
        .onConflict((known) =>
          known.column('key').doUpdateSet({ expires }).where('claims.expires', '<=', now.toISOString()),
        )
        .executeTakeFirst();
      await forget(this.#database, transaction, 'claims', now);
      return claimed.numInsertedOrUpdatedRows === 1n;
    });
  }

  async release(key: string): Promise<void> {
    if (this.#unwritten.delete(key)) return;
    await this.#database.writeSmall((transaction) =>
      transaction.deleteFrom('claims').where('key', '=', key).execute(),
    );
  }
}

export class StoredButtonStates implements ButtonStates {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The id is drawn from the text: kept again, it is the same row and lives longer. */
  async keep(state: string, until: Date, now: Date): Promise<string> {
    const id = createHash('sha256').update(state).digest('base64url').slice(0, 16);
    const expires = until.toISOString();
    await this.#database.write(async (transaction) => {
      await transaction
        .insertInto('button_states')
        .values({ id, state, expires })
        .onConflict((known) =>
          known.column('id').doUpdateSet({ expires }).where('button_states.expires', '<', expires),
        )
        .execute();
      await forget(this.#database, transaction, 'button_states', now);
    });
    return id;
  }

  async read(id: string, now: Date): Promise<string | undefined> {
    const kept = await this.#database.read
      .selectFrom('button_states')
      .select('state')
      .where('id', '=', id)
      .where('expires', '>', now.toISOString())
      .executeTakeFirst();
    return kept?.state;
  }
}

const keys = { claims: 'key', button_states: 'id' } as const;

/** At most this many at a time, so that no press pays for a long silence. */
const mostDeleted = 100;

/** Deletes rows that have run out. It passes by what another transaction has locked, so that no two wait for each other. */
async function forget(
  { dialect }: Pick<Database, 'dialect'>,
  transaction: Transaction<Schema>,
  table: keyof typeof keys,
  now: Date,
): Promise<void> {
  const key = sql.ref(keys[table]);
  const expired = sql`SELECT ${key} FROM ${sql.table(table)} WHERE expires <= ${now.toISOString()} LIMIT ${sql.lit(mostDeleted)}`;
  const free = dialect === 'postgres' ? sql`${expired} FOR UPDATE SKIP LOCKED` : expired;
  await sql`DELETE FROM ${sql.table(table)} WHERE ${key} IN (${free})`.execute(transaction);
}
