import { assertNever } from '../domain/assert-never.ts';
import type { DeliveryPart } from '../domain/delivery.ts';
import type { PostOutcome } from '../domain/ports/channel-sender.ts';
import { afterSend, type Follow } from './after-send.ts';
import { type Hold, lost, type Worked } from './delivery-hold.ts';
import { outOfReach } from './out-of-reach.ts';

/** One attempt, written down before the request leaves. Undefined: on to the next move. */
export async function sendPart(
  hold: Hold,
  part: DeliveryPart,
  request: () => Promise<PostOutcome>,
): Promise<Worked | undefined> {
  const { ledger, sender, clock, random, holder, timing } = hold.work;
  // A message is dated by the platform's clock: where ours is wrong, only that tells later where to look for it.
  const time = await sender.time();
  const at = clock();
  if (time === 'away') {
    const due = new Date(at.getTime() + timing.park.shortest);
    return hold.release('waiting', due, 'the platform does not answer at the moment');
  }
  const there = time === 'untold' ? undefined : time;
  if (!(await ledger.sending(hold.delivery.id, part.index, holder, at, there))) return givenUp(hold, at);
  const { firstAttempt = at, attempts } = part;
  const since = part.firstAttempt === undefined ? there?.since : part.there?.since;
  Object.assign(part, {
    ...{ state: 'sending', attempts: attempts + 1, firstAttempt, lastAttempt: at },
    there: since && there && { since, until: there.until },
  });
  const now = clock();
  // What became of it is asked for so long after `at`: a request that leaves late could land after that.
  if (now.getTime() - at.getTime() > timing.start)
    return hold.release('waiting', new Date(now.getTime() + timing.start), 'the store was too slow', part);
  const outcome = await request();
  return settle(hold, part, afterSend(outcome, part, { now: clock(), random: random(), timing }));
}

/** Paused while it was ours: it is given back, so that others in the channel can pass it. Else somebody has it. */
async function givenUp(hold: Hold, now: Date): Promise<Worked> {
  const { id, reason = 'it was not sent yet' } = hold.delivery;
  const delivery = await hold.work.ledger.delivery?.(id);
  return delivery?.state === 'held' ? hold.release('waiting', now, reason) : lost;
}

async function settle(hold: Hold, part: DeliveryPart, follow: Follow): Promise<Worked | undefined> {
  const { delivery, work } = hold;
  const { ledger, log, holder } = work;
  const about = { delivery: delivery.id, channel: delivery.channel, part: part.index };
  switch (follow.follow) {
    case 'sent':
      if (follow.remark) log.info(about, follow.remark);
      await hold.stands(part, follow.message);
      return undefined;
    case 'again':
      log.info({ ...about, due: follow.due }, follow.reason);
      return hold.release(follow.state, follow.due, follow.reason, part);
    case 'post-instead':
      await hold.reached();
      if (!(await ledger.postInstead(delivery.id, part.index, holder))) return lost;
      Object.assign(part, { state: 'waiting', body: part.edits?.instead, edits: undefined });
      return undefined;
    case 'needless':
      await hold.reached();
      return hold.needless(follow.reason, part);
    case 'broken':
      return outOfReach(hold, follow, part);
    case 'failed':
      await hold.reached();
      return hold.fail(follow.reason, part);
    default:
      return assertNever(follow);
  }
}
