import type { Delivery, DeliveryPart } from '../domain/delivery.ts';
import type { Sends } from '../domain/platform-clock.ts';
import type { DeliveryTiming } from './delivery-timing.ts';

/** What is to be done next about a delivery. */
export type Move =
  | { move: 'finish' }
  | { move: 'post'; part: DeliveryPart }
  | { move: 'edit'; part: DeliveryPart; message: string }
  /** There is no message to edit. */
  | { move: 'pass-over'; part: DeliveryPart }
  /** A send was cut off, and may still be on its way. */
  | { move: 'settle'; until: Date }
  | { move: 'look'; part: DeliveryPart; sends: Sends }
  | { move: 'give-up'; part: DeliveryPart };

/**
 * Parts go in order, and none before the one ahead of it certainly stands there. `patient`: the channel is known to be
 * out of reach, so that time does not count. `there`: what the time is on the platform, which settles how long ago a
 * part was tried, also where our own clock was wrong then.
 */
export function nextMove(
  { parts }: Pick<Delivery, 'parts'>,
  now: Date,
  timing: DeliveryTiming,
  patient: boolean,
  there?: Date,
): Move {
  const part = parts.find(({ state }) => state !== 'sent');
  if (!part) return { move: 'finish' };
  const { edits, lastAttempt, firstAttempt } = part;
  if ((part.state === 'unknown' || part.state === 'sending') && firstAttempt && lastAttempt) {
    const left =
      there && part.there
        ? part.there.until.getTime() + timing.settle - there.getTime()
        : lastAttempt.getTime() + timing.settle - now.getTime();
    if (left > 0) return { move: 'settle', until: new Date(now.getTime() + left) };
    // An edit does the same when it comes twice; a post would stand there twice.
    if (!edits)
      return { move: 'look', part, sends: { since: firstAttempt, until: lastAttempt, there: part.there } };
  }
  if (edits && !edits.message) return { move: 'pass-over', part };
  // Time in which nobody tried, as the service was down, does not count.
  if (!patient && lastAttempt && isOverdue(part, { now: lastAttempt, there: part.there?.until }, timing))
    return { move: 'give-up', part };
  return edits?.message ? { move: 'edit', part, message: edits.message } : { move: 'post', part };
}

/** `there`: by the platform's clock, which counts where it is known: ours may have been wrong at the first attempt. */
export function isOverdue(
  { firstAttempt, there: tried }: DeliveryPart,
  { now, there }: { now: Date; there?: Date | undefined },
  { giveUp }: DeliveryTiming,
): boolean {
  if (tried) return there !== undefined && there.getTime() - tried.since.getTime() > giveUp;
  return firstAttempt !== undefined && now.getTime() - firstAttempt.getTime() > giveUp;
}
