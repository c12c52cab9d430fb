import type { Turns } from '../domain/ports/cards.ts';
import type { Pace } from '../domain/ports/platform.ts';
import type { Clock } from '../domain/ports/runtime.ts';

/** Processes pieces of work while there are any, a limited number at a time. */
interface Pool {
  /** Resolves when nothing is left to take or in progress. A further call looks for more at once. */
  run(): Promise<void>;
  /** Takes nothing more; resolves when work in progress has ended. */
  drain(): Promise<void>;
}

export function createPool<T>(options: {
  most: number;
  take: (most: number) => Promise<readonly T[]>;
  /** Never rejects. */
  work: (piece: T) => Promise<void>;
}): Pool {
  const { most, take, work } = options;
  const busy = new Set<Promise<void>>();
  let running: Promise<void> | undefined;
  let draining = false;
  /** Work ended or `run` was called, so there may be more to take. */
  let isAsked = false;
  let change = Promise.withResolvers<void>();
  const tell = () => {
    isAsked = true;
    change.resolve();
  };

  function start(piece: T) {
    const task = work(piece).finally(() => {
      busy.delete(task);
      tell();
    });
    busy.add(task);
  }

  async function loop(): Promise<void> {
    try {
      for (;;) {
        isAsked = false;
        change = Promise.withResolvers();
        const free = draining ? 0 : most - busy.size;
        const pieces = free > 0 ? await take(free) : [];
        for (const piece of pieces) start(piece);
        if (busy.size > 0) await change.promise;
        else if (!isAsked) return;
      }
    } finally {
      running = undefined;
    }
  }
  return {
    run() {
      tell();
      if (draining) return Promise.resolve();
      running ??= loop();
      return running;
    },
    async drain() {
      draining = true;
      tell();
      await Promise.all(busy);
    },
  };
}

/** Permission to begin one request between two times. */
export interface Turn {
  at: number;
  from: number;
  until: number;
}

export interface Pacer {
  /** Turns for requests that begin at once, at most `most`. If there are none, `next` tells when there may be one. */
  take(most: number): Promise<Turn[]>;
  next(): Date;
  /**
   * Counts a request that begins in the channel now; resolves to undefined, or to the time when one may. Digests,
   * corrections and cards of all processes share a channel's pace.
   */
  inChannel(channel: string): Promise<Date | undefined>;
  /** Returns unused turns to the other processes. Never rejects. */
  giveBack(turns: readonly Turn[]): Promise<void>;
}

/** Milliseconds that an unused turn is kept; after that it is given back. */
const keptMs = 500;

/**
 * The pacer's rule: which turns exist after up to `most` more are taken at `now`, and when the next may be. A turn in
 * the future comes from a wrong clock, ours or another's; it counts as taken now, so that it delays nobody for longer
 * than one period.
 */
export function takeTurns(
  before: readonly number[],
  { most, unused, now }: { most: number; unused: readonly number[]; now: number },
  { posts, within, late = 0 }: Pace,
): { turns: number[]; taken: number[]; next: number } {
  let turns = without(before, unused)
    .map((at) => Math.min(at, now))
    .filter((at) => now - at < within + late);
  const recent = () => turns.filter((at) => now - at < within);
  const taken: number[] = [];
  while (taken.length < most && recent().length < posts) {
    const due = (turns.at(-posts) ?? Number.NEGATIVE_INFINITY) + within;
    const at = Math.max(due, now - late);
    taken.push(at);
    turns = [...turns, at].sort((a, b) => a - b);
  }
  const [first = now, ...others] = recent();
  return { turns, taken, next: others.length + 1 < posts ? now : first + within };
}

function without(turns: readonly number[], unused: readonly number[]): number[] {
  const left = [...turns];
  for (const at of unused) {
    const index = left.indexOf(at);
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}

interface PacerOptions {
  /** Missing: no limit. */
  pace?: Pace | undefined;
  /** Rate-limit account; pacers with the same account share it. */
  account: string;
  turns: Turns;
  clock: Clock;
}

/** Delays requests that would exceed the platform's rate limit, together with all processes on the account. */
export function createPacer({ pace, account, turns, clock }: PacerOptions): Pacer {
  if (!pace) {
    const free = { at: 0, from: 0, until: Number.POSITIVE_INFINITY };
    const take = async (most: number) => Array(most).fill(free);
    return { take, next: clock, inChannel: async () => undefined, giveBack: async () => {} };
  }
  const { within, block = 1, ofAChannel } = pace;
  const kept = Math.min(keptMs, within);
  /** Taken but unused. */
  let spare: Turn[] = [];
  let wanted = 0;
  let next = 0;
  let asking: Promise<void> | undefined;

  const usable = (now: number) => spare.filter(({ from, until }) => from <= now && now <= until);

  /** `most` is read when the transaction begins, because more may be wanted by then. */
  async function ask(most: () => number): Promise<void> {
    const unused = spare.map(({ at }) => at);
    spare = [];
    const answer = await turns.change(account, (before) => {
      const now = clock().getTime();
      const decided = takeTurns(before, { most: most(), unused, now }, pace as Pace);
      return { turns: decided.turns, answer: { ...decided, now } };
    });
    next = answer.next;
    const until = answer.now + kept;
    spare.push(...answer.taken.map((at) => ({ at, from: answer.now, until })));
  }

  return {
    async take(most) {
      wanted += most;
      try {
        for (;;) {
          const now = clock().getTime();
          const free = usable(now);
          // After a clock was set back, `next` lies too far ahead.
          const isTooEarly = now < next && next <= now + within;
          // Expired turns can be returned in the same call.
          const isAllFresh = free.length === spare.length;
          if (free.length >= most || (isTooEarly && isAllFresh)) {
            const taken = free.slice(0, most);
            spare = spare.filter((turn) => !taken.includes(turn));
            return taken;
          }
          asking ??= ask(() => Math.max(wanted, block)).finally(() => {
            asking = undefined;
          });
          await asking;
        }
      } finally {
        wanted -= most;
      }
    },
    next: () => new Date(next),
    async inChannel(channel) {
      if (!ofAChannel) return undefined;
      return turns.change(channel, (before) => {
        const one = { most: 1, unused: [], now: clock().getTime() };
        const decided = takeTurns(before, one, { posts: 1, within: ofAChannel });
        return { ...decided, answer: decided.taken.length > 0 ? undefined : new Date(decided.next) };
      });
    },
    async giveBack(unused) {
      spare.push(...unused);
      // Turns that the store does not take back now are free again after their period.
      if (spare.length > 0) await ask(() => 0).catch(() => {});
    },
  };
}
