import type { SubscriptionChange } from '../domain/ports/subscriptions.ts';
import type { Subscription } from '../domain/subscription.ts';

const minute = 60_000;
const shortestPause = 5 * minute;
const longestPause = 6 * 60 * minute;

/**
 * Its channel cannot be reached. `next` is when to ask the platform again; `tell`: the admins have not been told yet.
 * Of a paused one it is noted, and nobody asks, but a correction that is tried tells; an ended one is left as it is.
 */
export function breakSubscription(
  { state, broken }: Subscription,
  reason: string,
  now: Date,
): { change: SubscriptionChange; tell: boolean } | undefined {
  if (state === 'ended') return undefined;
  const since = broken?.since ?? now;
  const noted = { broken: { reason, since } };
  const tell = broken === undefined;
  if (state === 'paused') return { change: noted, tell };
  return { change: { ...noted, state: 'broken', next: nextProbe(since, now) }, tell };
}

/** The longer it has been broken, the longer the pause: as long again, from five minutes up to six hours. */
export function nextProbe(since: Date, now: Date): Date {
  const broken = now.getTime() - since.getTime();
  return new Date(now.getTime() + Math.min(longestPause, Math.max(shortestPause, broken)));
}

/**
 * Access has returned: the next tick sends what is due within the grace and records what was missed. A paused one stays
 * so. Undefined where nothing was broken.
 */
export function heal({ state, broken }: Subscription, now: Date): SubscriptionChange | undefined {
  if (state === 'broken') return { state: 'active', broken: undefined, next: now };
  return broken && { broken: undefined };
}

/** A pause has ended: one that was broken when it began is broken still, and is asked about at once. */
export function goingOn(
  { broken }: Subscription,
  next: Date | undefined,
  now: Date,
): Pick<SubscriptionChange, 'state' | 'next'> {
  return broken ? { state: 'broken', next: now } : { state: 'active', next };
}
