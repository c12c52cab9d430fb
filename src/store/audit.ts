import type { Transaction } from 'kysely';
import type { Page, Paged } from '../domain/ports/entries.ts';
import type { Audit, AuditEntry, AuditQuery } from '../domain/ports/publishing.ts';
import { type Database, totalOf } from './database.ts';
import type { AuditTable } from './people-schema.ts';
import type { Schema } from './schema.ts';

interface AuditedChange {
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

export class StoredAudit implements Audit {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list({ desk, actor, since, subject }: AuditQuery, page: Page): Promise<Paged<AuditEntry>> {
    let found = this.#database.read.selectFrom('audit');
    if (desk !== undefined) found = found.where('desk', '=', desk);
    if (actor !== undefined) found = found.where('actor', '=', actor);
    if (since !== undefined) found = found.where('at', '>=', since.toISOString());
    if (subject !== undefined) found = found.where('subject', '=', subject);
    const rows = await found
      .selectAll()
      .orderBy('number', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute();
    return { items: rows.map(toEntry), total: await totalOf(found) };
  }
}

function toEntry({
  at,
  actor,
  action,
  subject,
  desk,
  before,
  after,
}: Omit<AuditTable, 'number'>): AuditEntry {
  return {
    at: new Date(at),
    actor,
    action,
    subject,
    ...(desk !== null && { desk }),
    ...(before !== null && { before }),
    ...(after !== null && { after }),
  };
}
