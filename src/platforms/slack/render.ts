import { isHouseLine } from '../../domain/house.ts';
import { anyoneOf } from '../../domain/open-actions.ts';
import type { ActionCodec, ActionKind, Binding } from '../../domain/ports/actions.ts';
import type { Reply } from '../../domain/reply.ts';
import { below, mapActionIds } from './action-ids.ts';
import { blockPieces } from './block-pieces.ts';
import { type Buttons, createButtons, noButtons } from './buttons.ts';
import { closingPieces } from './closing-pieces.ts';
import { run } from './line.ts';
import { pack, type SlackMessage } from './pack.ts';
import { richPieces } from './piece.ts';

/** For whom and where an answer is shown. */
export interface SlackContext {
  visibility: 'private' | 'public';
  /** Without it the answer has no buttons. */
  buttons?: { actions: ActionCodec; binding: Binding; kinds?: readonly ActionKind[] };
  /** The line that was asked, for sharing its answer. */
  line?: string;
  /** Small print under the answer, such as who shared it. */
  note?: string;
}

export interface SlackRequest {
  method: 'POST';
  path: string;
  body: Record<string, unknown>;
}

/** There is always a message. */
export const nothingToShow = richPieces([[run('There is nothing to show.')]]);

/** The answer as messages, in order. There is always at least one. */
export function renderMessages(reply: Reply, context: SlackContext): SlackMessage[] {
  const buttons = buttonsOf(context);
  const shareable = context.line !== undefined && !isHouseLine(context.line);
  const line = shareable && context.visibility === 'private' ? context.line : undefined;
  const pieces = [
    ...reply.blocks.flatMap((block) => blockPieces(block, reply, buttons)),
    ...closingPieces(reply, line, context.note, buttons),
  ];
  const messages = pack(pieces.length > 0 ? pieces : nothingToShow);
  // What a button of a divided answer leads to stands below it: replacing one part would orphan the others.
  if (messages.length === 1) return messages;
  return messages.map(({ text, blocks }) => ({
    text,
    blocks: mapActionIds(blocks, (id) => `${id}${below}`),
  }));
}

function buttonsOf({ buttons, visibility }: SlackContext): Buttons {
  if (!buttons) return noButtons;
  const { actions, binding } = buttons;
  // What everyone sees, anyone may report; all else stays with the one who asked.
  const open = visibility === 'public' ? anyoneOf(binding.person) : binding.person;
  return createButtons(actions, binding, buttons.kinds ?? ['run', 'share', 'report'], open);
}

/** On every path and retry: nothing unfolds by itself. */
export const quiet = { unfurl_links: false, unfurl_media: false } as const;

/** Exactly what is posted to the address that came with a command, in order. */
export function renderSlack(reply: Reply, context: SlackContext): SlackRequest[] {
  return renderMessages(reply, context).map((message) => ({
    method: 'POST',
    path: 'response_url',
    body: responseBody(message, context.visibility),
  }));
}

export const responseBody = ({ text, blocks }: SlackMessage, visibility: SlackContext['visibility']) => ({
  response_type: visibility === 'public' ? 'in_channel' : 'ephemeral',
  replace_original: false,
  text,
  blocks,
  ...quiet,
});
