import { anyoneOf } from '../../domain/open-actions.ts';
import type { ActionCodec } from '../../domain/ports/actions.ts';
import type { CardRenderer } from '../../domain/ports/cards.ts';
import { blockPieces } from './block-pieces.ts';
import { type Buttons, createButtons } from './buttons.ts';
import { closingPieces } from './closing-pieces.ts';
import { onePost } from './digest.ts';

/** Cards for Slack: whoever presses a button is answered alone, in the role that they have then. */
export const createCardRenderer = (actions: ActionCodec): CardRenderer => ({
  async card(reply, { channel, id }) {
    const anyone = anyoneOf(channel);
    // A press tells the channel without its workspace.
    const binding = { person: anyone, channel: channel.split(':').at(-1) ?? channel };
    const open = createButtons(actions, binding, ['more'], anyone);
    const buttons: Buttons = {
      make: (action, ...rest) =>
        open.make(action.kind === 'run' ? { ...action, kind: 'more' } : action, ...rest),
    };
    const pieces = [
      ...reply.blocks.flatMap((block) => blockPieces(block, reply, buttons)),
      ...closingPieces(reply, undefined, undefined, buttons),
    ];
    return onePost(pieces, { delivery: id, part: 0 });
  },
});
