import type { SubscriptionChange } from '../domain/ports/subscriptions.ts';
import type { Subscription } from '../domain/subscription.ts';

const minute = 60_000;
const shortestPause = 5 * minute;
const longestPause = 6 * 60 * minute;

/**
 * Its channel cannot be reached. `next` is when to ask the platform again; `tell`: the admins have not been told yet.
 * Undefined where it is neither active nor broken already: a paused or ended one is left as it is.
 */
export function breakSubscription(
  { state, broken }: Subscription,
  reason: string,
  now: Date,
): { change: SubscriptionChange; tell: boolean } | undefined {
  if (state === 'paused' || state === 'ended') return undefined;
  const since = (state === 'broken' && broken?.since) || now;
  return {
    change: { state: 'broken', broken: { reason, since }, next: nextProbe(since, now) },
    tell: state !== 'broken',
  };
}

/** The longer it has been broken, the longer the pause: as long again, from five minutes up to six hours. */
export function nextProbe(since: Date, now: Date): Date {
  const broken = now.getTime() - since.getTime();
  return new Date(now.getTime() + Math.min(longestPause, Math.max(shortestPause, broken)));
}

/** Access has returned: the next tick sends what is due within the grace and records what was missed. */
export function heal(now: Date): SubscriptionChange {
  return { state: 'active', broken: undefined, next: now };
}
