import { boundedText } from '../../runtime/bounded-text.ts';
import type { SendFailure, SendResult } from './send-failure.ts';
import { isSlackAddress } from './slack-address.ts';
import { responseTold, TellsNothing } from './tells-nothing.ts';

export type Respond = (address: string, body: object) => Promise<SendResult>;

/**
 * Posts to the address that came with a command or a press. Bolt's own respond() follows any address, without a
 * timeout; ours goes only to Slack, never follows a redirect and never tries twice.
 */
export function createRespond(apiUrl: string | undefined, timeoutMs: number): Respond {
  return async (address, body) => {
    if (!isSlackAddress(address, apiUrl))
      return { ok: false, failure: { code: 'expired', detail: 'the response address is not one of Slack' } };
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer = await boundedText(response.body);
      if (response.status === 429) return { ok: false, failure: rateLimited(response) };
      if (!response.ok) return refused(response.status, answer.slice(0, 200));
      const told = responseTold(answer);
      if (!told) throw new TellsNothing('Slack answered the response address with nothing that tells');
      return told.ok ? { ok: true } : refused(response.status, answer.slice(0, 200));
    } catch (cause) {
      return { ok: false, failure: { code: 'unknown', cause } };
    }
  };
}

/** In seconds, where Slack does not say how long to wait. */
const usualWait = 30;

const rateLimited = ({ headers }: Response): SendFailure => ({
  code: 'rate_limited',
  retryAfterS: Number(headers.get('retry-after')) || usualWait,
});

/** Only a clear refusal says that nothing was shown; after a server's error nobody knows. */
function refused(status: number, answer: string): SendResult {
  const detail = `${status} ${answer}`;
  if (status === 404 || status === 410) return { ok: false, failure: { code: 'expired', detail } };
  if (status < 500) return { ok: false, failure: { code: 'rejected', detail } };
  return { ok: false, failure: { code: 'unknown', cause: new Error(detail) } };
}
