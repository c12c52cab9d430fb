import type { Delivery, DeliveryPart } from '../domain/digests/delivery.ts';
import type { Sends } from '../domain/digests/platform-clock.ts';
import { assertNever } from '../domain/errors.ts';
import type { PostOutcome, Refusal } from '../domain/ports/platform.ts';
import { backoffMs, type DeliveryTiming } from './delivery-lease.ts';

/** What follows from one attempt to send a part. */
export type Follow =
  /** `remark`: why `message` is empty. */
  | { follow: 'sent'; message: string; remark?: string }
  | { follow: 'again'; state: 'waiting' | 'unknown'; due: Date; reason: string }
  /** The message cannot be edited, so a short correction is posted. */
  | { follow: 'post-instead' }
  /** The correction is not needed. */
  | { follow: 'skipped'; reason: string }
  | { follow: 'broken'; refusal: Refusal; reason: string }
  | { follow: 'failed'; reason: string };

export const cutOffWords = 'its sending was cut off';

export const deletedWords = 'there was nothing to correct: the message was deleted';
const closedWords =
  'the message can no longer be edited, and is not the last of the channel to show the entry';

/** `part` already counts this attempt; `random` is in [0, 1). */
export function afterSend(
  outcome: PostOutcome,
  part: DeliveryPart,
  { now, random, timing }: { now: Date; random: number; timing: DeliveryTiming },
): Follow {
  switch (outcome.outcome) {
    case 'posted':
      return { follow: 'sent', message: outcome.message };
    case 'limited': {
      const due = new Date(now.getTime() + outcome.retryAfterMs);
      return { follow: 'again', state: 'waiting', due, reason: 'the platform limits how fast is posted' };
    }
    case 'unknown':
      return unknown(outcome.detail, part, { now, random, timing });
    case 'refused':
      return afterRefusal(outcome, part, { now, random, timing });
    default:
      return assertNever(outcome);
  }
}

function unknown(
  detail: string,
  { attempts, lastAttempt }: DeliveryPart,
  { now, random, timing }: { now: Date; random: number; timing: DeliveryTiming },
): Follow {
  const pause = timing.settle + backoffMs(attempts, random, timing.backoff);
  const due = new Date((lastAttempt ?? now).getTime() + pause);
  return { follow: 'again', state: 'unknown', due, reason: `nobody knows whether it arrived: ${detail}` };
}

function afterRefusal(
  { refusal, detail, problem }: Extract<PostOutcome, { outcome: 'refused' }>,
  part: DeliveryPart,
  setting: { now: Date; random: number; timing: DeliveryTiming },
): Follow {
  switch (refusal) {
    case 'channel_gone':
      return { follow: 'broken', refusal, reason: problem ?? `the channel is gone (${detail})` };
    case 'no_access':
      return {
        follow: 'broken',
        refusal,
        reason: problem ?? `the bot may not post in the channel (${detail})`,
      };
    case 'token':
      return {
        follow: 'broken',
        refusal,
        reason: problem ?? `the platform no longer takes the bot token (${detail})`,
      };
    case 'message_gone':
      if (part.edits) return { follow: 'skipped', reason: deletedWords };
      // A first attempt cannot have been posted before: another message has this key, and only a look can tell.
      if (part.attempts < 2) return unknown(detail, part, setting);
      return { follow: 'sent', message: '', remark: 'it was posted, and has since been deleted' };
    case 'too_large':
    case 'edit_closed':
      if (part.edits?.instead === null) return { follow: 'skipped', reason: closedWords };
      if (part.edits) return { follow: 'post-instead' };
      return { follow: 'failed', reason: `the platform refused the message (${detail})` };
    case 'rejected':
      return { follow: 'failed', reason: `the platform refused the message (${detail})` };
    default:
      return assertNever(refusal);
  }
}

/** The next step of a delivery. */
export type Move =
  | { move: 'finish' }
  | { move: 'post'; part: DeliveryPart }
  | { move: 'edit'; part: DeliveryPart; message: string }
  /** There is no message to edit. */
  | { move: 'pass-over'; part: DeliveryPart }
  /** A send was interrupted and may still arrive. */
  | { move: 'settle'; until: Date }
  | { move: 'look'; part: DeliveryPart; sends: Sends }
  | { move: 'give-up'; part: DeliveryPart };

/**
 * Parts are sent in order, each only once the one before it is certainly posted. `patient`: the channel is known to be
 * unreachable, so time does not count. `there`: the platform's time, which decides how long ago a part was tried even
 * if our clock was wrong then.
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
    // Repeating an edit is harmless; repeating a post would duplicate the message.
    if (!edits)
      return { move: 'look', part, sends: { since: firstAttempt, until: lastAttempt, there: part.there } };
  }
  if (edits && !edits.message) return { move: 'pass-over', part };
  // Downtime, in which nobody tried, does not count.
  if (!patient && lastAttempt && isOverdue(part, { now: lastAttempt, there: part.there?.until }, timing))
    return { move: 'give-up', part };
  return edits?.message ? { move: 'edit', part, message: edits.message } : { move: 'post', part };
}

/** `there`: by the platform's clock, preferred if known, because ours may have been wrong at the first attempt. */
export function isOverdue(
  { firstAttempt, there: tried }: DeliveryPart,
  { now, there }: { now: Date; there?: Date | undefined },
  { giveUp }: DeliveryTiming,
): boolean {
  if (tried) return there !== undefined && there.getTime() - tried.since.getTime() > giveUp;
  return firstAttempt !== undefined && now.getTime() - firstAttempt.getTime() > giveUp;
}
