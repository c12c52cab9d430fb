import { chatPageSize } from '../../domain/chat-page-size.ts';
import { isHouseLine } from '../../domain/house.ts';
import { isShareable } from '../../domain/reply.ts';
import type { SlackMessage } from './pack.ts';
import { renderMessages } from './render.ts';
import { channelId, personId, type Room } from './room.ts';
import { sentence } from './wording.ts';

export interface Asked {
  team: string;
  user: string;
  channel: string;
  /** The whole line, with the slash. */
  line: string;
}

export interface Answer {
  visibility: 'private' | 'public';
  messages: SlackMessage[];
}

/**
 * Asks for a line and renders the answer. `shown`: pinned for paging, where a message stays as public or private as it
 * was; otherwise the channel's setting and the line decide. What all may see is always asked for with all as audience.
 * It never fails: a fault becomes a sentence with an id.
 */
export async function ask(room: Room, asked: Asked, shown?: Answer['visibility']): Promise<Answer> {
  const { team, user, channel, line } = asked;
  const person = personId(team, user);
  try {
    const usual = shown ?? (await usualVisibility(room, asked));
    const where = channelId(team, channel);
    const question = (audience: 'person' | 'channel') =>
      room.answerer.answer({ text: line, person, channel: where, audience, pageSize: chatPageSize });
    let reply = await question(usual === 'public' ? 'channel' : 'person');
    let visibility = usual;
    if (shown === undefined && usual === 'private' && reply.visibility === 'public') {
      reply = await question('channel');
      visibility = 'public';
    }
    if (!isShareable(reply)) visibility = 'private';
    const buttons = { actions: room.actions, binding: { person, channel } };
    return { visibility, messages: renderMessages(reply, { visibility, buttons, line }) };
  } catch (cause) {
    return { visibility: 'private', messages: [sentence(room.failed(cause, 'answering'))] };
  }
}

/** Settings, roles and drafts are managed on /deskwire: its answers never follow a channel's habit of showing all. */
async function usualVisibility(room: Room, { team, channel, line }: Asked): Promise<Answer['visibility']> {
  return isHouseLine(line) ? 'private' : room.channels.visibility(channelId(team, channel));
}
