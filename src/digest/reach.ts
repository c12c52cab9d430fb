import type { Delivery } from '../domain/delivery.ts';
import { platformOf } from '../domain/platform-of.ts';
import type { ChannelSender, Refusal } from '../domain/ports/channel-sender.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Subscriptions } from '../domain/ports/subscriptions.ts';
import type { Subscription } from '../domain/subscription.ts';
import { breakSubscription, heal, nextProbe } from './broken.ts';
import type { TellAdmins } from './tell-admins.ts';

export interface Reach {
  /** The channel refuses us. Answers since when. */
  lost(delivery: Delivery, why: { refusal: Refusal; reason: string }): Promise<Date>;
  /** The channel took something: what was broken is whole again. */
  regained(subscription: Subscription): Promise<void>;
  /** Asks the platforms about channels that were out of reach long enough, and in which nothing waits to be posted. */
  probe(senders: ReadonlyMap<string, ChannelSender>): Promise<void>;
}

/** Channels asked about at one time. */
const probes = 50;

const by = 'delivery';

/** Keeps whether each subscription's channel can be reached, and tells the admins when that is lost. */
export function createReach(options: {
  subscriptions: Subscriptions;
  clock: Clock;
  tellAdmins: TellAdmins;
}): Reach {
  const { subscriptions, clock, tellAdmins } = options;
  /** A token breaks every subscription of its platform: that is told once, not for each. */
  const tokensTold = new Set<string>();

  function tell(
    { channel, subscription }: Delivery,
    { refusal, reason }: { refusal: Refusal; reason: string },
  ) {
    const platform = platformOf(channel);
    if (refusal === 'token') {
      if (tokensTold.has(platform)) return;
      tokensTold.add(platform);
    }
    const where = refusal === 'token' ? `on ${platform}` : `in ${channel} (subscription ${subscription})`;
    tellAdmins(
      platform,
      `Digests ${where} cannot be posted: ${reason}. They are kept, and go out by themselves once that is mended.`,
    );
  }

  async function regained({ id, channel }: Subscription): Promise<void> {
    const now = clock();
    tokensTold.delete(platformOf(channel));
    await changed(subscriptions, id, now, ({ state }) =>
      state === 'broken' ? { change: heal(now) } : undefined,
    );
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
          await changed(subscriptions, id, clock(), ({ state, broken }) =>
            state === 'broken' && broken ? { change: { next: nextProbe(broken.since, clock()) } } : undefined,
          );
      }
    },
    async lost(delivery, why) {
      const now = clock();
      const seen = await changed(subscriptions, delivery.subscription, now, (subscription) =>
        breakSubscription(subscription, why.reason, now),
      );
      if (seen?.made.tell) tell(delivery, why);
      return seen?.subscription.broken?.since ?? now;
    },
  };
}

/** Others change subscriptions too: looks again until nothing came in between. Undefined: nothing was to be changed. */
async function changed<T extends { change: Parameters<Subscriptions['change']>[2] }>(
  subscriptions: Subscriptions,
  id: number,
  now: Date,
  make: (subscription: Subscription) => T | undefined,
): Promise<{ subscription: Subscription; made: T } | undefined> {
  for (;;) {
    const subscription = await subscriptions.get(id);
    const made = subscription && make(subscription);
    if (!made) return undefined;
    const outcome = await subscriptions.change(id, subscription.version, made.change, by, now);
    if (outcome !== 'outdated') return { subscription, made };
  }
}
