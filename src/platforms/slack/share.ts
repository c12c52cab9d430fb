import { chatPageSize } from '../../domain/chat-page-size.ts';
import { isShareable } from '../../domain/reply.ts';
import { deliver } from './deliver.ts';
import { type Press, tell } from './pressed.ts';
import { renderMessages } from './render.ts';
import { channelId, personId, type Room, tellFailure } from './room.ts';
import { words } from './wording.ts';

/** Asks again with the whole channel as audience, so that what may not be shown here is left out, and posts it. */
export async function share(room: Room, press: Press, line: string): Promise<void> {
  const { team, user, userName, place } = press;
  const person = personId(team, user);
  try {
    const reply = await room.answerer.answer({
      text: line,
      person,
      channel: channelId(team, place.channel),
      audience: 'channel',
      pageSize: chatPageSize,
    });
    if (!isShareable(reply)) return await tell(room, press, words.notShareable);
    const messages = renderMessages(reply, {
      visibility: 'public',
      buttons: { actions: room.actions, binding: { person, channel: place.channel } },
      // In plain words, not as a mention: sharing should not ring anyone's bell.
      note: `Shared by ${userName} · ${line}`,
    });
    const result = await deliver(room, place, messages, { visibility: 'public' });
    if (!result.ok) await tell(room, press, tellFailure(room, result.failure, 'sharing'));
  } catch (cause) {
    await tell(room, press, room.failed(cause, 'sharing'));
  }
}
