import { assertNever } from '../domain/assert-never.ts';
import type { DeliveryPart } from '../domain/delivery.ts';
import { cutOffWords, deletedWords } from './after-send.ts';
import type { Hold, Worked } from './delivery-hold.ts';
import { keepBack } from './keep-back.ts';
import { lookFirst, lookForPart } from './look-for-part.ts';
import { maybeSent } from './looks.ts';
import { type Move, nextMove } from './next-move.ts';
import { sendPart } from './send-part.ts';

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
