import type { DeliveryPart } from '../domain/digests/delivery.ts';
import type { Sends } from '../domain/digests/platform-clock.ts';
import { assertNever } from '../domain/errors.ts';
import type { PostOutcome } from '../domain/ports/platform.ts';
import {
  afterSend,
  cutOffWords,
  deletedWords,
  type Follow,
  isOverdue,
  type Move,
  nextMove,
} from './decide.ts';
import { type LeasedDelivery, leaseLost, outOfReach, type Worked } from './delivery-lease.ts';
import { maybeSent } from './looks.ts';

/**
 * Processes a leased delivery as far as possible. Each send is recorded before it begins and its outcome afterwards,
 * so that after a crash the row tells what to look for.
 */
export async function workDelivery(lease: LeasedDelivery): Promise<Worked> {
  const { delivery, subscription, work } = lease;
  const { kind, parts } = delivery;
  const untouched = parts.every(({ state }) => state === 'waiting');
  if (subscription?.state === 'ended' && untouched && kind !== 'correction')
    return lease.drop('it was unsubscribed before this was sent');
  for (;;) {
    const there = await timeThere(lease);
    const now = work.clock();
    const move = nextMove(delivery, now, work.timing, lease.broken(), there);
    if (work.stopping() && move.move !== 'finish') {
      const open = parts.some(({ state }) => state === 'unknown') ? 'unknown' : 'waiting';
      return lease.release(open, now, 'the service was stopped');
    }
    if (move.move === 'post' && !work.looks.done.has(delivery.id)) {
      const sends = maybeSent(delivery, work.before(), subscription?.createdAt);
      const looked = sends && (await lookFirst(lease, sends));
      if (looked) return looked;
      work.looks.done.add(delivery.id);
      continue;
    }
    const turn = move.move === 'post' || move.move === 'edit' ? await lease.turn() : undefined;
    if (turn)
      return lease.release('waiting', turn, 'it waits for its turn: the platform limits how fast is posted');
    const worked = await makeMove(lease, move);
    if (worked) return worked;
  }
}

/** The platform's time; requested only if an interrupted send makes it necessary, and then freshly. */
async function timeThere({ delivery, work }: LeasedDelivery): Promise<Date | undefined> {
  const part = delivery.parts.find(({ state }) => state !== 'sent');
  if (!part?.there || (part.state !== 'unknown' && part.state !== 'sending')) return undefined;
  const time = await work.sender.time(1000);
  return typeof time === 'string' ? undefined : time.until;
}

async function makeMove(lease: LeasedDelivery, move: Move): Promise<Worked | undefined> {
  const { sender } = lease.work;
  const { id, channel, reason = 'no answer' } = lease.delivery;
  switch (move.move) {
    case 'finish':
      return lease.delivered();
    case 'settle':
      return lease.release('unknown', move.until, cutOffWords);
    case 'look':
      return lookForPart(lease, move);
    case 'pass-over':
      return lease.skip(await whyNothing(lease, move.part));
    case 'give-up':
      return lease.fail(`the platform did not take it for too long: ${reason}`);
    case 'post': {
      if (lease.delivery.kind === 'correction' && lease.subscription?.state === 'ended')
        return lease.skip('it was unsubscribed, and nothing new is posted');
      const keptBack = await keepBack(lease, move.part);
      if (keptBack) return keptBack;
      const { body, index } = move.part;
      return sendPart(lease, move.part, () => sender.post(channel, body, { delivery: id, part: index }));
    }
    case 'edit': {
      const { body } = move.part;
      return sendPart(lease, move.part, () => sender.edit(channel, move.message, body));
    }
    default:
      return assertNever(move);
  }
}

/**
 * Why there is no message to edit. The corrected delivery has ended, because a channel gets its deliveries in order.
 */
