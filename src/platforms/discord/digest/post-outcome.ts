import { DiscordAPIError, RateLimitError } from 'discord.js';
import type { PostKey, PostOutcome, Refusal } from '../../../domain/ports/platform.ts';
import { redact } from '../client.ts';

type Failed = Exclude<PostOutcome, { outcome: 'posted' }>;

/** For a 429 that names no time. */
const pauseMs = 1000;

const refusals: Readonly<Record<number, Refusal>> = {
  10003: 'channel_gone',
  10004: 'channel_gone',
  50001: 'no_access',
  50013: 'no_access',
  10008: 'message_gone',
  30046: 'edit_closed',
  50005: 'edit_closed',
  40005: 'too_large',
};

/** What Discord's failure means for a digest. Whatever is no clear refusal of the API's own settles nothing. */
export function failedOutcome(error: unknown, secrets: readonly string[]): Failed {
  if (error instanceof RateLimitError) {
    const named = Math.max(error.retryAfter, error.timeToReset);
    return { outcome: 'limited', retryAfterMs: named > 0 ? named : pauseMs };
  }
  const detail = redact(error instanceof Error ? error.message : String(error), secrets);
  // A proxy in between refuses with a page: that has no code.
  if (!(error instanceof DiscordAPIError) || typeof error.code !== 'number')
    return { outcome: 'unknown', detail };
  const refused = (refusal: Refusal): Failed => ({ outcome: 'refused', refusal, detail });
  if (error.status === 401) return refused('token');
  const known = refusals[error.code];
  if (known) return refused(known);
  // "Invalid Form Body": what was composed within the limits of a post may be over those of an edit.
  if (error.code === 50035 && error.method === 'PATCH') return refused('too_large');
  return refused(error.status === 403 ? 'no_access' : 'rejected');
}

/** Small print in every part's text: how a send that was cut off is found again once its nonce is forgotten. */
export const postMark = ({ delivery, part }: PostKey) => `${delivery}-${part + 1}`;

/**
 * Part of the frozen body. "The documented uniqueness is per author, not per channel": a delivery's id is random and
 * belongs to one channel, so the mark serves as it is; it holds at most 19 of the 25 characters.
 */
export const postNonce = (key: PostKey) => ({ nonce: postMark(key), enforce_nonce: true });

/** Whether a message, as Discord gives it back, shows the mark, wherever in its components it stands. */
export const showsMark = (message: unknown, mark: string): boolean =>
  textsIn(message).some((text) => text.replaceAll('\\', '').match(markPattern)?.includes(mark));

const markPattern = /(?<![0-9a-z])[0-9a-z]{16}-\d{1,2}(?!\d)/g;

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'content' && typeof each === 'string' ? [each] : textsIn(each),
  );
}
