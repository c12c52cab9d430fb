import { platformById, platforms } from '../app/adapters.ts';
import { createActionCodec } from '../command/action-codec.ts';
import type { Pictures } from '../domain/answer/picture.ts';
import type { Answerer } from '../domain/ports/answerer.ts';
import { chatPageSize } from '../domain/ports/answerer.ts';
import type { Preview } from '../domain/ports/platform.ts';
import { isShareable, type Reply } from '../domain/reply.ts';

/** Platforms whose requests `--format` prints. */
export const chatFormats = platforms.filter(({ preview }) => preview).map(({ id }) => id);

/** Undefined if `format` is no platform. The buttons are signed with a fixed text: they show size and shape, and no secret. */
export const previewOf = (format: string, pictures: Pictures): Promise<Preview> | undefined =>
  platformById(format)?.preview?.(createActionCodec('a line that was run by hand'), pictures);

interface Sent {
  reply: Reply;
  /** `{method, path, body}` each, in the order in which they would be sent. */
  requests: object[];
}

/** Requests that answer a line: to the person who asked or, if the line asks for it, to the channel. */
export async function sentRequests(
  preview: Preview,
  line: string,
  answer: Answerer['answer'],
): Promise<Sent> {
  const ask = (audience: 'person' | 'channel') =>
    answer({ text: line, person: 'terminal', audience, pageSize: chatPageSize });
  const own = await ask('person');
  const reply = own.visibility === 'public' ? await ask('channel') : own;
  const visibility = isShareable(reply) ? reply.visibility : 'private';
  return { reply, requests: await preview.answer(reply, line, visibility) };
}
