import { createHash } from 'node:crypto';
import { isShareable } from '../../domain/reply.ts';
import { question, rendered } from './ask.ts';
import { deliver } from './deliver.ts';
import { type Room, tellFailure } from './room.ts';
import { type Press, tell, tellAside } from './tell.ts';
import { words } from './wording.ts';

/** For so long, in milliseconds, pressing again is taken for a double click. */
const doublePressMs = 60_000;

/** Asks again with the whole channel as audience, so that what may not be shown here is left out, and posts it. */
export async function share(room: Room, press: Press, line: string): Promise<void> {
  const { asker, place } = press;
  try {
    const reply = await question(room, asker, line, 'public');
    if (!isShareable(reply)) return await tell(room, press, reply.aside ?? words.notShareable);
    // In plain words, not as a mention: sharing should not ring anyone's bell.
    const note = `Shared by ${press.userName} · ${line}`;
    const answer = rendered(room, asker, line, reply, 'public', note);
    const [key, now] = [keyOf(press, line), room.clock()];
    if (!(await room.once.first(key, new Date(now.getTime() + doublePressMs), now)))
      return await tell(room, press, words.sharedAlready);
    const result = await deliver(room, place, answer);
    if (result.ok) return await tellAside(room, press, answer);
    // Told to invite the bot and share once more, nobody should hear then that it was shared already.
    if (result.failure.code !== 'unknown' && result.failure.code !== 'rate_limited')
      await room.once.release(key);
    await tell(room, press, tellFailure(room, result.failure, 'sharing', 'share'));
  } catch (cause) {
    await tell(room, press, room.failed(cause, 'sharing'));
  }
}

/** One answer shared by one person; two clicks are two presses, each with a trigger of its own. */
const keyOf = ({ asker: { team, user, channel }, message }: Press, line: string) =>
  `slack share ${createHash('sha256')
    .update(JSON.stringify([team, user, channel, message, line]))
    .digest('base64url')}`;