async function whyNothing(
  { delivery: { corrects }, work }: LeasedDelivery,
  { edits }: DeliveryPart,
): Promise<string> {
  if (edits?.message === '') return deletedWords;
  const corrected = corrects && (await work.ledger.delivery?.(corrects.delivery));
  return corrected?.parts[corrects?.part ?? 0]?.state === 'unknown'
    ? 'nobody knows whether the digest was posted'
    : 'there was nothing to correct: the digest was never posted';
}

const firstLook = 'it was due before Deskwire started, so that it is looked for before it is sent';

/**
 * Looks for parts that were posted although the ledger does not know them, and records those found. Undefined: the
 * missing parts may be sent.
 */
async function lookFirst(lease: LeasedDelivery, sends: Sends): Promise<Worked | undefined> {
  const { sender, clock, timing, looks } = lease.work;
  const { id, kind, channel, parts } = lease.delivery;
  const turn = looks.turn(id, clock());
  if (turn) return lease.release('waiting', turn, firstLook);
  const open = parts.filter(({ state, edits }) => state === 'waiting' && !edits);
  const outcome = await sender.find(
    channel,
    id,
    open.map(({ index }) => index),
    sends,
  );
  const later = (ms: number) => lease.release('waiting', new Date(clock().getTime() + ms), firstLook);
  switch (outcome.outcome) {
    case 'looked':
      looks.done.add(id);
      for (const part of open) {
        const message = outcome.found.get(part.index);
        if (message !== undefined) await lease.stands(part, message);
      }
      return undefined;
    case 'limited':
      return later(outcome.retryAfterMs);
    case 'unknown':
      return later(timing.park.shortest);
    case 'blind': {
      const access = await sender.access(channel);
      if (!access.ok && access.passing) return later(timing.park.shortest);
      if (!access.ok) return outOfReach(lease, { refusal: access.refusal, reason: access.problem });
      if (kind !== 'card')
        return lease.fail(
          `it was due before Deskwire started, and whether it was sent then cannot be seen. ${outcome.detail}`,
        );
      // A duplicate does less harm than a lost message.
      looks.done.add(id);
      return undefined;
    }
    default:
      return assertNever(outcome);
  }
}

const notSeenYet = 'its sending was cut off, and whether it arrived could not be seen yet';

/** Looks for an interrupted send. Undefined: its outcome is known now; continue. */
async function lookForPart(
  lease: LeasedDelivery,
  { part, sends }: Extract<Move, { move: 'look' }>,
): Promise<Worked | undefined> {
  const { sender, clock, timing, random } = lease.work;
  const { id, channel } = lease.delivery;
  const outcome = await sender.find(channel, id, [part.index], sends);
  const now = clock();
  switch (outcome.outcome) {
    case 'looked': {
      const message = outcome.found.get(part.index);
      if (message !== undefined) await lease.stands(part, message);
      else part.state = 'waiting';
      return undefined;
    }
    case 'blind':
      return lease.fail(`its sending was cut off, and whether it arrived cannot be seen. ${outcome.detail}`);
    // A rate limit passes; then the look decides.
    case 'limited':
      return lease.release('unknown', new Date(now.getTime() + outcome.retryAfterMs), notSeenYet);
    case 'unknown': {
      const time = await sender.time();
      const there = typeof time === 'string' ? undefined : time.until;
      if (!lease.broken() && isOverdue(part, { now, there }, timing))
        return lease.fail('its sending was cut off, and for too long nobody could say whether it arrived');
      // Our clock may have been set back since.
      const lasted = Math.max(timing.settle, now.getTime() - sends.until.getTime());
      const pause = random() * Math.min(timing.backoff.longest, lasted);
      return lease.release('unknown', new Date(now.getTime() + pause), notSeenYet);
    }
    default:
      return assertNever(outcome);
  }
}

