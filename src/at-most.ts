import type { Timers } from './domain/ports/timers.ts';

/** Resolves with the work, or after so many milliseconds without it. */
export async function atMost(timers: Timers, withinMs: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const cancel = timers.after(withinMs, late.resolve);
  await Promise.race([work, late.promise]);
  cancel();
}
