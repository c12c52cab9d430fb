import { assertNever } from '../domain/assert-never.ts';
import type { Hold, Worked } from './delivery-hold.ts';
import { isOverdue, type Move } from './next-move.ts';

const notSeenYet = 'its sending was cut off, and whether it arrived could not be seen yet';

/** Asks the platform what became of a send that was cut off. Undefined: it is known now, on to the next move. */
export async function lookForPart(
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
