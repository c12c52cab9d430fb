import type { Pace } from './pacer.ts';

/** Milliseconds, but for the count. */
export interface DeliveryTiming {
  /** After its last attempt, until a send that was cut off is looked for: longer than a request may take. */
  settle: number;
  /** Between writing that a part is sent and its request; beyond that it is not sent, or it could land unseen. */
  start: number;
  lease: number;
  /** Pauses between attempts: random up to `first`, doubling up to `longest`. */
  backoff: { first: number; longest: number };
  /** Pauses while a channel cannot be reached: as long again as it has lasted. */
  park: { shortest: number; longest: number };
  /** From a part's first attempt to its last before it is given up: about 90 attempts. */
  giveUp: number;
  /** Deliveries worked on at once on one platform. */
  atOnce: number;
  /** By platform, of one account: a token posts in one workspace. A platform that is not named takes what it gets. */
  pace: Readonly<Record<string, Pace>>;
  /** The same of looks at what may have been sent before anything was known of it: one read of a channel each. */
  looks: Readonly<Record<string, Pace>>;
}

const minute = 60_000;

/** For requests that are given up after 30 seconds. */
export const usualTiming: DeliveryTiming = {
  settle: 35_000,
  start: 3000,
  lease: 3 * minute,
  backoff: { first: minute / 6, longest: 30 * minute },
  park: { shortest: minute, longest: 60 * minute },
  giveUp: 24 * 60 * minute,
  atOnce: 20,
  pace: {
    // "several hundred messages a minute" a workspace: 300, and a second for how long requests are on their way.
    slack: { posts: 300, within: minute + 1000, block: 20 },
    // "50 requests per second" a bot: evenly, so that Discord's own client never has to hold one back.
    discord: { posts: 5, within: 101, late: 200 },
  },
  looks: {
    // Tier 3: "50+ per minute" a workspace and method.
    slack: { posts: 50, within: minute + 1000 },
    // Beside as many posts, of "50 requests per second" a bot.
    discord: { posts: 4, within: 201 },
  },
};

/** "Full jitter": none before the second attempt. `random` is in [0, 1). */
export function backoffMs(
  attempts: number,
  random: number,
  { first, longest }: DeliveryTiming['backoff'],
): number {
  return attempts < 2 ? 0 : random * Math.min(longest, first * 2 ** Math.min(attempts - 2, 30));
}

export function parkMs(since: Date, now: Date, { shortest, longest }: DeliveryTiming['park']): number {
  return Math.min(longest, Math.max(shortest, now.getTime() - since.getTime()));
}
