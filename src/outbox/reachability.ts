import type { Subscription } from '../domain/digests/subscription.ts';
import { platformOf } from '../domain/identity.ts';
import type { AdminLine, AdminLines, SubscriptionChange, Subscriptions } from '../domain/ports/digests.ts';
import type { Leased } from '../domain/ports/ledger.ts';
import type { ChannelSender, Refusal } from '../domain/ports/platform.ts';
import type { Clock } from '../domain/ports/runtime.ts';
import type { TellAdmins } from './admin-alerts.ts';

export interface Reachability {
  /** The platform refuses the channel. Resolves to the start of the outage. */
  lost(delivery: Leased, why: { refusal: Refusal; reason: string }): Promise<Date>;
  /** A message was accepted; marks the subscription as reachable. */
  regained(subscription: Subscription): Promise<void>;
  /** Probes channels that have been unreachable long enough and have no waiting delivery. */
  probe(senders: ReadonlyMap<string, ChannelSender>): Promise<void>;
}

/** Channels probed at a time. */
const probes = 50;

const actor = 'delivery';

/** Tracks whether each subscription's channel is reachable, and alerts admins when it becomes unreachable. */
export function createReachability(options: {
  subscriptions: Subscriptions;
  adminLines: Pick<AdminLines, 'forget'>;
  clock: Clock;
  tellAdmins: Pick<TellAdmins, 'soon'>;
}): Reachability {
  const { subscriptions, adminLines, clock, tellAdmins } = options;

  async function regained(subscription: Subscription): Promise<void> {
    const now = clock();
    const { id, broken } = subscription;
    await adminLines.forget([tokenKey(subscription), ...(broken ? [brokenKey(id, broken.since)] : [])]);
    await changeUntilSettled(subscriptions, id, now, (seen) => {
      const change = heal(seen, now);
      return change && { change };
    });
  }

  return {
    regained,
    async probe(senders) {
      const of = { platforms: [...senders.keys()], limit: probes };
      for (const subscription of await subscriptions.toProbe(of, clock())) {
        const { id, channel } = subscription;
        const access = await senders.get(platformOf(channel))?.access(channel);
        if (access?.ok) await regained(subscription);
        else
          await changeUntilSettled(subscriptions, id, clock(), ({ state, broken }) =>
            state === 'broken' && broken ? { change: { next: nextProbe(broken.since, clock()) } } : undefined,
          );
      }
    },
    async lost(delivery, why) {
      const now = clock();
      const seen = await changeUntilSettled(subscriptions, delivery.subscription, now, (subscription) => {
        const broken = breakSubscription(subscription, why.reason, now);
        return (
          broken && { change: broken.change, tell: broken.tell ? lineFor(subscription, why, now) : undefined }
        );
      });
      if (seen?.made.tell) tellAdmins.soon();
      return seen?.subscription.broken?.since ?? now;
    },
  };
}

const brokenKey = (subscription: number, since: Date) => `broken:${subscription}:${since.toISOString()}`;
const tokenKey = ({ channel, desk }: Subscription) => `token:${platformOf(channel)}:${desk}`;

/** With a full stop at the end. */
const ended = (reason: string) => (/[.!?]$/.test(reason) ? reason : `${reason}.`);

/** A bad token breaks every subscription of its platform; that is one alert per desk. */
function lineFor(
  subscription: Subscription,
  { refusal, reason }: { refusal: Refusal; reason: string },
  since: Date,
): AdminLine {
  const { id, desk, channel, createdBy } = subscription;
  const platform = platformOf(channel);
  const where = refusal === 'token' ? `on ${platform}` : `in ${channel} (subscription ${id})`;
  return {
    key: refusal === 'token' ? tokenKey(subscription) : brokenKey(id, since),
    desk,
    platform,
    subscriber: createdBy,
    text: `Digests ${where} cannot be posted: ${ended(reason)} They are kept, and go out by themselves once that is mended.`,
  };
}

/** Other processes change subscriptions too; retries until its change applies. Undefined: no change needed. */
async function changeUntilSettled<T extends { change: SubscriptionChange; tell?: AdminLine | undefined }>(
  subscriptions: Subscriptions,
  id: number,
  now: Date,
  make: (subscription: Subscription) => T | undefined,
): Promise<{ subscription: Subscription; made: T } | undefined> {
  for (;;) {
    const subscription = await subscriptions.get(id);
    const made = subscription && make(subscription);
    if (!made) return undefined;
    const { change, tell } = made;
    const outcome = await subscriptions.change(id, subscription.version, change, actor, now, tell);
    if (outcome !== 'outdated') return { subscription, made };
  }
}

const minute = 60_000;
const shortestPause = 5 * minute;
const longestPause = 6 * 60 * minute;

/**
 * The channel is unreachable. `next`: when to probe. `tell`: admins do not know yet. For a paused subscription it is
 * recorded without probing, and only a failed correction alerts; an ended one is unchanged.
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

/** The longer the outage, the longer the pause: as long as the outage so far, from five minutes up to six hours. */
export function nextProbe(since: Date, now: Date): Date {
  const broken = now.getTime() - since.getTime();
  return new Date(now.getTime() + Math.min(longestPause, Math.max(shortestPause, broken)));
}

/**
 * Access has returned: the next tick sends what is due within the grace period and records what was missed. A paused
 * subscription stays paused. Undefined if it was not broken.
 */
export function heal({ state, broken }: Subscription, now: Date): SubscriptionChange | undefined {
  if (state === 'broken') return { state: 'active', broken: undefined, next: now };
  return broken && { broken: undefined };
}

/** For review channels only an alert is stored when they become unreachable. */
export function createCardReachability({
  adminLines,
  clock,
  tellAdmins,
}: {
  adminLines: Pick<AdminLines, 'keep'>;
  clock: Clock;
  tellAdmins: Pick<TellAdmins, 'soon'>;
}): Reachability {
  return {
    async lost({ channel, desk = '*', parts }, { reason }) {
      const now = clock();
      const what = `Cards for reviewers cannot be posted in ${channel}: ${reason}.`;
      const text = `${what} All that waits stands in "/deskwire-edit review".`;
      await adminLines.keep({ key: `cards:${channel}`, desk, platform: platformOf(channel), text }, now);
      tellAdmins.soon();
      return parts[0]?.firstAttempt ?? now;
    },
    async regained() {},
    async probe() {},
  };
}
