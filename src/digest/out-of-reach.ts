import type { DeliveryPart } from '../domain/delivery.ts';
import type { Refusal } from '../domain/ports/channel-sender.ts';
import type { Hold, Worked } from './delivery-hold.ts';
import { parkMs } from './delivery-timing.ts';

/** Nothing can be posted in its channel: it is parked, and tried ever more seldom. */
export async function outOfReach(
  hold: Hold,
  why: { refusal: Refusal; reason: string },
  part?: DeliveryPart,
): Promise<Worked> {
  const { delivery, subscription, work } = hold;
  if (subscription?.state === 'ended') return hold.drop(why.reason, part);
  const since = await work.reach.lost(delivery, why);
  const now = work.clock();
  const due = new Date(now.getTime() + parkMs(since, now, work.timing.park));
  work.log.warn({ delivery: delivery.id, channel: delivery.channel, due }, why.reason);
  return hold.release('waiting', due, why.reason, part);
}
