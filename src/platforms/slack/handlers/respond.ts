import type { Form } from '../../../domain/form.ts';
import { pause } from '../../../runtime/async.ts';
import { byAddressOf, limits } from '../limits.ts';
import { hasPicture, type SlackMessage, sentence, withoutPictures } from '../render/message.ts';
import { responseBody } from '../render/render.ts';
import type { SendFailure, SendResult } from '../sender.ts';
import { causeOf, type HandlerContext, homeChannel } from './context.ts';
import { failureWords, type Shown } from './wording.ts';

/** The address that came with a command or a press, and how often it may still be used. */
interface Address {
  url: string;
  uses: number;
}

/** Where an answer goes: the address it came with, or, when that is used up or expired, the channel itself. */
export interface ReplyTarget {
  channel: string;
  user: string;
  address: Address | undefined;
}

export const addressOf = (url: string | undefined): Address | undefined =>
  url ? { url, uses: limits.responseUrlUses } : undefined;

export interface Answer {
  visibility: 'private' | 'public';
  messages: readonly SlackMessage[];
  /** For the one who asked alone, after the messages. */
  aside?: string;
  /** To be opened beside the messages. */
  form?: Form;
  /** Stands in place of the messages from this one on, where they cannot be shown, and leads to them. */
  rest?(from: number): SlackMessage;
}

interface SendOptions {
  /** The first of the messages that is sent; those before it were shown another way. */
  from?: number;
  /** The first message takes the place of the one whose button was pressed. */
  replace?: boolean;
}

/** Sends the messages in order and stops at the first that fails. What can only go by the address leaves its last use for the way to the rest. */
export async function deliver(
  context: HandlerContext,
  place: ReplyTarget,
  answer: Answer,
  { from = 0, replace = false }: SendOptions = {},
): Promise<SendResult> {
  const { messages, visibility } = answer;
  const { address } = place;
  const byAddress = (message: SlackMessage, replace = false) => {
    address!.uses -= 1;
    return context.respond(address!.url, {
      ...responseBody(message, visibility),
      replace_original: replace,
    });
  };
  const send = async (message: SlackMessage, at: number): Promise<SendResult> => {
    if (hasRoom(address, messages.length - at)) {
      const result = await byAddress(message, replace && at === from);
      if (result.ok || !mayGoOn(result.failure, visibility)) return result;
      if (result.failure.code === 'expired') address.uses = 0;
    }
    return straight(context, place, message, visibility);
  };
  for (const [at, message] of messages.entries()) {
    if (at < from) continue;
    const result = await withPictures(context, message, (shown) => send(shown, at));
    if (result.ok) continue;
    if (!answer.rest || !address?.uses || !isRefusal(result.failure)) return result;
    return byAddress(answer.rest(at));
  }
  return { ok: true };
}

/**
 * Milliseconds before a message with a picture is sent again. "Files are processed asynchronously": until that is done
 * Slack refuses a block that shows one, with `invalid_blocks`.
 */
const processing = [500, 1500];

/** Sends a message; a picture that Slack does not take after some time is left out. */
async function withPictures(
  context: HandlerContext,
  message: SlackMessage,
  send: (message: SlackMessage) => Promise<SendResult>,
): Promise<SendResult> {
  let result = await send(message);
  if (!hasPicture(message)) return result;
  const refused = () => !result.ok && result.failure.code === 'rejected';
  for (const ms of processing) {
    if (!refused()) return result;
    await pause(context.timers, ms);
    result = await send(message);
  }
  if (result.ok || !refused()) return result;
  const id = context.logFailure(causeOf(result.failure), 'showing a picture');
  context.uploaded.clear();
  return send(withoutPictures(message, `Slack does not show it (error ${id})`));
}

const hasRoom = (address: Address | undefined, left: number): address is Address =>
  address !== undefined && byAddressOf(left, address.uses) > 0;

/** Seeing a private answer twice does no harm, so doubt sends it again; a public one must never stand there twice. */
const mayGoOn = ({ code }: SendFailure, visibility: Answer['visibility']) =>
  code === 'expired' || (code === 'unknown' && visibility === 'private');

/** Slack will not have it in this channel, today or tomorrow; a fault or a wait is something else. */
const isRefusal = ({ code }: SendFailure) =>
  code !== 'unknown' && code !== 'rate_limited' && code !== 'token';

const straight = (
  context: HandlerContext,
  { channel, user }: ReplyTarget,
  message: SlackMessage,
  visibility: Answer['visibility'],
) =>
  visibility === 'public'
    ? context.sender.post(channel, message)
    : context.sender.whisper(channel, user, message);

/** One plain sentence to one person. */
export const privateSentence = (text: string): Answer => ({
  visibility: 'private',
  messages: [sentence(text)],
});

/** Logs a failed send, and returns the text for the reader. */
export const failureText = (
  context: HandlerContext,
  failure: SendFailure,
  doing: string,
  shown: Shown,
): string => failureWords(failure, shown, context.logFailure(causeOf(failure), doing));

/** Shows the asker alone what a public answer leaves out. */
export async function respondAside(
  context: HandlerContext,
  to: { place: ReplyTarget },
  { aside }: Pick<Answer, 'aside'>,
): Promise<void> {
  if (aside !== undefined) await respondText(context, to, aside);
}

/** Shows a text to the person who asked or pressed. On the Home, and when Slack refuses, it goes to the log only. */
export async function respondText(
  context: HandlerContext,
  { place }: { place: ReplyTarget },
  text: string,
): Promise<void> {
  if (place.channel === homeChannel) return;
  const result = await deliver(context, place, privateSentence(text));
  if (!result.ok) context.unsent(result.failure);
}
