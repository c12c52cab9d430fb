import type { Slot } from '../domain/ports/timetable.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Holidays } from './holidays.ts';
import { nextSlots } from './slots.ts';

type Scheduled = Pick<Subscription, 'schedule' | 'leftOut'>;

/** The first `n` digests after an instant, but for those that a person left out. */
export function upcoming(
  { schedule, leftOut = [] }: Scheduled,
  after: Date,
  n: number,
  holidays?: Holidays,
): Slot[] {
  return nextSlots(schedule, after, n + leftOut.length, holidays)
    .filter(({ at }) => !isLeftOut({ leftOut }, at))
    .slice(0, n);
}

/** The first of them; undefined when there is none. */
export function nextUp(of: Scheduled, after: Date, holidays?: Holidays): Date | undefined {
  return upcoming(of, after, 1, holidays)[0]?.at;
}

export function isLeftOut({ leftOut = [] }: Pick<Subscription, 'leftOut'>, at: Date): boolean {
  return leftOut.some((slot) => slot.getTime() === at.getTime());
}

export function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
