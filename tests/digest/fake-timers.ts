import type { Timers } from '../../src/domain/ports/runtime.ts';

/** Time that a test moves by hand. */
export function fakeTime(start: Date) {
  let now = start.getTime();
  let waiting: { at: number; run: () => void }[] = [];
  const timers: Timers = {
    after(ms, run) {
      const timer = { at: now + ms, run };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((each) => each !== timer);
      };
    },
  };
  return {
    timers,
    clock: () => new Date(now),
    waiting: () => waiting.length,
    /** As when the process that waits is killed. */
    forget() {
      waiting = [];
    },
    /** Runs what falls due on the way, in order. */
    pass(ms: number) {
      const end = now + ms;
      for (;;) {
        const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        waiting = waiting.filter((each) => each !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
  };
}
