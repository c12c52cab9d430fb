import { assertNever } from '../domain/assert-never.ts';
import type { DeliveryPart } from '../domain/delivery.ts';
import type { ChannelSender } from '../domain/ports/channel-sender.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Leased, Ledger } from '../domain/ports/ledger.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Subscription } from '../domain/subscription.ts';
import { afterSend } from './after-send.ts';
import { type DeliveryTiming, parkMs } from './delivery-timing.ts';
import { isOverdue, type Move, nextMove } from './next-move.ts';
import { platformOf } from './platform-of.ts';
import type { Reach, TellAdmins } from './reach.ts';

export interface Work {
  ledger: Ledger;
  sender: ChannelSender;
  reach: Reach;
  tellAdmins: TellAdmins;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  log: Log;
  holder: string;
  timing: DeliveryTiming;
  stopping: () => boolean;
}

/** `again`: when to look at it again. ended: it is delivered or failed. lost: somebody else has it now. */
export type Worked = { state: 'again'; due: Date } | { state: 'ended' } | { state: 'lost' };

const ended: Worked = { state: 'ended' };
const lost: Worked = { state: 'lost' };
const notSeenYet = 'its sending was cut off, and whether it arrived could not be seen yet';

/**
 * Takes a leased delivery as far as it goes. What is about to leave is written before, what came of it after: a crash
 * at any moment leaves a row that says what has to be asked.
 */
export async function workDelivery(
  delivery: Leased,
  subscription: Subscription | undefined,
  work: Work,
): Promise<Worked> {
  const { ledger, sender, reach, clock, log, holder, timing } = work;
  const { id, channel, parts } = delivery;
  const about = { delivery: id, channel };
  let broken = subscription?.state === 'broken';

  const release = async (
    state: 'waiting' | 'unknown',
    due: Date,
    reason: string,
    part?: DeliveryPart,
  ): Promise<Worked> => {
    const left = part && { part: { index: part.index, state } };
    const kept = await ledger.release(id, holder, { state, due, reason, ...left });
    return kept ? { state: 'again', due } : lost;
  };
  const fail = async (reason: string): Promise<Worked> => {
    if (!(await ledger.finish(id, holder, { state: 'failed', reason }, clock()))) return lost;
    log.error({ ...about, reason }, 'a digest was not delivered');
    const what = delivery.number === undefined ? 'A correction' : `Digest ${delivery.number}`;
    await work.tellAdmins(
      platformOf(channel),
      `${what} for ${channel} (subscription ${delivery.subscription}) was not delivered: ${reason}.`,
    );
    return ended;
  };
  const stands = async (part: DeliveryPart, message: string): Promise<void> => {
    await ledger.sent(id, part.index, message, clock());
    Object.assign(part, { state: 'sent', message });
    await reached();
  };
  /** The platform gave a certain answer about the channel. */
  const reached = async (): Promise<void> => {
    if (broken && subscription) await reach.regained(subscription);
    broken = false;
  };

  /** Undefined: on to the next move. */
  async function look({ part, since, until }: Extract<Move, { move: 'look' }>): Promise<Worked | undefined> {
    const outcome = await sender.find(channel, id, [part.index], { since, until });
    const now = clock();
    switch (outcome.outcome) {
      case 'looked': {
        const message = outcome.found.get(part.index);
        if (message !== undefined) await stands(part, message);
        else part.state = 'waiting';
        return undefined;
      }
      case 'blind':
        return fail(`its sending was cut off, and whether it arrived cannot be seen. ${outcome.detail}`);
      // A limit ends, and then the look tells.
      case 'limited':
        return release('unknown', new Date(now.getTime() + outcome.retryAfterMs), notSeenYet);
      case 'unknown': {
        if (!broken && isOverdue(part, now, timing))
          return fail('its sending was cut off, and for too long nobody could say whether it arrived');
        const lasted = now.getTime() - until.getTime();
        const pause = work.random() * Math.min(timing.backoff.longest, lasted);
        return release('unknown', new Date(now.getTime() + pause), notSeenYet);
      }
      default:
        return assertNever(outcome);
    }
  }

  async function send(part: DeliveryPart, request: () => ReturnType<ChannelSender['post']>) {
    const at = clock();
    if (!(await ledger.sending(id, part.index, holder, at))) return lost;
    const { firstAttempt = at, attempts } = part;
    Object.assign(part, { state: 'sending', attempts: attempts + 1, firstAttempt, lastAttempt: at });
    if (clock().getTime() - at.getTime() > timing.start)
      return release('waiting', new Date(clock().getTime() + timing.start), 'the store was too slow', part);
    const outcome = await request();
    const follow = afterSend(outcome, part, { now: clock(), random: work.random(), timing });
    switch (follow.follow) {
      case 'sent':
        if (follow.remark) log.info({ ...about, part: part.index }, follow.remark);
        await stands(part, follow.message);
        return undefined;
      case 'again':
        log.info({ ...about, part: part.index, due: follow.due }, follow.reason);
        return release(follow.state, follow.due, follow.reason, part);
      case 'post-instead':
        if (!(await ledger.postInstead(id, part.index, holder))) return lost;
        await reached();
        Object.assign(part, { state: 'waiting', body: part.edits?.instead, edits: undefined });
        return undefined;
      case 'broken': {
        if (subscription?.state === 'ended') return fail(follow.reason);
        const since = await reach.lost(delivery, follow);
        const now = clock();
        const due = new Date(now.getTime() + parkMs(since, now, timing.park));
        log.warn({ ...about, due }, follow.reason);
        return release('waiting', due, follow.reason, part);
      }
      case 'failed':
        await reached();
        return fail(follow.reason);
      default:
        return assertNever(follow);
    }
  }

  const untouched = parts.every(({ attempts }) => attempts === 0);
  if (subscription?.state === 'ended' && untouched && delivery.kind !== 'correction') {
    const reason = 'it was unsubscribed before this was sent';
    return (await ledger.finish(id, holder, { state: 'failed', reason }, clock())) ? ended : lost;
  }
  for (;;) {
    const now = clock();
    const move = nextMove(delivery, now, timing, broken);
    if (work.stopping() && move.move !== 'finish') {
      const open = parts.some(({ state }) => state === 'unknown') ? 'unknown' : 'waiting';
      return release(open, now, 'the service was stopped');
    }
    let worked: Worked | undefined;
    switch (move.move) {
      case 'finish':
        return (await ledger.finish(id, holder, { state: 'delivered' }, now)) ? ended : lost;
      case 'settle':
        return release('unknown', move.until, 'its sending was cut off');
      case 'look':
        worked = await look(move);
        break;
      case 'pass-over':
        await stands(move.part, '');
        break;
      case 'give-up':
        return fail(`${platformOf(channel)} did not take it for too long: ${delivery.reason ?? 'no answer'}`);
      case 'post':
        worked = await send(move.part, () =>
          sender.post(channel, move.part.body, { delivery: id, part: move.part.index }),
        );
        break;
      case 'edit':
        worked = await send(move.part, () => sender.edit(channel, move.message, move.part.body));
        break;
      default:
        assertNever(move);
    }
    if (worked) return worked;
  }
}
