import { sql, type Transaction } from 'kysely';
import type { Role } from '../../domain/identity.ts';
import {
  type AdminCodes,
  codeTries,
  type Grant,
  type KeptAdmins,
  leftWithoutAdmin,
  type Redeemed,
  type RoleStore,
} from '../../domain/ports/access.ts';
import type { Clock } from '../../domain/ports/runtime.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';

export class StoredRoles implements RoleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async grants(): Promise<Grant[]> {
    const all = this.#database.read.selectFrom('grants').selectAll();
    return (await all.orderBy('desk').orderBy('subject').execute()).map(toGrant);
  }

  async grantsOn(desk: string): Promise<Grant[]> {
    return this.#database.recall(`grants on ${desk}`, async () => {
      const all = this.#database.read.selectFrom('grants').selectAll();
      return (await all.where('desk', 'in', [desk, '*']).execute()).map(toGrant);
    });
  }

  async grant(grant: Grant, keeping?: KeptAdmins): Promise<'granted' | 'last admin'> {
    return this.#database.write(async (transaction) => {
      const takes = grant.role !== 'admin' && keeping;
      if (takes && (await this.#isLast(transaction, grant, takes))) return 'last admin';
      await saveGrant(transaction, grant);
      return 'granted';
    });
  }

  async revoke(subject: string, desk: string, by: string, at: Date, keeping?: KeptAdmins) {
    return this.#database.write(async (transaction) => {
      if (keeping && (await this.#isLast(transaction, { subject, desk }, keeping))) return 'last admin';
      const held = await heldRole(transaction, subject, desk);
      if (held === undefined) return 'not held';
      await transaction
        .deleteFrom('grants')
        .where('subject', '=', subject)
        .where('desk', '=', desk)
        .execute();
      await audit(transaction, { at, actor: by, action: 'role revoked', subject, desk, before: held });
      return 'revoked';
    });
  }

  async #isLast(
    transaction: Transaction<Schema>,
    { subject, desk }: Pick<Grant, 'subject' | 'desk'>,
    { admins }: KeptAdmins,
  ): Promise<boolean> {
    const grants = await lockGrants(this.#database, transaction);
    const goes = (grant: Grant) => grant.subject === subject && grant.desk === desk;
    return leftWithoutAdmin(grants, admins, goes).includes(desk);
  }
}

/** All grants, which nobody else changes before the transaction ends. SQLite has one writer anyway. */
export async function lockGrants(database: Database, transaction: Transaction<Schema>): Promise<Grant[]> {
  if (database.dialect === 'postgres')
    await sql`LOCK TABLE grants IN SHARE ROW EXCLUSIVE MODE`.execute(transaction);
  return (await transaction.selectFrom('grants').selectAll().execute()).map(toGrant);
}

const toGrant = ({ subject, desk, role, granted_by, granted_at }: Schema['grants']): Grant => ({
  subject,
  desk,
  role: role as Role,
  grantedBy: granted_by,
  grantedAt: new Date(granted_at),
});

/** One grant for each person or group and desk: a new one replaces the old, stronger or weaker. */
async function saveGrant(transaction: Transaction<Schema>, grant: Grant): Promise<void> {
  const { subject, desk, role, grantedBy, grantedAt } = grant;
  const before = await heldRole(transaction, subject, desk);
  const changed = { role, granted_by: grantedBy, granted_at: grantedAt.toISOString() };
  await transaction
    .insertInto('grants')
    .values({ subject, desk, ...changed })
    .onConflict((known) => known.columns(['subject', 'desk']).doUpdateSet(changed))
    .execute();
  await audit(transaction, {
    at: grantedAt,
    actor: grantedBy,
    action: 'role granted',
    subject,
    desk,
    before,
    after: role,
  });
}

async function heldRole(transaction: Transaction<Schema>, subject: string, desk: string) {
  const held = await transaction
    .selectFrom('grants')
    .select('role')
    .where('subject', '=', subject)
    .where('desk', '=', desk)
    .executeTakeFirst();
  return held?.role;
}

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
