import type { LedgerStep, SkippedSlot } from '../domain/ports/ledger.ts';
import type { NewSubscription, SubscriptionChange } from '../domain/ports/subscriptions.ts';
import type { Subscription, SubscriptionSettings } from '../domain/subscription.ts';
import type { Holidays } from './holidays.ts';
import { latest, notStarted, pausedSlots } from './plan.ts';
import { nextSlot } from './slots.ts';

/**
 * What a person's word changes of a subscription, and the slots that it records. The cursor moves with `now` and
 * `skip`, and with a resume "from now"; it stays with a pause, with "catch up" and with an edit.
 */
export type Act = Pick<LedgerStep, 'change' | 'skipped'>;

export interface ActSetting {
  now: Date;
  holidays?: Holidays;
}

/** The first tick after it sends the one first digest. */
export function newSubscription(
  settings: SubscriptionSettings,
  { desk, channel, createdBy, now }: { desk: string; channel: string; createdBy: string; now: Date },
): NewSubscription {
  return { ...settings, desk, channel, createdBy, cursor: notStarted, slot: now, next: now };
}

/** Until an instant, or until somebody resumes it. */
export function pause(until?: Date): SubscriptionChange {
  return { state: 'paused', pausedUntil: until, next: until };
}

/**
 * catch-up: the cursor stays, and the next digest tells what was published meanwhile: it lists the weightiest and
 * counts the rest. from-now: what was published up to `head` is skipped, `entries` of it of the filter.
 */
export function resume(
  { schedule, slot, cursor }: Subscription,
  how: { how: 'catch-up' } | { how: 'from-now'; head: number; entries: number },
  { now, holidays }: ActSetting,
): Act {
  const dealt = latest(slot, now);
  const skipped = pausedSlots(schedule, slot, now, holidays);
  const active = { state: 'active' as const, pausedUntil: undefined, slot: dealt };
  if (how.how === 'from-now')
    return {
      change: { ...active, cursor: how.head, next: nextSlot(schedule, dealt, holidays)?.at },
      skipped: [...skipped, { slot: now, reason: 'skipped', entries: how.entries }],
    };
  const next = cursor === notStarted ? now : nextSlot(schedule, dealt, holidays)?.at;
  return { change: { ...active, next }, skipped };
}

/**
 * The next digest is left out, and what was published up to `head` with it: `entries` of the filter. What is published
 * after comes with the digest after. A paused one has no next digest: only its entries are skipped.
 */
export function skip(
  { state, schedule, slot, cursor, next }: Subscription,
  { head, entries }: { head: number; entries: number },
  { now, holidays }: ActSetting,
): Act {
  const line = (at: Date): SkippedSlot => ({ slot: at, reason: 'skipped', entries });
  if (state !== 'active' || cursor === notStarted || !next) {
    const follows = state === 'active' ? { next: nextSlot(schedule, latest(slot, now), holidays)?.at } : {};
    return { change: { cursor: head, ...follows }, skipped: [line(now)] };
  }
  return {
    change: { cursor: head, slot: next, next: nextSlot(schedule, next, holidays)?.at },
    skipped: [line(next)],
  };
}

/** A digest out of turn: its slots stay as they are. `keep`: what it shows comes with the next one as well. */
export function sentNow(
  { sent, state, schedule, slot, cursor }: Subscription,
  { head, keep }: { head: number; keep: boolean },
  { now, holidays }: ActSetting,
): SubscriptionChange {
  if (keep) return { sent: sent + 1 };
  // The one first digest was due at once; now the next slot is.
  const started = cursor === notStarted && state === 'active';
  return {
    sent: sent + 1,
    cursor: head,
    ...(started && { next: nextSlot(schedule, latest(slot, now), holidays)?.at }),
  };
}

/** The cursor stays. With another schedule the count of slots begins anew: times of today that are past are no missed ones. */
export function edit(
  { state, cursor, slot, schedule }: Subscription,
  settings: Partial<SubscriptionSettings>,
  { now, holidays }: ActSetting,
): SubscriptionChange {
  const wanted = settings.schedule;
  if (!wanted || JSON.stringify(wanted) === JSON.stringify(schedule)) return settings;
  const from = latest(slot, now);
  const follows =
    state === 'active' && cursor !== notStarted ? { next: nextSlot(wanted, from, holidays)?.at } : {};
  return { ...settings, slot: from, ...follows };
}

/** Its history stays. */
export function unsubscribe(): SubscriptionChange {
  return { state: 'ended', pausedUntil: undefined, broken: undefined, next: undefined };
}
