import type { Kysely } from 'kysely';
import type { StoreFigures } from '../domain/ports/maintenance.ts';
import { countByState, oldestOpenDelivery } from './ledger/history.ts';
import type { Schema } from './schema.ts';

const counted = (row: { total: number | string | bigint | null } | undefined) => Number(row?.total ?? 0);
const dateOf = (instant: string | null | undefined) => (instant ? new Date(instant) : undefined);

/** What waits and what fails, over all desks. */
export async function readFigures(read: Kysely<Schema>): Promise<StoreFigures> {
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
  const failing = feeds.filter(({ next, fault }) => next !== null && fault !== null).length;
  const oldestDraft = dateOf(drafts?.oldest);
  const oldestReport = dateOf(reports?.oldest);
  return {
    deliveries: await countByState(read, 'deliveries'),
    subscriptions: await countByState(read, 'subscriptions'),
    ...(oldestOpen && { oldestOpen }),
    drafts: { waiting: counted(drafts), ...(oldestDraft && { oldest: oldestDraft }) },
    reports: { waiting: counted(reports), ...(oldestReport && { oldest: oldestReport }) },
    feedItemsWaiting: counted(items),
    feeds: { answering: feeds.length - ended - failing, failing, ended },
  };
}
