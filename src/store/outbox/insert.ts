import type { Insertable, Transaction } from 'kysely';
import { type DeliveryDraft, entriesIn, type FrozenPart } from '../../domain/digests/delivery.ts';
import type { Database } from '../database.ts';
import type { DeliveryPartRow, DeliveryTable } from '../digest-schema.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import type { Schema } from '../schema.ts';
import { rememberHeadlines } from './headlines.ts';

const lanesAtOnce = 200;

export interface NewDelivery {
  draft: DeliveryDraft;
  edition?: number | undefined;
  corrects?: { delivery: string; part: number };
  /** Its subscription is paused: it waits for the end of that, and others pass it. */
  held?: boolean;
}

/** Writes deliveries whose keys are new, at the end of their channels. Needs the ledger's lock. */
export async function insertDeliveries(
  transaction: Transaction<Schema>,
  database: Database,
  added: readonly NewDelivery[],
  at: Date,
): Promise<void> {
  const drafts = added.map(({ draft }) => draft);
  await insertRows(
    transaction,
    database,
    'deliveries',
    added.map((one) => deliveryRow(one, at)),
  );
  await insertRows(
    transaction,
    database,
    'delivery_parts',
    drafts.flatMap(({ id, parts }) => parts.map((part, index) => partRow(id, index, part))),
  );
  await insertRows(
    transaction,
    database,
    'part_entries',
    drafts.flatMap(({ id, parts }) => parts.flatMap((part, index) => entryRows(id, index, part))),
  );
  await rememberHeadlines(transaction, database, drafts, at);
  await enqueue(
    transaction,
    added.flatMap(({ draft, held }) => (held ? [] : draft)),
  );
}

/** Ids of those that are in the ledger already. */
export async function knownKeys(
  transaction: Transaction<Schema>,
  keys: readonly string[],
): Promise<Set<string>> {
  const known = new Set<string>();
  for (let at = 0; at < keys.length; at += 500) {
    const found = await transaction
      .selectFrom('deliveries')
      .select('key')
      .where('key', 'in', keys.slice(at, at + 500))
      .execute();
    for (const { key } of found) known.add(key);
  }
  return known;
}

/** The first delivery of a channel that waits for nothing becomes its head; the others wait behind the head. */
async function enqueue(transaction: Transaction<Schema>, drafts: readonly DeliveryDraft[]): Promise<void> {
  const first = new Map<string, DeliveryDraft>();
  for (const draft of drafts) if (!first.has(draft.channel)) first.set(draft.channel, draft);
  const rows = [...first.values()].map(({ id, channel, due }) => ({
    channel,
    platform: channel.split(':', 1)[0] ?? channel,
    head: id,
    ready_at: due.toISOString(),
  }));
  for (let at = 0; at < rows.length; at += lanesAtOnce) {
    await transaction
      .insertInto('lanes')
      .values(rows.slice(at, at + lanesAtOnce))
      .onConflict((known) =>
        known
          .column('channel')
          .doUpdateSet((set) => ({
            head: set.ref('excluded.head'),
            ready_at: set.ref('excluded.ready_at'),
          }))
          .where('lanes.head', 'is', null),
      )
      .execute();
  }
}

function deliveryRow({ draft, edition, corrects, held }: NewDelivery, at: Date): Insertable<DeliveryTable> {
  const { id, key, kind, subscription, channel, slot, number, late, due } = draft;
  return {
    id,
    key,
    kind,
    subscription,
    channel,
    edition: edition ?? draft.edition ?? null,
    slot: slot?.toISOString() ?? null,
    number: number ?? null,
    late: late ? 1 : 0,
    state: held ? 'held' : 'waiting',
    due: due.toISOString(),
    reason: null,
    corrects_delivery: corrects?.delivery ?? null,
    corrects_part: corrects?.part ?? null,
    created_at: at.toISOString(),
    finished_at: null,
  };
}

function partRow(delivery: string, part: number, { reply, body, edits }: FrozenPart): DeliveryPartRow {
  return {
    delivery,
    part,
    reply: JSON.stringify(reply),
    body: JSON.stringify(body),
    instead: edits ? JSON.stringify(edits.instead) : null,
    state: 'waiting',
    attempts: 0,
    first_attempt: null,
    last_attempt: null,
    platform_since: null,
    platform_until: null,
    message: null,
    sent_at: null,
  };
}

export function entryRows(delivery: string, part: number, { reply }: FrozenPart) {
  return [...new Set(entriesIn(reply))].map((entry) => ({ entry, delivery, part }));
}
