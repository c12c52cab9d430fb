import type { Delivery } from '../domain/digests/delivery.ts';
import type { Sends } from '../domain/digests/platform-clock.ts';
import type { Pace } from '../domain/ports/platform.ts';
import type { Restored } from '../domain/ports/publishing.ts';

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
