import type { Delivery } from '../domain/digests/delivery.ts';
import type { Sends } from '../domain/digests/platform-clock.ts';
import type { Pace } from '../domain/ports/platform.ts';
import type { Restored } from '../domain/ports/publishing.ts';

/** What a check for messages sent before a restore needs to know. */
export interface Before {
  /** Start of this process. */
  started: Date;
  restored?: Restored | undefined;
}

/** Milliseconds after a restore in which corrections and cards composed anew may duplicate ones sent before it. */
const anewMs = 7 * 24 * 60 * 60_000;

/**
 * Time span in which a delivery may have been sent without a trace in the ledger. Undefined if that is impossible,
 * such as when it was due and written only since this process started.
 */
export function maybeSent(
  { kind, number, slot, createdAt }: Pick<Delivery, 'kind' | 'number' | 'slot' | 'createdAt'>,
  { started, restored }: Before,
  /** When the channel was subscribed. */
  subscribedAt: Date | undefined,
): Sends | undefined {
  const until = restored && restored.at > started ? restored.at : started;
  const due = slot && slot < createdAt ? slot : createdAt;
  // A first digest was due at once, and may get another slot when it is composed again.
  const isFirst = kind === 'scheduled' && number === 1;
  const since = isFirst && subscribedAt && subscribedAt < due ? subscribedAt : due;
  if (since < until) return { since, until };
  const isMadeAnew = kind === 'correction' || kind === 'card';
  if (!restored || !isMadeAnew || createdAt.getTime() - restored.at.getTime() > anewMs) return undefined;
  return { since: restored.from, until: restored.at };
}

/** Tracks which deliveries were looked for before sending. */
export interface Looks {
  /** Deliveries that were looked for or need no look. */
  done: Set<string>;
  /** Undefined: look now. Otherwise the time of its turn. */
  turn(delivery: string, now: Date): Date | undefined;
}

/** Without a pace, looks are not delayed. */
export function createLooks(pace: Pace | undefined): Looks {
  const done = new Set<string>();
  const given = new Map<string, number>();
  /** Times of the last turns, at most as many as the pace allows at once. */
  let last: number[] = [];
  let seen = 0;
  return {
    done,
    turn(delivery, at) {
      const now = at.getTime();
      // The clock was set back, so earlier turns lie in the future.
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
