import { type Kysely, sql } from 'kysely';
import type { Maintenance, StoreFigures, StoreHealth } from '../domain/ports/publishing.ts';
import { type Database, ranMigrations } from './database.ts';
import { countByState, oldestOpenDelivery } from './outbox/history.ts';
import { type Schema, withdrawn } from './schema.ts';

export class StoreMaintenance implements Maintenance {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  backup(target: string): Promise<number> {
    return this.#database.backup(target);
  }

  checkIntegrity(when: 'always' | 'if in doubt'): Promise<'checked' | 'trusted'> {
    return this.#database.checkIntegrity(when);
  }

  async unwritable(): Promise<string | undefined> {
    const fault = await this.#database.unwritable?.();
    return fault && `${fault.message}; ${fault.remedy}`;
  }

  async health(): Promise<StoreHealth> {
    const { read, dialect } = this.#database;
    const counted = await sql<{ total: number }>`SELECT CAST(count(*) AS INTEGER) AS total FROM revisions
      WHERE valid_until IS NULL AND state <> ${withdrawn}`.execute(read);
    const broken = await read
      .selectFrom('content_files')
      .select(['desk', 'path', 'fault'])
      .where('fault', 'is not', null)
      .orderBy('desk')
      .orderBy('path')
      .execute();
    const conflicts = await read
      .selectFrom('conflicts')
      .select(['desk', 'id'])
      .orderBy('desk')
      .orderBy('id')
      .execute();
    return {
      dialect,
      schema: (await ranMigrations(this.#database)).at(-1) ?? 'none',
      entries: counted.rows[0]?.total ?? 0,
      brokenFiles: broken.map(({ desk, path, fault }) => ({ desk, path, fault: fault ?? '' })),
      conflicts,
    };
  }

  figures(): Promise<StoreFigures> {
    return readFigures(this.#database.read);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

const counted = (row: { total: number | string | bigint | null } | undefined) => Number(row?.total ?? 0);
const dateOf = (instant: string | null | undefined) => (instant ? new Date(instant) : undefined);

/** What waits and what fails, over all desks. */
async function readFigures(read: Kysely<Schema>): Promise<StoreFigures> {
  const oldestOpen = await oldestOpenDelivery(read);
  const drafts = await read
    .selectFrom('drafts')
    .select((of) => [of.fn.countAll().as('total'), of.fn.min('updated_at').as('oldest')])
    .where('state', '=', 'in review')
    .executeTakeFirst();
  const reports = await read
    .selectFrom('reports')
    .select((of) => [of.fn.countAll().as('total'), of.fn.min('at').as('oldest')])
    .where('state', '=', 'open')
    .executeTakeFirst();
  const items = await read
    .selectFrom('feed_items')
    .select((of) => of.fn.countAll().as('total'))
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  const feeds = await read.selectFrom('feeds').select(['next', 'fault']).execute();
  const ended = feeds.filter(({ next }) => next === null).length;
  const faults = feeds.flatMap(({ next, fault }) => (next !== null && fault !== null ? fault : []));
  const oldestDraft = dateOf(drafts?.oldest);
  const oldestReport = dateOf(reports?.oldest);
  return {
    deliveries: await countByState(read, 'deliveries'),
    subscriptions: await countByState(read, 'subscriptions'),
    ...(oldestOpen && { oldestOpen }),
    drafts: { waiting: counted(drafts), ...(oldestDraft && { oldest: oldestDraft }) },
    reports: { waiting: counted(reports), ...(oldestReport && { oldest: oldestReport }) },
    feedItemsWaiting: counted(items),
    feeds: { answering: feeds.length - ended - faults.length, failing: faults.length, ended },
    feedFaults: [...new Set(faults)],
  };
}
