import { assertNever } from '../domain/assert-never.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Sends } from '../domain/platform-clock.ts';
import type { Restored } from '../domain/ports/epoch.ts';
import type { Hold, Worked } from './delivery-hold.ts';
import { isOverdue, type Move } from './next-move.ts';
import { outOfReach } from './out-of-reach.ts';
import type { Pace } from './pacer.ts';

/** An older database may have been put in the place of the one that knew what was sent. */
export interface Before {
  /** When this process began. */
  started: Date;
  restored?: Restored | undefined;
}

/** What is made of entries anew after a restore may have been made before it too: within so many milliseconds. */
const anewMs = 7 * 24 * 60 * 60_000;

/**
 * When something of a delivery may have been sent of which the ledger knows nothing. Undefined: it was due, or written,
 * only since the process began; no machine that was set back takes that along.
 */
export function maybeSent(
  { kind, number, slot, createdAt }: Pick<Delivery, 'kind' | 'number' | 'slot' | 'createdAt'>,
  { started, restored }: Before,
  /** When its channel was subscribed. */
  subscribedAt: Date | undefined,
): Sends | undefined {
  const until = restored && restored.at > started ? restored.at : started;
  const due = slot && slot < createdAt ? slot : createdAt;
  // The first one was due at once, and may have come to another slot when it is composed again.
  const isFirst = kind === 'scheduled' && number === 1;
  const since = isFirst && subscribedAt && subscribedAt < due ? subscribedAt : due;
  if (since < until) return { since, until };
  const isMadeAnew = kind === 'correction' || kind === 'card';
  if (!restored || !isMadeAnew || createdAt.getTime() - restored.at.getTime() > anewMs) return undefined;
  return { since: restored.from, until: restored.at };
}

/** Looks at what may have been sent before anything was known of it. */
export interface Looks {
  /** Deliveries that were looked for, or need not be. */
  done: Set<string>;
  /** Undefined: it may be looked for now. Otherwise when: each is given a turn of its own. */
  turn(delivery: string, now: Date): Date | undefined;
}

/** No pace: nothing is held back. */
export function createLooks(pace: Pace | undefined): Looks {
  const done = new Set<string>();
  const given = new Map<string, number>();
  /** The last that were given, at most as many as may begin at once. */
  let last: number[] = [];
  let seen = 0;
  return {
    done,
    turn(delivery, at) {
      const now = at.getTime();
      // The clock was set back: what was given lies where nobody comes soon.
      if (now < seen) {
        given.clear();
        last = [];
      }
      seen = now;
      if (!pace) return undefined;
      let mine = given.get(delivery);
      if (mine === undefined) {
        const { posts, within } = pace;
        mine = last.length < posts ? now : Math.max(now, (last[0] ?? now) + within);
        last = [...last, mine].slice(-posts);
      }
      if (mine > now) given.set(delivery, mine);
      else given.delete(delivery);
      return mine > now ? new Date(mine) : undefined;
    },
  };
}

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
