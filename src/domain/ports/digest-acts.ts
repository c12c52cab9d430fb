import type { Subscription, SubscriptionSettings } from '../subscription.ts';

/** What a person does to a subscription. */
export type DigestAct =
  | { act: 'edit'; settings: Partial<SubscriptionSettings> }
  | { act: 'pause'; until?: Date }
  | { act: 'resume'; how: 'catch-up' | 'from-now' }
  | { act: 'skip' }
  /**
   * `keep`: the cursor stays, so that the next digest tells the same again. `after`: also what was published after that
   * number, though it was passed over or sent.
   */
  | { act: 'now'; keep: boolean; after?: number | undefined }
  | { act: 'unsubscribe' };

/**
 * outdated: it changed since it was read. already: the channel has another one of this desk with this filter. empty:
 * there is nothing new, and this one posts nothing then. away: the desk does not serve, or nobody here posts on that
 * platform. In all of them nothing was written.
 */
export type ActOutcome =
  /**
   * `skipped`: the digest left out, and entries passed over with it. `undone`: digests that were left out, and that
   * another schedule has no counterpart of.
   */
  | { outcome: 'done'; skipped?: { slot: Date; entries: number }; undone?: Date[] }
  | { outcome: 'outdated' | 'already' | 'empty' | 'away' };

/** Writes what people want of digests. What is then due is sent at once. */
export interface DigestActs {
  /** `already`: the channel has one of this desk with an equal filter; nothing was written. */
  subscribe(
    settings: SubscriptionSettings,
    of: { desk: string; channel: string; by: string; now: Date },
  ): Promise<{ outcome: 'added' | 'already'; subscription: Subscription }>;
  perform(subscription: Subscription, act: DigestAct, asked: { by: string; now: Date }): Promise<ActOutcome>;
}
