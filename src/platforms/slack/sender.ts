import { type types, webApi } from '@slack/bolt';
import { boundedText } from '../../runtime/bounded-text.ts';
import { isSlackAddress, required, responseOutcome, TellsNothing } from './client.ts';
import { noUnfurl } from './limits.ts';
import type { SlackMessage } from './render/message.ts';

/** What is said to Slack through its Web API. Refusals are values; nothing is sent twice. */
export interface SlackSender {
  post(channel: string, message: SlackMessage): Promise<SendResult>;
  /** Shown to one person only. */
  whisper(channel: string, user: string, message: SlackMessage): Promise<SendResult>;
  /** At once: a trigger lives for three seconds. */
  /** Resolves to the id of the view. */
  openView(
    trigger: string,
    view: types.View,
  ): Promise<{ ok: true; id: string } | Extract<SendResult, { ok: false }>>;
  updateView(id: string, view: types.View): Promise<SendResult>;
  publishHome(user: string, view: types.HomeView): Promise<SendResult>;
  /** Resolves to Slack's id of the file, which is in no channel until a message shows it. */
  upload(file: Upload): Promise<{ ok: true; id: string } | Extract<SendResult, { ok: false }>>;
}

interface Upload {
  name: string;
  title: string;
  /** At most 1,000 characters: "alt_txt_too_large". */
  alt: string;
  bytes: Uint8Array;
}

interface Uploading {
  apiUrl?: string | undefined;
  timeoutMs: number;
  fetch?: typeof globalThis.fetch;
}

const named = 'naming the message';

export function createSlackSender(client: webApi.WebClient, uploads: Uploading): SlackSender {
  const tried = async (call: Promise<unknown>): Promise<SendResult> => {
    try {
      await call;
      return { ok: true };
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
  };
  return {
    post: (channel, message) =>
      tried(
        client.chat.postMessage({ channel, ...message, ...noUnfurl }).then(({ ts }) => required(ts, named)),
      ),
    whisper: (channel, user, message) =>
      // Typings leave the unfurl flags out of postEphemeral; Slack takes them there as everywhere.
      tried(
        client
          .apiCall('chat.postEphemeral', { channel, user, ...message, ...noUnfurl })
          .then((answer) => required('message_ts' in answer ? answer.message_ts : undefined, named)),
      ),
    async openView(trigger_id, view) {
      let id = '';
      const opened = client.views.open({ trigger_id, view }).then((answer) => {
        id = answer.view?.id ?? '';
      });
      const sent = await tried(opened);
      return sent.ok ? { ok: true, id } : sent;
    },
    updateView: (view_id, view) => tried(client.views.update({ view_id, view })),
    publishHome: (user_id, view) => tried(client.views.publish({ user_id, view })),
    async upload({ name, title, alt, bytes }) {
      let id = '';
      const sent = await tried(
        (async () => {
          const place = { filename: name, length: bytes.length, alt_txt: alt };
          const { upload_url, file_id } = await client.files.getUploadURLExternal(place);
          id = required(file_id, 'naming the file');
          const address = required(upload_url, 'an address to upload to');
          await sendBytes(address, bytes, uploads);
          await client.files.completeUploadExternal({ files: [{ id, title }] });
        })(),
      );
      return sent.ok ? { ok: true, id } : sent;
    },
  };
}

/** "Files can be sent as raw bytes … Slack will return HTTP 200 if the upload is successful." */
async function sendBytes(address: string, bytes: Uint8Array, options: Uploading): Promise<void> {
  if (!isSlackAddress(address, options.apiUrl))
    throw new Error('the address to upload to is not one of Slack');
  const { response } = await post(address, 'application/octet-stream', Uint8Array.from(bytes), options);
  if (response.status !== 200) throw new Error(`Slack refused the upload with ${response.status}`);
}

/** Posts to an address that Slack gave: bounded in time and size, and never led elsewhere. */
async function post(
  address: string,
  type: string,
  body: NonNullable<RequestInit['body']>,
  { timeoutMs, fetch = globalThis.fetch }: Pick<Uploading, 'timeoutMs' | 'fetch'>,
): Promise<{ response: Response; answer: string }> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { response, answer: await boundedText(response.body) };
}

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

export type Respond = (address: string, body: object) => Promise<SendResult>;

/**
 * Posts to the address that came with a command or a press. Bolt's own respond() follows any address, without a
 * timeout; ours goes only to Slack, never follows a redirect and never tries twice.
 */
export function createRespond(
  apiUrl: string | undefined,
  timeoutMs: number,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Respond {
  return async (address, body) => {
    if (!isSlackAddress(address, apiUrl))
      return { ok: false, failure: { code: 'expired', detail: 'the response address is not one of Slack' } };
    try {
      const { response, answer } = await post(address, 'application/json', JSON.stringify(body), {
        timeoutMs,
        fetch,
      });
      if (response.status === 429) return { ok: false, failure: rateLimited(response) };
      if (!response.ok) return refusedResponse(response.status, answer.slice(0, 200));
      const told = responseOutcome(answer);
      if (!told) throw new TellsNothing('Slack answered the response address with nothing that tells');
      return told.ok ? { ok: true } : refusedResponse(response.status, answer.slice(0, 200));
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
function refusedResponse(status: number, answer: string): SendResult {
  const detail = `${status} ${answer}`;
  if (status === 404 || status === 410) return { ok: false, failure: { code: 'expired', detail } };
  if (status < 500) return { ok: false, failure: { code: 'rejected', detail } };
  return { ok: false, failure: { code: 'unknown', cause: new Error(detail) } };
}
