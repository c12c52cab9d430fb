import type { Transaction } from 'kysely';
import {
  type AdminLine,
  type AdminLines,
  adminLineKeptMs,
  type PendingLine,
} from '../../domain/ports/digests.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';

export class StoredAdminLines implements AdminLines {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async keep(line: AdminLine, at: Date): Promise<void> {
    await this.#database.write((transaction) => keepAdminLine(transaction, line, at));
  }

  async pending(limit: number): Promise<PendingLine[]> {
    const rows = await this.#database.read
      .selectFrom('admin_lines')
      .selectAll()
      .where('told_at', 'is', null)
      .orderBy('number')
      .limit(limit)
      .execute();
    return rows.map(({ number, key, desk, platform, line, subscriber, at }) => ({
      number,
      key,
      desk,
      platform,
      text: line,
      at: new Date(at),
      ...(subscriber !== null && { subscriber }),
    }));
  }

  async delivered(numbers: readonly number[], at: Date): Promise<void> {
    if (numbers.length === 0) return;
    await this.#database.write(async (transaction) => {
      await transaction
        .updateTable('admin_lines')
        .set({ told_at: at.toISOString() })
        .where('number', 'in', numbers)
        .execute();
      const past = new Date(at.getTime() - adminLineKeptMs).toISOString();
      await transaction.deleteFrom('admin_lines').where('told_at', '<', past).execute();
    });
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.#database.write(async (transaction) => {
      await transaction.deleteFrom('admin_lines').where('key', 'in', keys).execute();
    });
  }
}

/** Part of the transaction that writes what the line tells of. */
export async function keepAdminLine(
  transaction: Transaction<Schema>,
  { key, desk, platform, text, subscriber }: AdminLine,
  at: Date,
): Promise<void> {
  await transaction
    .insertInto('admin_lines')
    .values({ key, desk, platform, line: text, subscriber: subscriber ?? null, at: at.toISOString() })
    .onConflict((known) => known.column('key').doNothing())
    .execute();
}
