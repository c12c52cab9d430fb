import { sql, type Transaction } from 'kysely';
import type { Clock } from '../domain/ports/clock.ts';
import { type AdminCodes, codeTries, type Redeemed } from '../domain/ports/role-store.ts';
import { audit } from './audit.ts';
import type { Database } from './database.ts';
import { saveGrant } from './roles.ts';
import type { Schema } from './schema.ts';

/** Whoever can start a command on the machine made the code. */
const maker = 'terminal';

export class StoredAdminCodes implements AdminCodes {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async open(hash: string, expires: Date): Promise<void> {
    await this.#database.write(async (transaction) => {
      await transaction.deleteFrom('admin_codes').where('used_at', 'is', null).execute();
      await transaction
        .insertInto('admin_codes')
        .values({ hash, expires: expires.toISOString(), used_by: null, used_at: null })
        .execute();
      await audit(transaction, {
        at: this.#clock(),
        actor: maker,
        action: 'admin code opened',
        subject: maker,
        after: `until ${expires.toISOString()}`,
      });
    });
  }

  /** The update is the check, so that of two who redeem at once only one does. */
  async redeem(hash: string, subject: string, at: Date): Promise<Redeemed> {
    return this.#database.write(async (transaction) => {
      const until = await this.#waits(transaction, subject, at);
      if (until) return { outcome: 'wait', until };
      const used = await transaction
        .updateTable('admin_codes')
        .set({ used_by: subject, used_at: at.toISOString() })
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('expires', '>', at.toISOString())
        .executeTakeFirst();
      if (used.numUpdatedRows !== 1n) {
        await transaction
          .insertInto('wrong_codes')
          .values({ person: subject, at: at.toISOString() })
          .execute();
        return { outcome: 'wrong' };
      }
      await saveGrant(transaction, {
        subject,
        role: 'admin',
        desk: '*',
        grantedBy: 'admin code',
        grantedAt: at,
      });
      return { outcome: 'redeemed' };
    });
  }

  /** Until when this person may not try; undefined: now. Tries follow each other, those of other processes too. */
  async #waits(transaction: Transaction<Schema>, person: string, at: Date): Promise<Date | undefined> {
    if (this.#database.dialect === 'postgres')
      await sql`LOCK TABLE wrong_codes IN SHARE ROW EXCLUSIVE MODE`.execute(transaction);
    const since = new Date(at.getTime() - codeTries.within).toISOString();
    await transaction.deleteFrom('wrong_codes').where('at', '<=', since).execute();
    const recent = await transaction
      .selectFrom('wrong_codes')
      .select(['person', 'at'])
      .orderBy('at')
      .orderBy('number')
      .execute();
    const theirs = recent.filter((wrong) => wrong.person === person);
    return latest(endOf(theirs, codeTries.person), endOf(recent, codeTries.all));
  }
}

/** When fewer than `most` of these are still recent. */
function endOf(wrong: readonly { at: string }[], most: number): Date | undefined {
  const oldest = wrong.at(-most);
  return oldest && new Date(new Date(oldest.at).getTime() + codeTries.within);
}

const latest = (...ends: (Date | undefined)[]): Date | undefined =>
  ends.filter((end) => end !== undefined).sort((one, other) => other.getTime() - one.getTime())[0];
