import type { PostKey, PostOutcome, Refusal } from '../../../domain/ports/platform.ts';
import type { Redact } from '../client.ts';
import type { SendFailure } from '../sender.ts';

type Failed = Exclude<PostOutcome, { outcome: 'posted' }>;

/** A refusal for want of breath that names no time. */
const pauseMs = 30_000;
const outOfBreath = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

const refusals: Readonly<Record<string, Refusal>> = {
  channel_not_found: 'channel_gone',
  is_archived: 'channel_gone',
  not_in_channel: 'no_access',
  missing_scope: 'no_access',
  no_permission: 'no_access',
  access_denied: 'no_access',
  restricted_action: 'no_access',
  restricted_action_read_only_channel: 'no_access',
  restricted_action_thread_only_channel: 'no_access',
  restricted_action_non_threadable_channel: 'no_access',
  team_access_not_granted: 'no_access',
  ekm_access_denied: 'no_access',
  msg_too_long: 'too_large',
  msg_blocks_too_long: 'too_large',
  edit_window_closed: 'edit_closed',
  cant_update_message: 'edit_closed',
  message_not_found: 'message_gone',
};

/** What Slack's failure means for a digest. Whatever is no clear refusal settles nothing. */
export function failedOutcome(failure: SendFailure, redact: Redact): Failed {
  if (failure.code === 'rate_limited')
    return { outcome: 'limited', retryAfterMs: Math.max(1, failure.retryAfterS) * 1000 };
  if (failure.code === 'unknown') {
    const { cause } = failure;
    return { outcome: 'unknown', detail: redact(cause instanceof Error ? cause.message : String(cause)) };
  }
  const { code, detail } = failure;
  if (outOfBreath.has(detail)) return { outcome: 'limited', retryAfterMs: pauseMs };
  return {
    outcome: 'refused',
    refusal: code === 'token' ? 'token' : (refusals[detail] ?? 'rejected'),
    detail,
  };
}

const eventType = 'deskwire_digest';

/** The `metadata` of a part's message: how a send that was cut off is found again. Part of the frozen body. */
export const postMetadata = ({ delivery, part }: PostKey) => ({
  event_type: eventType,
  event_payload: { delivery, part },
});

/** What a message of conversations.history carries, if it is one of ours. */
export function postKeyOf(message: unknown): PostKey | undefined {
  const { event_type, event_payload } = field(field(message).metadata);
  const { delivery, part } = field(event_payload);
  if (event_type !== eventType || typeof delivery !== 'string' || typeof part !== 'number') return undefined;
  return { delivery, part };
}

const field = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
