import type { Delivery, DeliveryPart, PostingCheck } from '../domain/digests/delivery.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import { platformOf } from '../domain/identity.ts';
import type { Outbox } from '../domain/ports/cards.ts';
import type { AdminLine } from '../domain/ports/digests.ts';
import type { Leased, Ledger } from '../domain/ports/ledger.ts';
import type { ChannelSender, Pace, Refusal } from '../domain/ports/platform.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { TellAdmins } from './admin-alerts.ts';
import type { Before, Looks } from './looks.ts';
import type { Reachability } from './reachability.ts';
import type { Pacer, Turn } from './throttle.ts';

interface Work {
  ledger: Outbox;
  sender: ChannelSender;
  pacer: Pacer;
  reachability: Reachability;
  before(): Before;
  looks: Looks;
  tellAdmins: Pick<TellAdmins, 'soon'>;
  /** Missing: parts need no check, because they are composed as they are sent. */
  mayStand?: PostingCheck;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  log: Log;
  holder: string;
  timing: DeliveryTiming;
  stopping: () => boolean;
  onDelivered?: (delivery: Delivery, at: Date) => void;
}

/** again: retry at `due`. ended: delivered or failed. lost: another process has the lease. */
export type Worked = { state: 'again'; due: Date } | { state: 'ended' } | { state: 'lost' };

export const leaseLost: Worked = { state: 'lost' };

/** A leased delivery, with the operations its holder may perform. */
export interface LeasedDelivery {
  delivery: Leased;
  subscription: Subscription | undefined;
  work: Work;
  /** Counts one request that may begin now and resolves to undefined, or resolves to the time when it may. */
  turn(): Promise<Date | undefined>;
  /** The channel is known to be unreachable. */
  broken(): boolean;
  /** The channel gave a definite answer, so it is reachable. */
  reached(): Promise<void>;
  /** The part is posted; `message` is '' if it was posted and then deleted. */
  stands(part: DeliveryPart, message: string): Promise<void>;
  release(state: 'waiting' | 'unknown', due: Date, reason: string, part?: DeliveryPart): Promise<Worked>;
  delivered(): Promise<Worked>;
  /** `refused`: the part that the platform certainly rejected. */
  fail(reason: string, refused?: DeliveryPart): Promise<Worked>;
  /** Finishes a correction that is not needed. */
  skip(reason: string, refused?: DeliveryPart): Promise<Worked>;
  /** Fails on a person's request, without an alert to admins. */
  drop(reason: string, refused?: DeliveryPart): Promise<Worked>;
}

export function leaseDelivery(
  delivery: Leased,
  subscription: Subscription | undefined,
  /** For its first request. */
  first: Turn,
  work: Work,
): LeasedDelivery {
  const { ledger, reachability, clock, log, holder } = work;
  const { id, channel } = delivery;
  let broken = subscription?.broken !== undefined;
  let unused: Turn | undefined = first;

  const finish = async (to: Parameters<Ledger['finish']>[2]): Promise<Worked> =>
    (await ledger.finish(id, holder, to, clock())) ? { state: 'ended' } : leaseLost;
  const give = (state: 'failed' | 'needless', reason: string, refused?: DeliveryPart, tell?: AdminLine) =>
    finish({ state, reason, ...(refused && { refused: refused.index }), tell });
  async function reached(): Promise<void> {
    if (broken && subscription) await reachability.regained(subscription);
    broken = false;
  }
  return {
    delivery,
    subscription,
    work,
    async turn() {
      const turn = unused ?? (await work.pacer.take(1))[0];
      unused = undefined;
      if (!turn) return work.pacer.next();
      const rests = await work.pacer.inChannel(channel);
      if (rests) void work.pacer.giveBack([turn]);
      return rests;
    },
    broken: () => broken,
    reached,
    async stands(part, message) {
      await ledger.sent(id, part.index, message, clock());
      Object.assign(part, { state: 'sent', message });
      await reached();
    },
    async release(state, due, reason, part) {
      const left = part && { part: { index: part.index, state } };
      const kept = await ledger.release(id, holder, { state, due, reason, ...left });
      return kept ? { state: 'again', due } : leaseLost;
    },
    async delivered() {
      const worked = await finish({ state: 'delivered' });
      if (worked.state === 'ended') work.onDelivered?.(delivery, clock());
      return worked;
    },
    async fail(reason, refused) {
      const worked = await give('failed', reason, refused, adminLineFor(delivery, subscription, reason));
      if (worked.state === 'lost') return worked;
      log.error({ delivery: id, kind: delivery.kind, channel, reason }, 'message not delivered');
      work.tellAdmins.soon();
      return worked;
    },
    skip: (reason, refused) => give('needless', reason, refused),
    drop: (reason, refused) => give('failed', reason, refused),
  };
}

