import { lateAfterMs } from '../domain/digests/delivery.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import { assertNever } from '../domain/errors.ts';
import type { Slot } from '../domain/ports/digests.ts';
import type { SkippedSlot } from '../domain/ports/ledger.ts';
import type { Holidays } from './schedule/holidays.ts';
import { lastSlots } from './schedule/slots.ts';
import { isLeftOut, nextUp } from './schedule/timetable.ts';

/** A missed slot is still sent for so long. */
export const defaultGraceMs = 6 * 3_600_000;
/** Slots that one step records as missed or paused: the newest. Those before them are told by the gap they leave. */
export const mostSkipped = 60;
/** The cursor of a subscription whose one first digest is due. */
export const notStarted = -1;

export interface Plan {
  /**
   * start: the one first digest. run: the digest of `slot`. resume: its pause is over; what fell due since is seen
   * when it is planned again. nothing: none is due, but there may be slots to record.
   */
  kind: 'nothing' | 'start' | 'resume' | 'run';
  /** Of start and run. */
  slot?: Date;
  /** It was due more than ten minutes ago. */
  late: boolean;
  /** Slots that yield no digest; their entries come with the next one. */
  skipped: SkippedSlot[];
  /** What the subscription's `slot` becomes. No digest sets it back, so that a clock set back repeats nothing. */
  dealt: Date;
  /** What its `next` becomes. */
  next: Date | undefined;
}

export interface PlanSetting {
  now: Date;
  graceMs?: number;
  holidays?: Holidays;
}

/** What a tick does for one subscription. */
export function planDue(subscription: Subscription, setting: PlanSetting): Plan {
  const { state, slot, next, pausedUntil } = subscription;
  switch (state) {
    case 'active':
      return planActive(subscription, setting);
    case 'paused':
      return pausedUntil && pausedUntil <= setting.now
        ? planResume(subscription, pausedUntil, setting)
        : { kind: 'nothing', late: false, skipped: [], dealt: slot, next: pausedUntil };
    // Whoever sends to its channel decides when it heals.
    case 'broken':
    case 'ended':
      return { kind: 'nothing', late: false, skipped: [], dealt: slot, next };
    default:
      return assertNever(state);
  }
}

function planActive(
  subscription: Subscription,
  { now, graceMs = defaultGraceMs, holidays }: PlanSetting,
): Plan {
  const { schedule, cursor, slot, failing } = subscription;
  const passing = lastSlots(schedule, slot, now, mostSkipped + 1, holidays);
  const due = passing.filter(({ at }) => !isLeftOut(subscription, at));
  const newest = due.findLast(({ holiday }) => holiday !== 'left-out');
  const dealt = passing.at(-1)?.at ?? slot;
  // What was within its grace by then has been tried since.
  const isTried = ({ at }: Slot) =>
    failing !== undefined && at.getTime() + graceMs >= failing.since.getTime();
  const passed = {
    dealt,
    next: nextUp(subscription, dealt, holidays),
    skipped: skippedSlots(due.slice(-mostSkipped), isTried),
  };
  const but = (slot: Slot) =>
    skippedSlots(
      due.filter((one) => one !== slot),
      isTried,
    );
  if (cursor === notStarted) {
    // It tells all that is there, so that a slot that has come meanwhile is its slot.
    const first = newest ? { slot: newest.at, skipped: but(newest) } : { slot };
    return { kind: 'start', late: false, ...passed, ...first };
  }
  const age = newest ? now.getTime() - newest.at.getTime() : 0;
  return newest && age <= graceMs
    ? { kind: 'run', ...passed, slot: newest.at, late: age > lateAfterMs, skipped: but(newest) }
    : { kind: 'nothing', late: false, ...passed };
}

/** The slots of the pause itself are skipped; one at its end, or missed since, is not of the pause. */
function planResume(subscription: Subscription, pausedUntil: Date, { now, holidays }: PlanSetting): Plan {
  const dealt = new Date(pausedUntil.getTime() - 1);
  return {
    kind: 'resume',
    late: false,
    skipped: pausedSlots(subscription, dealt, holidays),
    dealt,
    next: subscription.cursor === notStarted ? now : nextUp(subscription, dealt, holidays),
  };
}

/** The slots that a pause took until `to`, at most `mostSkipped`. */
export function pausedSlots(subscription: Subscription, to: Date, holidays?: Holidays): SkippedSlot[] {
  return lastSlots(subscription.schedule, subscription.slot, to, mostSkipped, holidays)
    .filter(({ at }) => !isLeftOut(subscription, at))
    .map(({ at }) => ({ slot: at, reason: 'paused', entries: 0 }));
}

function skippedSlots(slots: readonly Slot[], isTried: (slot: Slot) => boolean): SkippedSlot[] {
  return slots.map((slot) => {
    const missed = isTried(slot) ? 'failed' : 'missed';
    return { slot: slot.at, reason: slot.holiday === 'left-out' ? 'holiday' : missed, entries: 0 };
  });
}
