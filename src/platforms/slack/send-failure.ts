import { webApi } from '@slack/bolt';

/** Why Slack did not do what was asked. `unknown`: it may have; sending again could show it twice. */
export type SendFailure =
  | { code: 'rate_limited'; retryAfterS: number }
  | {
      code: 'not_in_channel' | 'channel_not_found' | 'is_archived' | 'token' | 'missing_scope';
      detail: string;
    }
  | { code: 'expired' | 'rejected'; detail: string }
  | { code: 'unknown'; cause: unknown };

export type SendResult = { ok: true } | { ok: false; failure: SendFailure };

const tokenErrors = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'org_login_required',
]);
const triggerErrors = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id']);

export function failureOf(error: unknown): SendFailure {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { code: 'rate_limited', retryAfterS: error.retryAfter };
  if (error instanceof webApi.WebAPIPlatformError && isRefusal(error.data.error))
    return refusal(error.data.error);
  return { code: 'unknown', cause: error };
}

/** "It's possible some aspect of the operation succeeded": said by Slack of its own faults, so they settle nothing. */
const faults = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout']);

/** A reason of Slack's own is one word. */
const isRefusal = (detail: string) => /^[a-z][a-z0-9_]*$/.test(detail) && !faults.has(detail);

function refusal(detail: string): SendFailure {
  switch (detail) {
    case 'not_in_channel':
    case 'channel_not_found':
    case 'is_archived':
    case 'missing_scope':
      return { code: detail, detail };
    default:
      if (tokenErrors.has(detail)) return { code: 'token', detail };
      return { code: triggerErrors.has(detail) ? 'expired' : 'rejected', detail };
  }
}