/** The channel cannot be posted to: postpones the delivery, with growing pauses. */
export async function outOfReach(
  lease: LeasedDelivery,
  why: { refusal: Refusal; reason: string },
  part?: DeliveryPart,
): Promise<Worked> {
  const { delivery, subscription, work } = lease;
  if (subscription?.state === 'ended') return lease.drop(why.reason, part);
  const since = await work.reachability.lost(delivery, why);
  const now = work.clock();
  const due = new Date(now.getTime() + parkMs(since, now, work.timing.park));
  work.log.warn({ delivery: delivery.id, channel: delivery.channel, due }, why.reason);
  return lease.release('waiting', due, why.reason, part);
}

function adminLineFor(delivery: Leased, subscription: Subscription | undefined, reason: string): AdminLine {
  const { id, kind, channel } = delivery;
  const where = kind === 'card' ? channel : `${channel} (subscription ${delivery.subscription})`;
  return {
    key: `failed:${id}`,
    desk: delivery.desk ?? subscription?.desk ?? '*',
    platform: platformOf(channel),
    subscriber: subscription?.createdBy,
    text: `${whatIs(delivery)} for ${where} was not delivered: ${reason}.`,
  };
}

function whatIs({ kind, number, corrects }: Leased): string {
  if (kind === 'card') return 'A card for reviewers';
  if (number !== undefined) return `Digest ${number}`;
  return corrects?.number === undefined ? 'A correction' : `A correction of digest ${corrects.number}`;
}

/** Milliseconds, except `atOnce`. */
export interface DeliveryTiming {
  /** From the last attempt of an interrupted send until it is looked for; longer than a request timeout. */
  settle: number;
  /**
   * From recording an attempt to starting its request. A later request is not sent, because it could arrive after the
   * look.
   */
  start: number;
  lease: number;
  /** Pauses between attempts: random up to `first`, doubling up to `longest`. */
  backoff: { first: number; longest: number };
  /** Pauses while a channel is unreachable: as long as the outage so far, within these bounds. */
  park: { shortest: number; longest: number };
  /** From a part's first to its last attempt; about 90 attempts. */
  giveUp: number;
  /** Deliveries processed in parallel per platform. */
  atOnce: number;
  /** Posts and edits, by platform, per account. Missing: no limit. */
  pace: Readonly<Record<string, Pace>>;
  /** History reads, by platform, per account; one read per channel. */
  looks: Readonly<Record<string, Pace>>;
}

const minute = 60_000;

/** Defaults, for requests that time out after 30 seconds. */
export const usualTiming: DeliveryTiming = {
  settle: 35_000,
  start: 3000,
  lease: 3 * minute,
  backoff: { first: minute / 6, longest: 30 * minute },
  park: { shortest: minute, longest: 60 * minute },
  giveUp: 24 * 60 * minute,
  atOnce: 20,
  pace: {},
  looks: {},
};

/** "Full jitter": random from 0 to the doubling limit; 0 before the second attempt. `random` is in [0, 1). */
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
