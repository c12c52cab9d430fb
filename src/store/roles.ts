import { sql, type Transaction } from 'kysely';
import { leftWithoutAdmin } from '../domain/last-admin.ts';
import type { Grant, KeptAdmins, RoleStore } from '../domain/ports/role-store.ts';
import type { Role } from '../domain/roles.ts';
import { audit } from './audit.ts';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

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
    const all = this.#database.read.selectFrom('grants').selectAll();
    return (await all.where('desk', 'in', [desk, '*']).execute()).map(toGrant);
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
export async function saveGrant(transaction: Transaction<Schema>, grant: Grant): Promise<void> {
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
