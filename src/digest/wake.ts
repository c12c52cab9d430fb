import type { Clock } from '../domain/ports/clock.ts';
import type { Timers } from '../domain/ports/timers.ts';

export interface Wake {
  at(due: Date): void;
  cancel(): void;
}

/** The tick comes each minute: nothing further off needs a timer. */
const furthest = 60_000;

/** Wakes once for each time asked for, with one timer for all. */
export function createWake(timers: Timers, clock: Clock, wake: () => void): Wake {
  let times: number[] = [];
  let cancel = () => {};

  function arm() {
    cancel();
    const next = times[0];
    if (next === undefined) return;
    cancel = timers.after(Math.max(0, next - clock().getTime()), () => {
      const now = clock().getTime();
      times = times.filter((time) => time > now);
      arm();
      wake();
    });
  }
  return {
    at(due) {
      const time = due.getTime();
      if (time - clock().getTime() > furthest || times.includes(time)) return;
      times = [...times, time].sort((a, b) => a - b);
      if (times[0] === time) arm();
    },
    cancel() {
      times = [];
      cancel();
    },
  };
}
