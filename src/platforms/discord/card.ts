import { directPerson } from '../../domain/direct.ts';
import { house } from '../../domain/house.ts';
import { anyoneOf, anywhere } from '../../domain/open-actions.ts';
import type { ActionCodec } from '../../domain/ports/actions.ts';
import type { CardRenderer } from '../../domain/ports/cards.ts';
import type { Reply } from '../../domain/reply.ts';
import { buttonRows, labelLength, planButtons } from './buttons.ts';
import { directActions } from './direct.ts';
import { withKeptStates } from './kept-states.ts';
import { messageBody, type TextDisplay } from './message.ts';
import { packPieces } from './pack.ts';
import { accent, linesToPieces, replyPieces } from './pieces.ts';
import { postMark, postNonce } from './post-mark.ts';
import { withLines } from './render.ts';

/** Cards for Discord: whoever presses a button is answered alone, in the role held then. One to a person is that person's. */
export const createCardRenderer = (actions: ActionCodec): CardRenderer => ({
  card(reply, { channel, id, keep }) {
    const guild = directPerson(channel) && channel.split(':')[1];
    const own = guild ? directActions(actions, guild) : actions;
    return withKeptStates(own, keep, (signing) => post(reply, { channel, id }, signing));
  },
});

function post(reply: Reply, { channel, id }: { channel: string; id: string }, actions: ActionCodec) {
  const open: ActionCodec = {
    ...actions,
    encode: (action, ...rest) =>
      actions.encode(action.kind === 'run' ? { ...action, kind: 'more' } : action, ...rest),
  };
  const person = directPerson(channel);
  const binding = person ? { person, channel: anywhere } : { person: anyoneOf(channel), channel };
  const plan = planButtons(reply, { line: `/${house}`, binding, actions: open, visibility: 'public' });
  const key = { delivery: id, part: 0 };
  const mark: TextDisplay = { type: 10, content: `-# ref ${postMark(key)}` };
  const around = mark.content.length + labelLength(plan);
  const packed = packPieces(withLines(replyPieces(reply), linesToPieces('text', plan.lines)), around);
  const [only] = packed;
  if (!only || packed.length > 1) return undefined;
  const container = { type: 17, accent_color: accent(reply.outcome), components: only.body } as const;
  return { ...messageBody([container, ...buttonRows(plan, 'n'), mark], 'public'), ...postNonce(key) };
}
