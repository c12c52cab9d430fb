import type { DeliveryTiming } from '../../src/outbox/delivery-lease.ts';

/** Where a service stands still, so that a kill finds it there: counted over its own parts. */
export interface StandStill {
  /** before: `sending` is written, the request has not left. after: it was answered, and nothing of that is written. between: a part is sent, the next not begun. */
  at: 'before' | 'after' | 'between';
  nth: number;
}

/** Faults of the ledger that the proof must find. */
export const breakages = ['recorded-first', 'sent-first', 'unsettled'] as const;
export type Breakage = (typeof breakages)[number];

/** All that a service under proof is started with. */
export interface ServicePlan {
  dataFolder: string;
  databaseUrl?: string;
  slack: { apiUrl: string; botToken: string };
  discord: { apiUrl: string; token: string };
  standStill?: StandStill;
  breakage?: Breakage;
  /** Milliseconds by which the clock of its machine is ahead of the true time; negative: behind. */
  clockAheadMs?: number;
}

/** What it says when it stands still. */
export interface StoodStill {
  delivery: string;
  part: number;
}

/**
 * Every wait of the service, shortened alike: what settles still takes longer than a request may, and than the fakes
 * let an effect land late.
 */
export const requestTimeoutMs = 400;
export const landsLateMs = 100;
export const timing: DeliveryTiming = {
  settle: 3000,
  start: 1000,
  lease: 2500,
  backoff: { first: 50, longest: 200 },
  park: { shortest: 100, longest: 300 },
  // Longer than a round: a machine that is busy with other work loses no digest.
  giveUp: 600_000,
  atOnce: 20,
  // The fakes let everything pass; a channel that rests is left in between.
  pace: { slack: { posts: 1000, within: 1000, block: 20, ofAChannel: 100 } },
  looks: {},
};
