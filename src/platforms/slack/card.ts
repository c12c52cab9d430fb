import { directPerson } from '../../domain/direct.ts';
import { anyoneOf, anywhere } from '../../domain/open-actions.ts';
import type { ActionCodec } from '../../domain/ports/actions.ts';
import type { CardRenderer } from '../../domain/ports/cards.ts';
import { blockPieces } from './block-pieces.ts';
import { type Buttons, createButtons } from './buttons.ts';
import { closingPieces } from './closing-pieces.ts';
import { onePost } from './digest.ts';

/** Cards for Slack: whoever presses a button is answered alone, in the role held then. One to a person is that person's. */
export const createCardRenderer = (actions: ActionCodec): CardRenderer => ({
  async card(reply, { channel, id }) {
    const person = directPerson(channel);
    const whose = person ?? anyoneOf(channel);
    // A press tells the channel without its workspace.
    const place = person ? anywhere : (channel.split(':').at(-1) ?? channel);
    const open = createButtons(actions, { person: whose, channel: place }, ['more'], whose);
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
