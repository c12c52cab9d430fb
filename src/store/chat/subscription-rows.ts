import type { Selectable, Transaction } from 'kysely';
import { filterKey } from '../../domain/digests/filter.ts';
import {
  type Subscription,
  type SubscriptionSettings,
  type SubscriptionState,
  usualName,
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
  const { id, desk, channel, name, cursor, sent, version } = row;
  const { leftOut, ...settings } = JSON.parse(row.settings) as SubscriptionSettings & { leftOut?: string[] };
  return {
    ...settings,
    ...(leftOut && { leftOut: leftOut.map((slot) => new Date(slot)) }),
    id,
    name,
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
  const { filter, schedule, onEmpty, lastCount, format, headlines, ping, origins } = settings;
  return { filter, schedule, onEmpty, lastCount, format, headlines, ping, origins };
}

type Named = Pick<Subscription, 'desk' | 'channel' | 'filter' | 'schedule'> & {
  name?: string | undefined;
  /** Of a subscription that is there already. */
  id?: number;
};

/**
 * The name of a subscription, and which one has it already, if that is not ended. A usual name that one of another
 * filter has gets a number. Asked under the ledger's lock.
 */
export async function nameIn(
  transaction: Transaction<Schema>,
  { desk, channel, filter, schedule, name, id = 0 }: Named,
): Promise<{ name: string; taken?: Subscription | undefined }> {
  const rows = await transaction
    .selectFrom('subscriptions')
    .selectAll()
    .where('channel', '=', channel)
    .where('desk', '=', desk)
    .where('state', '<>', 'ended')
    .where('id', '<>', id)
    .execute();
  const by = new Map(rows.map((row) => [row.name, row]));
  const having = (wanted: string) => {
    const row = by.get(wanted);
    return { name: wanted, taken: row && toSubscription(row) };
  };
  if (name !== undefined) return having(name);
  const usual = usualName({ filter, schedule });
  for (let nth = 1; ; nth += 1) {
    const tried = nth === 1 ? usual : `${usual}-${nth}`;
    const row = by.get(tried);
    if (!row || (id === 0 && row.filter_key === filterKey(filter))) return having(tried);
  }
}

/** The name after a change: one that nobody gave follows what the digest has. */
function nameAfter(
  before: Subscription,
  after: Subscription,
  change: SubscriptionChange,
): string | undefined {
  if (change.name !== undefined || before.origins?.name === 'given') return after.name;
  return usualName(before) === usualName(after) ? before.name : undefined;
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
  if (after && (change.name ?? change.filter ?? change.schedule ?? change.state)) {
    const wanted = nameAfter(before, { ...after, name: after.name ?? before.name }, change);
    const { name, taken } = await nameIn(transaction, { ...after, name: wanted });
    if (taken && after.state !== 'ended') return 'already';
    if (name !== before.name && !audited.includes('name')) audited.push('name');
    after.name = name;
  }
  const set = await transaction
    .updateTable('subscriptions')
    .set({
      ...columns(change),
      ...(settings && {
        settings: JSON.stringify({ ...settings, leftOut: after.leftOut }),
        filter_key: filterKey(settings.filter),
        name: after.name,
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
