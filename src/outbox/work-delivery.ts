import type { DeliveryPart } from '../domain/digests/delivery.ts';
import type { Sends } from '../domain/digests/platform-clock.ts';
import { assertNever } from '../domain/errors.ts';
import type { PostOutcome, Refusal } from '../domain/ports/platform.ts';
import {
  afterSend,
  cutOffWords,
  deletedWords,
  type Follow,
  isOverdue,
  type Move,
  nextMove,
} from './decide.ts';
import { type Hold, lost, parkMs, type Worked } from './delivery-lease.ts';
import { maybeSent } from './looks.ts';

/**
 * Takes a leased delivery as far as it goes. What is about to leave is written before, what came of it after: a crash
 * at any moment leaves a row that says what has to be asked.
 */
export async function workDelivery(hold: Hold): Promise<Worked> {
  const { delivery, subscription, work } = hold;
  const { kind, parts } = delivery;
  const untouched = parts.every(({ state }) => state === 'waiting');
  if (subscription?.state === 'ended' && untouched && kind !== 'correction')
    return hold.drop('it was unsubscribed before this was sent');
  for (;;) {
    const there = await timeThere(hold);
    const now = work.clock();
    const move = nextMove(delivery, now, work.timing, hold.broken(), there);
    if (work.stopping() && move.move !== 'finish') {
      const open = parts.some(({ state }) => state === 'unknown') ? 'unknown' : 'waiting';
      return hold.release(open, now, 'the service was stopped');
    }
    if (move.move === 'post' && !work.looks.done.has(delivery.id)) {
      const sends = maybeSent(delivery, work.before(), subscription?.createdAt);
      const looked = sends && (await lookFirst(hold, sends));
      if (looked) return looked;
      work.looks.done.add(delivery.id);
      continue;
    }
    const turn = move.move === 'post' || move.move === 'edit' ? await hold.turn() : undefined;
    if (turn)
      return hold.release('waiting', turn, 'it waits for its turn: the platform limits how fast is posted');
    const worked = await make(hold, move);
    if (worked) return worked;
  }
}

/** Only what is in doubt is worth the question, and then what was known a while ago is not enough. */
async function timeThere({ delivery, work }: Hold): Promise<Date | undefined> {
  const part = delivery.parts.find(({ state }) => state !== 'sent');
  if (!part?.there || (part.state !== 'unknown' && part.state !== 'sending')) return undefined;
  const time = await work.sender.time(1000);
  return typeof time === 'string' ? undefined : time.until;
}

async function make(hold: Hold, move: Move): Promise<Worked | undefined> {
  const { sender } = hold.work;
  const { id, channel, reason = 'no answer' } = hold.delivery;
  switch (move.move) {
    case 'finish':
      return hold.delivered();
    case 'settle':
      return hold.release('unknown', move.until, cutOffWords);
    case 'look':
      return lookForPart(hold, move);
    case 'pass-over':
      return hold.needless(await whyNothing(hold, move.part));
    case 'give-up':
      return hold.fail(`the platform did not take it for too long: ${reason}`);
    case 'post': {
      if (hold.delivery.kind === 'correction' && hold.subscription?.state === 'ended')
        return hold.needless('it was unsubscribed, and nothing new is posted');
      const keptBack = await keepBack(hold, move.part);
      if (keptBack) return keptBack;
      const { body, index } = move.part;
      return sendPart(hold, move.part, () => sender.post(channel, body, { delivery: id, part: index }));
    }
    case 'edit': {
      const { body } = move.part;
      return sendPart(hold, move.part, () => sender.edit(channel, move.message, body));
    }
    default:
      return assertNever(move);
  }
}

/** Why there is no message to edit. What is corrected has come to its end before: a channel gets its deliveries in order. */
async function whyNothing({ delivery: { corrects }, work }: Hold, { edits }: DeliveryPart): Promise<string> {
  if (edits?.message === '') return deletedWords;
  const corrected = corrects && (await work.ledger.delivery?.(corrects.delivery));
  return corrected?.parts[corrects?.part ?? 0]?.state === 'unknown'
    ? 'nobody knows whether the digest was posted'
    : 'there was nothing to correct: the digest was never posted';
}

const firstLook = 'it was due before Deskwire started, so that it is looked for before it is sent';

/**
 * Asks the platform which parts of a delivery stand there although nothing is known of it. What stands there counts as
 * it stands. Undefined: what is not there may be sent.
 */
