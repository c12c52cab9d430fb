import type { Delivery, DeliveryPart } from '../domain/delivery.ts';
import { platformOf } from '../domain/platform-of.ts';
import type { AdminLine } from '../domain/ports/admin-lines.ts';
import type { Outbox } from '../domain/ports/cards.ts';
import type { ChannelSender } from '../domain/ports/channel-sender.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Leased, Ledger } from '../domain/ports/ledger.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { DeliveryTiming } from './delivery-timing.ts';
import type { Before, Looks } from './looks.ts';
import type { MayStand } from './may-stand.ts';
import type { Pacer } from './pacer.ts';
import type { Reach } from './reach.ts';
import type { TellAdmins } from './tell-admins.ts';

export interface Work {
  ledger: Outbox;
  sender: ChannelSender;
  /** Has counted one request of each delivery that was leased. */
  pacer: Pacer;
  reach: Reach;
  before(): Before;
  looks: Looks;
  tellAdmins: Pick<TellAdmins, 'soon'>;
  /** None: what is sent is made for its channel as it is sent. */
  mayStand?: MayStand;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  log: Log;
  holder: string;
  timing: DeliveryTiming;
  stopping: () => boolean;
  onDelivered?: (delivery: Delivery, at: Date) => void;
}

/** `again`: when to look at it again. ended: it is delivered or failed. lost: somebody else has it now. */
export type Worked = { state: 'again'; due: Date } | { state: 'ended' } | { state: 'lost' };

export const lost: Worked = { state: 'lost' };

/** A leased delivery, and what can be written of it while it is ours. */
export interface Hold {
  delivery: Leased;
  subscription: Subscription | undefined;
  work: Work;
  /** Undefined: a request may begin now, and is counted. Otherwise when it may. */
  turn(): Promise<Date | undefined>;
  /** Its channel is known to be out of reach. */
  broken(): boolean;
  /** The channel gave a certain answer: it is in reach. */
  reached(): Promise<void>;
  /** The part stands there; '' when it did, and was deleted. */
  stands(part: DeliveryPart, message: string): Promise<void>;
  release(state: 'waiting' | 'unknown', due: Date, reason: string, part?: DeliveryPart): Promise<Worked>;
  delivered(): Promise<Worked>;
  /** `refused`: the part that the platform certainly did not take. */
  fail(reason: string, refused?: DeliveryPart): Promise<Worked>;
  /** A correction that is not made. */
  needless(reason: string, refused?: DeliveryPart): Promise<Worked>;
  /** Fails by somebody's wish: no news to the admins. */
  drop(reason: string, refused?: DeliveryPart): Promise<Worked>;
}

export function holdDelivery(delivery: Leased, subscription: Subscription | undefined, work: Work): Hold {
  const { ledger, reach, clock, log, holder } = work;
  const { id, channel } = delivery;
  let broken = subscription?.broken !== undefined;
  let counted = true;

  const finish = async (to: Parameters<Ledger['finish']>[2]): Promise<Worked> =>
    (await ledger.finish(id, holder, to, clock())) ? { state: 'ended' } : lost;
  const give = (state: 'failed' | 'needless', reason: string, refused?: DeliveryPart, tell?: AdminLine) =>
    finish({ state, reason, ...(refused && { refused: refused.index }), tell });
  async function reached(): Promise<void> {
    if (broken && subscription) await reach.regained(subscription);
    broken = false;
  }
  return {
    delivery,
    subscription,
    work,
    async turn() {
      if (!counted) {
        const taken = await work.pacer.take(1);
        return taken.length > 0 ? undefined : work.pacer.next();
      }
      counted = false;
      return undefined;
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
      return kept ? { state: 'again', due } : lost;
    },
    async delivered() {
      const worked = await finish({ state: 'delivered' });
      if (worked.state === 'ended') work.onDelivered?.(delivery, clock());
      return worked;
    },
    async fail(reason, refused) {
      const worked = await give('failed', reason, refused, lineFor(delivery, subscription, reason));
      if (worked.state === 'lost') return worked;
      log.error({ delivery: id, kind: delivery.kind, channel, reason }, 'a message was not delivered');
      work.tellAdmins.soon();
      return worked;
    },
    needless: (reason, refused) => give('needless', reason, refused),
    drop: (reason, refused) => give('failed', reason, refused),
  };
}

function lineFor(delivery: Leased, subscription: Subscription | undefined, reason: string): AdminLine {
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
