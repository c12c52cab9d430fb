import type { DeliveryDraft, FrozenPart } from '../../src/domain/digests/delivery.ts';
import type { EditionRecord } from '../../src/domain/digests/edition.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { NewSubscription } from '../../src/domain/ports/digests.ts';
import type { LedgerStep } from '../../src/domain/ports/ledger.ts';
import type { Reply } from '../../src/domain/reply.ts';
import type { Store } from '../../src/store/store.ts';
import { now } from './fixture.ts';

/** So many seconds after the tests' now. */
export const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

let made = 0;

/** A channel that no other test has. */
export function ownChannel(platform = 'slack'): string {
  made += 1;
  return `${platform}:T1:C${made}`;
}

/** Every weekday at eight, all topics. */
export function order(desk: string, changes: Partial<NewSubscription> = {}): NewSubscription {
  return {
    desk,
    channel: ownChannel(),
    filter: { topics: [], countries: [] },
    schedule: { rhythm: 'weekdays', cron: '0 8 * * 1-5', zone: 'Europe/Berlin', holidays: 'send' },
    onEmpty: 'one-line',
    lastCount: 3,
    format: 'full',
    cursor: 0,
    slot: now,
    next: later(60),
    createdBy: 'slack:T1:U1',
    ...changes,
  };
}

export async function subscribe(
  store: Store,
  desk: string,
  changes: Partial<NewSubscription> = {},
): Promise<Subscription> {
  return (await store.subscriptions.add(order(desk, changes), now)).subscription;
}

/** What a message says: a line for each of the entries. */
export function says(...entries: string[]): Reply {
  return {
    version: 1,
    outcome: 'ok',
    visibility: 'public',
    blocks: [
      {
        type: 'entries',
        items: entries.map((id) => ({
          id,
          type: 'fact',
          flags: [],
          headline: [{ text: `Headline of ${id}` }],
          lines: [],
          remarks: [],
          cites: [],
        })),
      },
    ],
    citations: [],
  };
}

export function part(...entries: string[]): FrozenPart {
  return { reply: says(...entries), body: { text: `about ${entries.join(' and ')}` } };
}

/** Replaces what a posted part says; what cannot be edited is posted beside it. */
export function edit(...entries: string[]): FrozenPart {
  return { ...part(...entries), edits: { instead: { text: `put right: ${entries.join(' and ')}` } } };
}

export function draft(
  { id: subscription, channel }: Subscription,
  changes: Partial<DeliveryDraft> = {},
): DeliveryDraft {
  made += 1;
  const id = `d${String(made).padStart(15, '0')}`;
  return {
    id,
    key: `test:${id}`,
    kind: 'scheduled',
    subscription,
    channel,
    slot: now,
    number: 1,
    late: false,
    parts: [part('a')],
    due: now,
    ...changes,
  };
}

export function edition(desk: string, changes: Partial<EditionRecord> = {}): EditionRecord {
  return {
    desk,
    filter: { topics: [], countries: [] },
    from: 0,
    to: 5,
    day: '2026-03-01',
    rulings: [{ publication: 5, entry: 'a', event: 'published', rule: 'news' }],
    ...changes,
  };
}

/** The step of one slot: the cursor moves on, and the delivery is written. */
export function step(
  { id: subscription, version, desk, sent }: Subscription,
  delivery: DeliveryDraft,
  changes: Partial<LedgerStep> = {},
): LedgerStep {
  return {
    subscription,
    version,
    change: { cursor: 5, slot: now, next: later(86_400), sent: sent + 1 },
    edition: edition(desk),
    delivery,
    skipped: [],
    by: 'scheduler',
    ...changes,
  };
}

/** Writes a delivery for a new subscription, ready to be leased. */
export async function queued(
  store: Store,
  desk: string,
  changes: Partial<DeliveryDraft> = {},
  subscription?: Subscription,
): Promise<{ subscription: Subscription; delivery: DeliveryDraft }> {
  const given = subscription ?? (await subscribe(store, desk));
  const seen = (await store.subscriptions.get(given.id)) ?? given;
  const delivery = draft(seen, changes);
  await store.ledger.write(step(seen, delivery), now);
  return { subscription: seen, delivery };
}
