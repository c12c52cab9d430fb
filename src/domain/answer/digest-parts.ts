import { unsigned } from '../open-actions.ts';
import type { ActionCodec } from '../ports/actions.ts';
import type { DigestContext, DigestRenderer } from '../ports/channel-sender.ts';
import type { Reply } from '../reply.ts';
import { splitReply } from './split-reply.ts';

/** "as top-level messages, at most five, then a "more" button" */
const mostParts = 5;

/** One platform's message of a part; undefined when it does not fit into one. */
export type RenderPart = (
  reply: Reply,
  context: DigestContext & { part: number },
  actions: ActionCodec,
) => unknown | undefined;

/** Divides a digest into as few messages as hold it, whose buttons `actions` can read back. */
export function digestRenderer(render: RenderPart, actions: ActionCodec): DigestRenderer {
  const one: DigestRenderer['one'] = (reply, context) => render(reply, context, actions);
  return {
    one,
    parts(reply, context) {
      const fits = (part: Reply) => render(part, { ...context, part: 0 }, unsigned) !== undefined;
      return splitReply(reply, { fits, most: mostParts, more: context.more }).map((part, at) => {
        const body = one(part, { ...context, part: at });
        if (!body) throw new Error('a part that fits is too large for one message');
        return { reply: part, body };
      });
    },
  };
}
