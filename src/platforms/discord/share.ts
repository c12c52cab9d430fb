import { createHash } from 'node:crypto';
import { ask } from './ask.ts';
import { converse } from './converse.ts';
import type { Answer } from './deliver.ts';
import type { DeskSide } from './desk-side.ts';
import type { Incoming } from './incoming.ts';
import { note, sentences } from './sentences.ts';

type Press = Extract<Incoming, { kind: 'press' }>;

/** For so long, in milliseconds, pressing again is taken for a double click. */
const doublePressMs = 60_000;

export async function share(desk: DeskSide, press: Press, line: string): Promise<void> {
  return converse(desk, press.origin, shared(desk, press, line), { as: 'acknowledged' }, sentences.shareLost);
}

/** Asks again with the whole channel as audience, since what one person may read is not always for all. */
async function shared(desk: DeskSide, press: Press, line: string): Promise<Answer> {
  const [key, now] = [keyOf(press, line), desk.clock()];
  try {
    if (!(await desk.once.first(key, new Date(now.getTime() + doublePressMs), now)))
      return privately(sentences.sharedAlready);
    // In plain words, not as a mention: sharing should not ring anyone's bell.
    const by = `Shared by ${press.origin.userName ?? 'a reader'} · ${line}`;
    const answer = await ask(desk, press, { line, visibility: 'public', replaces: false, note: by });
    // What was not for all has not been shared.
    if (answer.visibility === 'private') await desk.once.release(key);
    return answer;
  } catch (cause) {
    return privately(sentences.failed(desk.failure(cause, 'an answer could not be shared')));
  }
}

const privately = (sentence: string): Answer => ({
  messages: [note(sentence)],
  visibility: 'private',
  replaces: false,
});

/** One answer shared by one person; two clicks are two interactions. */
const keyOf = ({ origin: { guild, user, channel }, message }: Press, line: string) =>
  `discord share ${createHash('sha256')
    .update(JSON.stringify([guild, user, channel, message, line]))
    .digest('base64url')}`;
