import { DiscordAPIError, RateLimitError, type REST } from 'discord.js';
import type { Timers } from '../../domain/ports/runtime.ts';
import { pause } from '../../runtime/async.ts';
import { messageIn, withDeadline } from './client.ts';
import type { Origin } from './handlers/incoming.ts';
import { editBody, type MessageBody } from './render/message.ts';

/** What became of a request. `unknown`: it may have had its effect although no answer came. */
export type SendResult =
  | { ok: true }
  | { ok: false; code: 'expired' | 'answered' | 'limited' | 'refused' | 'unknown'; cause: unknown };

/** A first response: 4 message, 5 thinking, 6 acknowledged, 7 the pressed message changes, 8 choices, 9 a form. */
interface Callback {
  type: 4 | 5 | 6 | 7 | 8 | 9;
  data?: object;
}

/** A file beside a message, in the order of its attachments. */
export interface SentFile {
  name: string;
  contentType: string;
  data: Uint8Array;
}

/** Everything that is ever sent to Discord in answer to an interaction. None of these throws. */
export interface Sender {
  respond(to: Origin, callback: Callback, files?: SentFile[]): Promise<SendResult>;
  edit(to: Origin, message: MessageBody, files?: SentFile[]): Promise<SendResult>;
  followUp(to: Origin, message: MessageBody, files?: SentFile[]): Promise<SendResult>;
  withdraw(to: Origin): Promise<SendResult>;
  /** Posts to a channel as the bot. */
  post(channel: string, message: MessageBody): Promise<SendResult>;
}

const wait = { callback: 2500, other: 15_000 } as const;
const again = { callback: [0], edit: [250, 1000] } as const;

export function createSender(rest: REST, timers: Timers): Sender {
  const attempt = (ms: number, send: (signal: AbortSignal) => Promise<unknown>): Promise<SendResult> =>
    withDeadline(timers, ms, send).then(() => ({ ok: true }) as const, readFailure);
  /** For what Discord answers with the message itself. */
  const attemptMessage = (ms: number, send: (signal: AbortSignal) => Promise<unknown>) =>
    attempt(ms, async (signal) => messageIn(await send(signal)));

  /** Only for requests that do the same when they come twice. */
  const repeat = async (pauses: readonly number[], send: () => Promise<SendResult>): Promise<SendResult> => {
    let delivery = await send();
    for (const ms of pauses) {
      if (delivery.ok || delivery.code !== 'unknown') break;
      if (ms > 0) await pause(timers, ms);
      delivery = await send();
      // The first one had arrived after all.
      if (!delivery.ok && delivery.code === 'answered') return { ok: true };
    }
    return delivery;
  };

  const webhook = (to: Origin) => `/webhooks/${to.application}/${to.token}` as const;
  const original = (to: Origin) => `${webhook(to)}/messages/@original` as const;
  return {
    respond: (to, callback, files = []) =>
      repeat(again.callback, () =>
        attempt(wait.callback, (signal) =>
          rest.post(`/interactions/${to.id}/${to.token}/callback`, {
            body: callback,
            ...beside(files),
            auth: false,
            signal,
          }),
        ),
      ),
    edit: (to, message, files = []) =>
      repeat(again.edit, () =>
        attemptMessage(wait.other, (signal) =>
          rest.patch(original(to), { body: editBody(message), ...beside(files), auth: false, signal }),
        ),
      ),
    followUp: (to, message, files = []) =>
      attemptMessage(wait.other, (signal) =>
        rest.post(webhook(to), { body: message, ...beside(files), auth: false, signal }),
      ),
    post: (channel, message) =>
      attemptMessage(wait.other, (signal) =>
        rest.post(`/channels/${channel}/messages`, { body: message, signal }),
      ),
    withdraw: (to) => attempt(wait.other, (signal) => rest.delete(original(to), { auth: false, signal })),
  };
}

/** Without files the body goes as JSON. */
const beside = (files: SentFile[]) => (files.length > 0 ? { files } : {});

const codes: Record<number, 'expired' | 'answered'> = {
  10062: 'expired',
  10015: 'expired',
  50027: 'expired',
  40060: 'answered',
};

function readFailure(cause: unknown): SendResult {
  if (cause instanceof RateLimitError) return { ok: false, code: 'limited', cause };
  // A proxy in between refuses with a page: that has no code.
  if (cause instanceof DiscordAPIError && typeof cause.code === 'number') {
    return { ok: false, code: codes[cause.code] ?? 'refused', cause };
  }
  return { ok: false, code: 'unknown', cause };
}
