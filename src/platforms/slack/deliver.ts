import { limits } from './limits.ts';
import type { SlackMessage } from './pack.ts';
import { responseBody } from './render.ts';
import type { Room } from './room.ts';
import type { SendFailure, SendResult } from './send-failure.ts';

/** Where an answer goes: the address it came with, or, when that is used up or expired, the channel itself. */
export interface Place {
  channel: string;
  user: string;
  responseUrl?: string;
}

export interface Delivery {
  visibility: 'private' | 'public';
  /** The first message takes the place of the one whose button was pressed. */
  replace?: boolean;
}

/** Sends the parts in order and stops at the first that fails. */
export async function deliver(
  room: Room,
  place: Place,
  messages: readonly SlackMessage[],
  { visibility, replace = false }: Delivery,
): Promise<SendResult> {
  let uses = 0;
  let address = place.responseUrl;
  for (const [at, message] of messages.entries()) {
    if (address !== undefined && uses < limits.responseUrlUses) {
      const body = { ...responseBody(message, visibility), replace_original: replace && at === 0 };
      const result = await room.respond(address, body);
      uses += 1;
      if (result.ok) continue;
      if (!mayGoOn(result.failure, visibility)) return result;
      address = undefined;
    }
    const result = await straight(room, place, message, visibility);
    if (!result.ok) return result;
  }
  return { ok: true };
}

/** Seeing a private answer twice does no harm, so doubt sends it again; a public one must never stand there twice. */
const mayGoOn = ({ code }: SendFailure, visibility: Delivery['visibility']) =>
  code === 'expired' || (code === 'unknown' && visibility === 'private');

const straight = (
  room: Room,
  { channel, user }: Place,
  message: SlackMessage,
  visibility: Delivery['visibility'],
) =>
  visibility === 'public' ? room.sender.post(channel, message) : room.sender.whisper(channel, user, message);