async function lookFirst(hold: Hold, sends: Sends): Promise<Worked | undefined> {
  const { sender, clock, timing, looks } = hold.work;
  const { id, kind, channel, parts } = hold.delivery;
  const turn = looks.turn(id, clock());
  if (turn) return hold.release('waiting', turn, firstLook);
  const open = parts.filter(({ state, edits }) => state === 'waiting' && !edits);
  const outcome = await sender.find(
    channel,
    id,
    open.map(({ index }) => index),
    sends,
  );
  const later = (ms: number) => hold.release('waiting', new Date(clock().getTime() + ms), firstLook);
  switch (outcome.outcome) {
    case 'looked':
      looks.done.add(id);
      for (const part of open) {
        const message = outcome.found.get(part.index);
        if (message !== undefined) await hold.stands(part, message);
      }
      return undefined;
    case 'limited':
      return later(outcome.retryAfterMs);
    case 'unknown':
      return later(timing.park.shortest);
    case 'blind': {
      const access = await sender.access(channel);
      if (!access.ok && access.passing) return later(timing.park.shortest);
      if (!access.ok) return outOfReach(hold, { refusal: access.refusal, reason: access.problem });
      if (kind !== 'card')
        return hold.fail(
          `it was due before Deskwire started, and whether it was sent then cannot be seen. ${outcome.detail}`,
        );
      // One that comes twice does less harm than one that never comes.
      looks.done.add(id);
      return undefined;
    }
    default:
      return assertNever(outcome);
  }
}

const notSeenYet = 'its sending was cut off, and whether it arrived could not be seen yet';

/** Asks the platform what became of a send that was cut off. Undefined: it is known now, on to the next move. */
async function lookForPart(
  hold: Hold,
  { part, sends }: Extract<Move, { move: 'look' }>,
): Promise<Worked | undefined> {
  const { sender, clock, timing, random } = hold.work;
  const { id, channel } = hold.delivery;
  const outcome = await sender.find(channel, id, [part.index], sends);
  const now = clock();
  switch (outcome.outcome) {
    case 'looked': {
      const message = outcome.found.get(part.index);
      if (message !== undefined) await hold.stands(part, message);
      else part.state = 'waiting';
      return undefined;
    }
    case 'blind':
      return hold.fail(`its sending was cut off, and whether it arrived cannot be seen. ${outcome.detail}`);
    // A limit ends, and then the look tells.
    case 'limited':
      return hold.release('unknown', new Date(now.getTime() + outcome.retryAfterMs), notSeenYet);
    case 'unknown': {
      const time = await sender.time();
      const there = typeof time === 'string' ? undefined : time.until;
      if (!hold.broken() && isOverdue(part, { now, there }, timing))
        return hold.fail('its sending was cut off, and for too long nobody could say whether it arrived');
      // Our clock may have been set back since.
      const lasted = Math.max(timing.settle, now.getTime() - sends.until.getTime());
      const pause = random() * Math.min(timing.backoff.longest, lasted);
      return hold.release('unknown', new Date(now.getTime() + pause), notSeenYet);
    }
    default:
      return assertNever(outcome);
  }
}

/** One attempt, written down before the request leaves. Undefined: on to the next move. */
async function sendPart(
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

/** Until the platform is asked again who sees a channel, in milliseconds. */
const askAgainMs = 60_000;

/** What is frozen is never rendered again: what may not stand in its channel any more is not sent at all. */
async function keepBack(hold: Hold, { reply }: DeliveryPart): Promise<Worked | undefined> {
  const { delivery, subscription, work } = hold;
  const { channel } = delivery;
  const now = work.clock();
  const standing = subscription
    ? await work.mayStand?.({ desk: subscription.desk, channel, reply }, now)
    : undefined;
  switch (standing) {
    case undefined:
    case 'may':
      return undefined;
    case 'restricted':
      return hold.fail('it holds an entry that was marked as restricted after it was composed');
    case 'shared':
    case 'untold': {
      // A channel that the bot cannot see counts as shared, and that may end.
      const access = await work.sender.access(channel);
      if (!access.ok && !access.passing)
        return outOfReach(hold, { refusal: access.refusal, reason: access.problem });
      if (standing === 'shared' && access.ok)
        return hold.fail('it holds entries that are internal, and by now others see the channel too');
      const due = new Date(now.getTime() + askAgainMs);
      return hold.release('waiting', due, 'the platform does not tell at the moment who sees the channel');
    }
    default:
      return assertNever(standing);
  }
}

/** Nothing can be posted in its channel: it is parked, and tried ever more seldom. */
async function outOfReach(
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
