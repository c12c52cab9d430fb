import type { Selectable, Transaction } from 'kysely';
import {
  filterKey,
  type Subscription,
  type SubscriptionSettings,
  type SubscriptionState,
} from '../../domain/digests/subscription.ts';
import type { SubscriptionChange } from '../../domain/ports/digests.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import type { SubscriptionTable } from '../digest-schema.ts';
import { holdDeliveries, letGo } from '../outbox/held.ts';
import type { Schema } from '../schema.ts';

/** The clock's own name among those who change things. */
const scheduler = 'scheduler';

export function toSubscription(row: Selectable<SubscriptionTable>): Subscription {
  const { id, desk, channel, cursor, sent, version } = row;
  const { leftOut, ...settings } = JSON.parse(row.settings) as SubscriptionSettings & { leftOut?: string[] };
  return {
    ...settings,
    ...(leftOut && { leftOut: leftOut.map((slot) => new Date(slot)) }),
    id,
    desk,
    channel,
    state: row.state as SubscriptionState,
    ...(row.paused_until !== null && { pausedUntil: new Date(row.paused_until) }),
    ...(row.broken_reason !== null && {
      broken: { reason: row.broken_reason, since: new Date(row.broken_since ?? row.created_at) },
    }),
    ...(row.failing_reason !== null && {
      failing: { reason: row.failing_reason, since: new Date(row.failing_since ?? row.created_at) },
    }),
    cursor,
    slot: new Date(row.slot),
    ...(row.next !== null && { next: new Date(row.next) }),
    sent,
    createdBy: row.created_by,
    createdAt: new Date(row.created_at),
    version,
  };
}

export function settingsOf(settings: SubscriptionSettings): SubscriptionSettings {
  const { filter, schedule, onEmpty, lastCount, format, ping, origins } = settings;
  return { filter, schedule, onEmpty, lastCount, format, ping, origins };
}

/** Another subscription, not ended, of the same channel and desk with an equal filter. Asked under the ledger's lock. */
export async function sameOrder(
  transaction: Transaction<Schema>,
  { desk, channel, filter }: Pick<Subscription, 'desk' | 'channel' | 'filter'>,
): Promise<Subscription | undefined> {
  const row = await transaction
    .selectFrom('subscriptions')
    .selectAll()
    .where('channel', '=', channel)
    .where('desk', '=', desk)
    .where('filter_key', '=', filterKey(filter))
    .where('state', '<>', 'ended')
    .executeTakeFirst();
  return row && toSubscription(row);
}

interface Wish {
  seen: { id: number; version: number };
  change: SubscriptionChange;
  /** What was held while it was paused ends with that reason, instead of being sent. */
  passOver?: string | undefined;
  by: string;
  at: Date;
}

/**
 * Compare and set on the version; `outdated` wrote nothing. What the scheduler moves on by itself (cursor, slot, next,
 * sent) is no news to the audit and needs no look at what was there. What waits to be sent is held while it is paused.
 */
export async function changeSubscription(
  transaction: Transaction<Schema>,
  database: Database,
  { seen, change, passOver, by, at }: Wish,
): Promise<'changed' | 'outdated' | 'already'> {
  const audited = Object.keys(change).filter((field) => isAudited(field, by));
  const before = audited.length > 0 ? await current(transaction, seen) : undefined;
  if (audited.length > 0 && !before) return 'outdated';
  const after = before && { ...before, ...change };
  const settings = after && settingsOf(after);
  if (settings && (change.filter || change.state)) {
    const same = await sameOrder(transaction, { ...before, ...settings });
    if (same && same.id !== seen.id && (change.state ?? before.state) !== 'ended') return 'already';
  }
  const set = await transaction
    .updateTable('subscriptions')
    .set({
      ...columns(change),
      ...(settings && {
        settings: JSON.stringify({ ...settings, leftOut: after.leftOut }),
        filter_key: filterKey(settings.filter),
      }),
      version: seen.version + 1,
    })
    .where('id', '=', seen.id)
    .where('version', '=', seen.version)
    .executeTakeFirst();
  if (set.numUpdatedRows !== 1n) return 'outdated';
  if (after?.state === 'paused' && before?.state !== 'paused')
    await holdDeliveries(transaction, database, after);
  if (after && after.state !== 'paused' && before?.state === 'paused')
    await letGo(transaction, database, after, passOver, at);
  if (after) await auditChange(transaction, before, after, audited, by, at);
  return 'changed';
}

const isAudited = (field: string, by: string) =>
  !['cursor', 'slot', 'next', 'sent'].includes(field) || (field === 'cursor' && by !== scheduler);

async function current(transaction: Transaction<Schema>, { id, version }: { id: number; version: number }) {
  const row = await transaction
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row && toSubscription(row);
}

function columns(change: SubscriptionChange) {
  const { state, cursor, slot, sent, pausedUntil, broken, failing, next } = change;
  return {
    ...(state !== undefined && { state }),
    ...(cursor !== undefined && { cursor }),
    ...(slot !== undefined && { slot: slot.toISOString() }),
    ...(sent !== undefined && { sent }),
    ...('pausedUntil' in change && { paused_until: pausedUntil?.toISOString() ?? null }),
    ...('next' in change && { next: next?.toISOString() ?? null }),
    ...('failing' in change && {
      failing_reason: failing?.reason ?? null,
      failing_since: failing?.since.toISOString() ?? null,
    }),
    ...('broken' in change && {
      broken_reason: broken?.reason ?? null,
      broken_since: broken?.since.toISOString() ?? null,
    }),
  };
}

/** Only the fields that really changed; a change that changes none of them leaves no row. */
async function auditChange(
  transaction: Transaction<Schema>,
  before: Subscription,
  after: Subscription,
  fields: readonly string[],
  by: string,
  at: Date,
): Promise<void> {
  const pick = (from: Subscription, names: readonly string[]) =>
    JSON.stringify(Object.fromEntries(names.map((name) => [name, from[name as keyof Subscription] ?? null])));
  const changed = fields.filter((name) => pick(before, [name]) !== pick(after, [name]));
  if (changed.length === 0) return;
  await audit(transaction, {
    at,
    actor: by,
    action: 'subscription changed',
    subject: `subscription:${before.id}`,
    desk: before.desk,
    before: pick(before, changed),
    after: pick(after, changed),
  });
}
