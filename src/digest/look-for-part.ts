import { assertNever } from '../domain/assert-never.ts';
import type { Sends } from '../domain/platform-clock.ts';
import type { Hold, Worked } from './delivery-hold.ts';
import { isOverdue, type Move } from './next-move.ts';
import { outOfReach } from './out-of-reach.ts';

const firstLook = 'it was due before Deskwire started, so that it is looked for before it is sent';

/**
 * Asks the platform which parts of a delivery stand there although nothing is known of it. What stands there counts as
 * it stands. Undefined: what is not there may be sent.
 */
export async function lookFirst(hold: Hold, sends: Sends): Promise<Worked | undefined> {
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
