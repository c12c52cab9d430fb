import { addDays, dayIn, startOfDay } from '../domain/day.ts';
import type { Slot } from '../domain/ports/timetable.ts';
import type { Schedule, Subscription } from '../domain/subscription.ts';
import type { Holidays } from './holidays.ts';
import { slotsBetween } from './slots.ts';

/**
 * The slots ahead that a person left out, as another schedule has them: at the same instant, or where both have one
 * slot alone on that local day, that one. `undone`: those that it has nothing of, in the order in which they were due.
 */
export function keptSkips(
  { schedule: before, leftOut = [] }: Pick<Subscription, 'schedule' | 'leftOut'>,
  after: Schedule,
  { now, holidays }: { now: Date; holidays?: Holidays | undefined },
): { leftOut: Date[]; undone: Date[] } {
  const ahead = leftOut.filter((at) => at > now).sort((a, b) => a.getTime() - b.getTime());
  const mapped = ahead.map((at) => {
    const day = dayIn(before.zone, at);
    const [then, ...others] = slotsOn(day, after, holidays);
    if (isSlot(after, at, holidays)) return { at, kept: at };
    if (!then || others.length > 0 || slotsOn(day, before, holidays).length !== 1) return { at };
    // A time that is past: nothing comes on that day, unless another edit sets it back.
    return { at, kept: then.at > now ? then.at : at };
  });
  return {
    leftOut: mapped.flatMap(({ kept }) => kept ?? []),
    undone: mapped.flatMap(({ at, kept }) => (kept ? [] : [at])),
  };
}

function slotsOn(day: string, schedule: Schedule, holidays?: Holidays): Slot[] {
  const from = startOfDay(schedule.zone, day);
  const to = startOfDay(schedule.zone, addDays(day, 1));
  return slotsBetween(schedule, justBefore(from), justBefore(to), 2, holidays).filter(isSent);
}

function isSlot(schedule: Schedule, at: Date, holidays?: Holidays): boolean {
  return slotsBetween(schedule, justBefore(at), at, 1, holidays).some(isSent);
}

const justBefore = (at: Date) => new Date(at.getTime() - 1);

const isSent = ({ holiday }: Slot) => holiday !== 'left-out';