/** One attempt, recorded before the request begins. Undefined: continue with the next step. */
async function sendPart(
  lease: LeasedDelivery,
  part: DeliveryPart,
  request: () => Promise<PostOutcome>,
): Promise<Worked | undefined> {
  const { ledger, sender, clock, random, holder, timing } = lease.work;
  // Messages carry the platform's time; if our clock is wrong, only that tells later where to look.
  const time = await sender.time();
  const at = clock();
  if (time === 'away') {
    const due = new Date(at.getTime() + timing.park.shortest);
    return lease.release('waiting', due, 'the platform does not answer at the moment');
  }
  const there = time === 'unknown' ? undefined : time;
  if (!(await ledger.sending(lease.delivery.id, part.index, holder, at, there))) return givenUp(lease, at);
  const { firstAttempt = at, attempts } = part;
  const since = part.firstAttempt === undefined ? there?.since : part.there?.since;
  Object.assign(part, {
    state: 'sending',
    attempts: attempts + 1,
    firstAttempt,
    lastAttempt: at,
    there: since && there && { since, until: there.until },
  });
  const now = clock();
  // The look happens a fixed time after `at`; a request that starts late could arrive after it.
  if (now.getTime() - at.getTime() > timing.start)
    return lease.release('waiting', new Date(now.getTime() + timing.start), 'the store was too slow', part);
  const outcome = await request();
  return settle(lease, part, afterSend(outcome, part, { now: clock(), random: random(), timing }));
}

/**
 * Paused while leased: released, so that later deliveries to the channel can pass it. Otherwise another process has
 * it.
 */
async function givenUp(lease: LeasedDelivery, now: Date): Promise<Worked> {
  const { id, reason = 'it was not sent yet' } = lease.delivery;
  const delivery = await lease.work.ledger.delivery?.(id);
  return delivery?.state === 'held' ? lease.release('waiting', now, reason) : leaseLost;
}

async function settle(
  lease: LeasedDelivery,
  part: DeliveryPart,
  follow: Follow,
): Promise<Worked | undefined> {
  const { delivery, work } = lease;
  const { ledger, log, holder } = work;
  const about = { delivery: delivery.id, channel: delivery.channel, part: part.index };
  switch (follow.follow) {
    case 'sent':
      if (follow.remark) log.info(about, follow.remark);
      await lease.stands(part, follow.message);
      return undefined;
    case 'again':
      log.info({ ...about, due: follow.due }, follow.reason);
      return lease.release(follow.state, follow.due, follow.reason, part);
    case 'post-instead':
      await lease.reached();
      if (!(await ledger.postInstead(delivery.id, part.index, holder))) return leaseLost;
      Object.assign(part, { state: 'waiting', body: part.edits?.instead, edits: undefined });
      return undefined;
    case 'skipped':
      await lease.reached();
      return lease.skip(follow.reason, part);
    case 'broken':
      return outOfReach(lease, follow, part);
    case 'failed':
      await lease.reached();
      return lease.fail(follow.reason, part);
    default:
      return assertNever(follow);
  }
}

/** Milliseconds until the platform is asked again who can see a channel. */
const askAgainMs = 60_000;

/** Frozen parts are never rendered again: a part that may no longer be shown in its channel is not sent. */
async function keepBack(lease: LeasedDelivery, { reply }: DeliveryPart): Promise<Worked | undefined> {
  const { delivery, subscription, work } = lease;
  const { channel } = delivery;
  const now = work.clock();
  const right = subscription
    ? await work.mayStand?.({ desk: subscription.desk, channel, reply }, now)
    : undefined;
  switch (right) {
    case undefined:
    case 'may':
      return undefined;
    case 'restricted':
      return lease.fail('it holds an entry that was marked as restricted after it was composed');
    case 'shared':
    case 'unknown': {
      // A channel that the bot cannot see counts as shared; that may change.
      const access = await work.sender.access(channel);
      if (!access.ok && !access.passing)
        return outOfReach(lease, { refusal: access.refusal, reason: access.problem });
      if (right === 'shared' && access.ok)
        return lease.fail('it holds entries that are internal, and by now others see the channel too');
      const due = new Date(now.getTime() + askAgainMs);
      return lease.release('waiting', due, 'the platform does not tell at the moment who sees the channel');
    }
    default:
      return assertNever(right);
  }
}
