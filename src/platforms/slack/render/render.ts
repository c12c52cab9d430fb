import type { Picture } from '../../../domain/answer/picture.ts';
import { type ActionCodec, type ActionKind, anyoneOf, type Binding } from '../../../domain/button-actions.ts';
import { isAppLine } from '../../../domain/ports/answerer.ts';
import { type Reply, shownIn } from '../../../domain/reply.ts';
import { byAddressOf, limits, noUnfurl } from '../limits.ts';
import { blockPieces, closingPieces, type SlackPictures } from './blocks.ts';
import { type Block, type Piece, richPieces, textRun } from './lines.ts';
import {
  type Buttons,
  belowMark,
  createButtons,
  hasPicture,
  joinPieces,
  mapActionIds,
  noButtons,
  pack,
  restId,
  type SlackMessage,
  sentence,
} from './message.ts';

/** For whom and where an answer is shown. */
export interface SlackContext {
  visibility: 'private' | 'public';
  /** Without it the answer has no buttons. */
  buttons?: { actions: ActionCodec; binding: Binding; kinds?: readonly ActionKind[] };
  /** The line that was asked, for sharing its answer. */
  line?: string;
  /** Small print under the answer, such as who shared it. */
  note?: string;
  /** Of the pictures in the answer, those that Slack has; others are shown as their table. */
  pictures?: SlackPictures;
}

export interface SlackRequest {
  method: 'POST';
  path: string;
  body: Record<string, unknown>;
}

/** There is always a message. */
export const nothingToShow = richPieces([[textRun('There is nothing to show.')]]);

/** The answer as messages, in order. There is always at least one. */
export function renderMessages(reply: Reply, context: SlackContext): SlackMessage[] {
  const messages = pack(pieces(reply, context));
  // What a button of a divided answer leads to stands below it: replacing one part would orphan the others.
  if (messages.length === 1) return messages;
  return messages.map(({ text, blocks }) => ({
    text,
    blocks: mapActionIds(blocks, (id) => `${id}${belowMark}`),
  }));
}

/** The answer as blocks alone, for where it is part of something larger. */
export const renderBlocks = (reply: Reply, context: SlackContext): Block[] =>
  pieces(reply, context).flatMap(({ blocks }) => blocks);

/** Stands in place of an answer's messages from this one on; its button brings an address of its own for them. */
export function renderRest(line: string, from: number, context: SlackContext): SlackMessage {
  const kind = context.visibility === 'public' ? 'more' : 'run';
  const made = buttonsOf(context, ['run', 'more']).make({ kind, text: line }, 'Show the rest');
  const words = made
    ? 'There is more than fits here: press “Show the rest”.'
    : 'There is more than fits here. Please ask for less at a time.';
  const button: Piece[] = made
    ? [{ blocks: [{ type: 'actions', elements: [{ ...made, action_id: restId(kind, from) }] }], text: '' }]
    : [];
  return joinPieces([...richPieces([[textRun(words)]]), ...button]);
}

function pieces(reply: Reply, context: SlackContext): Piece[] {
  const shown = shownIn(reply);
  const reads = context.visibility === 'public' && reply.view !== undefined ? 'more' : 'run';
  const buttons = buttonsOf(context, undefined, reads);
  const shareable = context.line !== undefined && !isAppLine(context.line);
  const line = shareable && context.visibility === 'private' ? context.line : undefined;
  const all = [
    ...shown.blocks.flatMap((block) =>
      blockPieces(block, { ...shown, citations: reply.citations }, buttons, context.pictures),
    ),
    ...closingPieces(shown, line, context.note, buttons),
  ];
  return all.length > 0 ? all : nothingToShow;
}

const usualKinds = ['run', 'share', 'report', 'more'] as const;

function buttonsOf(
  { buttons, visibility }: SlackContext,
  kinds?: readonly ActionKind[],
  reads: Buttons['reads'] = 'run',
): Buttons {
  if (!buttons) return noButtons;
  const { actions, binding } = buttons;
  // What everyone sees, anyone may report; all else stays with the one who asked.
  const open = visibility === 'public' ? anyoneOf(binding.person) : binding.person;
  return createButtons(actions, binding, kinds ?? buttons.kinds ?? usualKinds, open, reads);
}

/**
 * Whether an answer is the answer to Slack's own request. Slack may take that in after a post to the response address
 * that was begun later, so what has something below it goes by the address: there each post waits for the one before.
 * So does a picture: only there does Slack say that it does not take it.
 */
export const goesWithAck = (answer: {
  messages: readonly SlackMessage[];
  aside?: string | undefined;
}): boolean =>
  answer.messages.length === 1 && answer.aside === undefined && !answer.messages.some(hasPicture);

/**
 * Exactly what is sent where the bot is in the channel, in order: one message alone is the answer to Slack's own
 * request, several go to the address that came with it, and what that does not take goes to the channel itself.
 */
export function renderSlack(reply: Reply, context: SlackContext): SlackRequest[] {
  const messages = renderMessages(reply, context);
  const { visibility } = context;
  if (goesWithAck({ messages, aside: reply.aside }))
    return [{ method: 'POST', path: 'ack', body: responseBody(messages[0]!, visibility) }];
  const byAddress = byAddressOf(messages.length, limits.responseUrlUses);
  const sent = messages.map(
    (message, at): SlackRequest =>
      at < byAddress
        ? { method: 'POST', path: 'response_url', body: responseBody(message, visibility) }
        : { method: 'POST', path: straightPath[visibility], body: { ...message, ...noUnfurl } },
  );
  if (reply.aside === undefined) return sent;
  const body = responseBody(sentence(reply.aside), 'private');
  return [...sent, { method: 'POST', path: 'response_url', body }];
}

/** What uploads a picture without a channel; the bytes go to the address that the first call answers. */
export const uploadRequests = (
  { file, title, alt }: Picture,
  png: Uint8Array,
  id: string,
): SlackRequest[] => [
  {
    method: 'POST',
    path: 'files.getUploadURLExternal',
    body: { filename: file, length: png.length, alt_txt: alt },
  },
  { method: 'POST', path: 'upload_url', body: { base64: Buffer.from(png).toString('base64') } },
  { method: 'POST', path: 'files.completeUploadExternal', body: { files: [{ id, title }] } },
];

const straightPath = { private: 'chat.postEphemeral', public: 'chat.postMessage' };

export const responseBody = ({ text, blocks }: SlackMessage, visibility: SlackContext['visibility']) => ({
  response_type: visibility === 'public' ? 'in_channel' : 'ephemeral',
  replace_original: false,
  text,
  blocks,
  ...noUnfurl,
});
