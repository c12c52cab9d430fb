import type { Clock } from '../domain/ports/clock.ts';
import type { AdminCodes } from '../domain/ports/role-store.ts';
import { audit } from './audit.ts';
import type { Database } from './database.ts';
import { saveGrant } from './roles.ts';

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
  async redeem(hash: string, subject: string, at: Date): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const used = await transaction
        .updateTable('admin_codes')
        .set({ used_by: subject, used_at: at.toISOString() })
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('expires', '>', at.toISOString())
        .executeTakeFirst();
      if (used.numUpdatedRows !== 1n) return false;
      await saveGrant(transaction, {
        subject,
        role: 'admin',
        desk: '*',
        grantedBy: 'admin code',
        grantedAt: at,
      });
      return true;
    });
  }
}
