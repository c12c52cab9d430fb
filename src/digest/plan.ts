import { lateAfterMs } from '../domain/digests/delivery.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import { assertNever } from '../domain/errors.ts';
import type { Slot } from '../domain/ports/digests.ts';
import type { SkippedSlot } from '../domain/ports/ledger.ts';
import type { Holidays } from './schedule/occurrences.ts';
import { isLeftOut, lastSlots, nextUp } from './schedule/timetable.ts';

/** Milliseconds after a missed slot in which its digest is still sent. */
const defaultGraceMs = 6 * 3_600_000;
/** Slots that one step records as missed or paused, newest first; older ones are not recorded. */
export const mostSkipped = 60;
/** Cursor of a subscription that has not had its first digest. */
export const notStarted = -1;

export interface Plan {
  /**
   * start: the first digest. run: the digest of `slot`. resume: the pause is over; slots since then are handled when
   * it is planned again. nothing: no digest is due, but there may be slots to record.
   */
  kind: 'nothing' | 'start' | 'resume' | 'run';
  /** For start and run. */
  slot?: Date;
  /** Due more than ten minutes ago (`lateAfterMs`). */
  late: boolean;
  /** Slots without a digest; their entries go into the next one. */
  skipped: SkippedSlot[];
  /** New `slot` of the subscription. Never moves back, so that a clock set back repeats nothing. */
  dealt: Date;
  /** New `next` of the subscription. */
  next: Date | undefined;
}

export interface PlanSetting {
  now: Date;
  graceMs?: number;
  holidays?: Holidays;
}

/** Decides what a tick does for one subscription. Whether there is anything new is seen later, by `replyFor`. */
export function planDue(subscription: Subscription, setting: PlanSetting): Plan {
  const { state, slot, next, pausedUntil } = subscription;
  switch (state) {
    case 'active':
      return planActive(subscription, setting);
    case 'paused':
      return pausedUntil && pausedUntil <= setting.now
        ? planResume(subscription, pausedUntil, setting)
        : { kind: 'nothing', late: false, skipped: [], dealt: slot, next: pausedUntil };
    // Sending decides when it heals.
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
  // A slot still within its grace period when composing first failed was attempted.
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
    // It shows everything there is, so it also serves a slot that has passed meanwhile.
    const first = newest ? { slot: newest.at, skipped: but(newest) } : { slot };
    return { kind: 'start', late: false, ...passed, ...first };
  }
  const age = newest ? now.getTime() - newest.at.getTime() : 0;
  return newest && age <= graceMs
    ? { kind: 'run', ...passed, slot: newest.at, late: age > lateAfterMs, skipped: but(newest) }
    : { kind: 'nothing', late: false, ...passed };
}

/** Slots during the pause are skipped; one at its end, or later, is not part of the pause. */
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

/** Slots within a pause that ends at `to`, at most `mostSkipped`. */
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
