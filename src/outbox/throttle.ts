import type { Turns } from '../domain/ports/cards.ts';
import type { Pace } from '../domain/ports/platform.ts';
import type { Clock } from '../domain/ports/runtime.ts';

/** Takes work as long as there is some, so many pieces at once. */
interface Pool {
  /** Resolves when nothing is left to take and nothing under way. Called again, it looks for more at once. */
  run(): Promise<void>;
  /** Takes nothing more; resolves when what is under way has ended. */
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
  /** Something ended, or somebody asked: there may be more to take. */
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

/** May be used for one request that begins from then until then. */
interface Turn {
  at: number;
  from: number;
  until: number;
}

export interface Pacer {
  /** Turns for requests that begin at once, at most so many. None: `next` tells when there may be one. */
  take(most: number): Promise<Turn[]>;
  next(): Date;
  /** They were not used, and nothing more is due: what is left is for others. Never rejects. */
  giveBack(turns: readonly Turn[]): Promise<void>;
}

/** Milliseconds that a turn is kept for a request that has not begun; after that it is given back. */
const keptMs = 500;

/**
 * The pacer's rule: which turns there are once up to `most` more were taken at `now`, and when the next may be. A turn
 * that lies ahead was taken by a clock that is wrong, ours or another's: it counts as taken now, so that it holds
 * nobody up for longer than the pace is long.
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
  /** None: nothing is held back. */
  pace?: Pace | undefined;
  /** Whose pace it is; others of this name share it. */
  account: string;
  turns: Turns;
  clock: Clock;
}

/** Holds back what the platform would refuse, together with all others that post for the account. */
export function createPacer({ pace, account, turns, clock }: PacerOptions): Pacer {
  if (!pace) {
    const free = { at: 0, from: 0, until: Number.POSITIVE_INFINITY };
    return { take: async (most) => Array(most).fill(free), next: clock, giveBack: async () => {} };
  }
  const { within, block = 1 } = pace;
  const kept = Math.min(keptMs, within);
  /** Taken, and not used. */
  let spare: Turn[] = [];
  let wanted = 0;
  let next = 0;
  let asking: Promise<void> | undefined;

  const usable = (now: number) => spare.filter(({ from, until }) => from <= now && now <= until);

  /** Asked as the transaction begins: more may be wanted by then. */
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
          // A clock that was set back leaves it too far ahead.
          const isTooEarly = now < next && next <= now + within;
          // What was kept too long can be given back for as many.
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
    async giveBack(unused) {
      spare.push(...unused);
      // What the store does not take back now is free again once its span is over.
      if (spare.length > 0) await ask(() => 0).catch(() => {});
    },
  };
}
