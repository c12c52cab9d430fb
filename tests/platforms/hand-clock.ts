import type { Timers } from '../../src/domain/ports/runtime.ts';

/** Time that a test moves by hand. */
export function handClock(start = Date.parse('2026-11-23T12:00:00Z')) {
  let now = start;
  let waiting: { at: number; ms: number; run: () => void }[] = [];
  const timers: Timers = {
    after(ms, run) {
      const timer = { at: now + ms, ms, run };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((each) => each !== timer);
      };
    },
  };
  return {
    timers,
    clock: () => new Date(now),
    millis: () => now,
    /** Runs what falls due, in order, letting promises settle between. */
    async advance(ms: number): Promise<void> {
      const end = now + ms;
      for (;;) {
        const [next] = waiting.filter((each) => each.at <= end).sort((one, two) => one.at - two.at);
        if (!next) break;
        now = next.at;
        waiting = waiting.filter((each) => each !== next);
        next.run();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = end;
    },
    /** How many timers are set. */
    waiting: () => waiting.length,
    /** Whether something waits for just so long. */
    waitsFor: (ms: number) => waiting.some((each) => each.ms === ms),
  };
}

export type HandClock = ReturnType<typeof handClock>;

/** Lets promises and sockets work until the app waits for so many milliseconds, or does so no longer. */
export async function waitsFor(time: HandClock, ms: number, does = true): Promise<void> {
  while (time.waitsFor(ms) !== does) await new Promise((resolve) => setImmediate(resolve));
}
