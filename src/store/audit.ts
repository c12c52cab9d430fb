import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';

export interface AuditedChange {
  at: Date;
  /** Who did it. */
  actor: string;
  action: string;
  /** Whom or what it was done to. */
  subject: string;
  desk?: string | undefined;
  before?: string | undefined;
  after?: string | undefined;
}

/** Keeps who, when, before and after, in the transaction of the change itself. */
export async function audit(transaction: Transaction<Schema>, change: AuditedChange): Promise<void> {
  const { at, desk = null, before = null, after = null, ...rest } = change;
  await transaction
    .insertInto('audit')
    .values({ ...rest, at: at.toISOString(), desk, before, after })
    .execute();
}
