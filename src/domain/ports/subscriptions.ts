import type { Subscription, SubscriptionSettings, SubscriptionState } from '../subscription.ts';
import type { AdminLine } from './admin-lines.ts';

export interface NewSubscription extends SubscriptionSettings {
  desk: string;
  channel: string;
  cursor: number;
  slot: Date;
  next?: Date | undefined;
  createdBy: string;
}

/** What may be changed; absent stays. `undefined` clears what can be absent. */
export type SubscriptionChange = Partial<
  SubscriptionSettings & {
    state: SubscriptionState;
    pausedUntil: Date | undefined;
    broken: { reason: string; since: Date } | undefined;
    failing: { reason: string; since: Date } | undefined;
    cursor: number;
    slot: Date;
    leftOut: Date[];
    next: Date | undefined;
    sent: number;
  }
>;

/** Who composes what is due, so that no other process composes the same. */
export interface DueClaim {
  /** Differs for every process, and every time that it starts. */
  holder: string;
  until: Date;
  limit: number;
  /** Of the channels that this process can render for. */
  platforms: readonly string[];
}

/** Standing orders of channels. Every change of settings or state, and every cursor that a person moves, is audited. */
export interface Subscriptions {
  /** `already`: the channel has one of this desk with an equal filter, which is not ended; nothing was written. */
  add(
    subscription: NewSubscription,
    at: Date,
  ): Promise<{ outcome: 'added' | 'already'; subscription: Subscription }>;
  get(id: number): Promise<Subscription | undefined>;
  /** Those of one channel, or of all channels; ended ones only when asked for. By id. */
  list(of: { channel?: string; desk?: string; ended?: boolean }): Promise<Subscription[]>;
  /**
   * Those whose `next` has come, oldest first; neither ended nor broken, nor without a `next`. They are the holder's to
   * compose until `until`: what another holder has is passed over.
   */
  claimDue(claim: DueClaim, now: Date): Promise<Subscription[]>;
  /**
   * Broken ones of these platforms whose `next` has come, oldest first: their channels are to be asked about. Not of a
   * channel in which a delivery waits: only the sending of that one tells whether it can be posted in.
   */
  toProbe(of: { platforms: readonly string[]; limit: number }, now: Date): Promise<Subscription[]>;
  /**
   * What waits to be posted is held while it is paused, but for what is asked for by `now` meanwhile; edits are made.
   * outdated: it changed since `version`. already: the channel has another one of this desk with this filter. Then
   * nothing was written, nor is there anything to tell the admins.
   */
  change(
    id: number,
    version: number,
    change: SubscriptionChange,
    by: string,
    at: Date,
    tell?: AdminLine,
  ): Promise<'changed' | 'outdated' | 'already'>;
}
