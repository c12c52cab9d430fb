import type { types } from '@slack/bolt';
import { noPicture } from '../../../domain/answer/picture.ts';
import { type Action, type ActionCodec, type Binding, isOpen } from '../../../domain/button-actions.ts';
import { limits } from '../limits.ts';
import { type Block, type Piece, plainText, richPieces, textRun } from './lines.ts';

export interface SlackMessage {
  /** What is heard, and shown where blocks are not. */
  text: string;
  blocks: Block[];
}

/** Room for "Part 10 of 12", which stands first in each part of a divided answer, and for the marks of its buttons. */
const reserve = { text: 30, json: 250, blocks: 1 };

const room = {
  text: limits.messageText - reserve.text,
  json: limits.blocksJson - reserve.json,
  blocks: limits.blocks - reserve.blocks,
};

const between = '\n\n';

export const joinPieces = (pieces: readonly Piece[]): SlackMessage => ({
  text: pieces
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join(between),
  blocks: pieces.flatMap(({ blocks }) => blocks),
});

type Size = typeof room;

const sizeOf = ({ text, blocks }: Piece): Size => ({
  text: text.length + between.length,
  json: JSON.stringify(blocks).length,
  blocks: blocks.length,
});
const sum = (sizes: readonly Size[]): Size =>
  sizes.reduce((a, b) => ({ text: a.text + b.text, json: a.json + b.json, blocks: a.blocks + b.blocks }), {
    text: 0,
    json: 0,
    blocks: 0,
  });
const fits = ({ text, json, blocks }: Size) =>
  text <= room.text && json <= room.json && blocks <= room.blocks;

/** As few messages as hold all pieces in order; more than one say which part they are. */
export function pack(pieces: readonly Piece[]): SlackMessage[] {
  const parts: Piece[][] = [];
  let filled = sum([]);
  const add = (group: readonly Piece[]) => {
    const size = sum(group.map(sizeOf));
    const together = sum([filled, size]);
    if (parts.length > 0 && fits(together)) {
      parts.at(-1)!.push(...group);
      filled = together;
    } else if (fits(size) || group.length === 1) {
      parts.push([...group]);
      filled = size;
    } else {
      for (const piece of group) add([piece]);
    }
  };
  for (const group of keptTogether(pieces)) add(group);
  return parts.map((part, at) =>
    joinPieces(parts.length > 1 ? [partLabel(at + 1, parts.length), ...part] : part),
  );
}

/** Each piece that must not end a message, with what follows it. */
function keptTogether(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    if (group?.at(-1)?.keep) group.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

function partLabel(part: number, parts: number): Piece {
  const text = `Part ${part} of ${parts}`;
  return { blocks: [{ type: 'context', elements: [plainText(text)] }], text };
}

/** Buttons of one answer. Each is made for one person in one channel; where it does not fit it is left out. */
export interface Buttons {
  /** Undefined when this answer has no buttons of the kind, or when it would not fit. */
  make(action: Action, label: string, detail?: ButtonDetail): types.Button | undefined;
  /** What a button for another page or form does: in a public message it answers whoever presses it. */
  reads: 'run' | 'more';
}

interface ButtonDetail {
  /** What a screen reader says instead of the label. */
  spoken?: string;
  primary?: true;
}

/** No buttons at all, for where none could be pressed. */
export const noButtons: Buttons = { make: () => undefined, reads: 'run' };

export function createButtons(
  actions: ActionCodec,
  binding: Binding,
  kinds: readonly Action['kind'][],
  /** For whom the kinds are that are open to anyone where all can see the answer. */
  open: string,
  reads: Buttons['reads'] = 'run',
): Buttons {
  let count = 0;
  return {
    reads,
    make(action, label, { spoken, primary } = {}) {
      if (!kinds.includes(action.kind) || label.trim() === '' || label.length > limits.buttonText) return;
      const bound = isOpen(action.kind) ? { ...binding, person: open } : binding;
      const value = actions.encode(action, bound, limits.buttonValue);
      if (value === undefined || JSON.stringify(value).length > limits.buttonValue) return;
      count += 1;
      return {
        type: 'button',
        // Ids must differ within a message; the number says nothing else.
        action_id: `${action.kind}:${count}`,
        text: plainText(label),
        value,
        ...(spoken && spoken.length <= limits.accessibilityLabel && { accessibility_label: spoken }),
        ...(primary && { style: 'primary' }),
      };
    },
  };
}

/** Ends the id of a button whose answer is posted below instead of in place of the message. */
export const belowMark = '+';

/** The id of the button that leads to an answer's messages from this one on, counted from 0. */
export const restId = (kind: string, from: number) => `${kind}:1>${from}`;

/** 0 for every other button. */
export const restFrom = (id: string): number => Number(/>(\d{1,4})$/.exec(id)?.[1] ?? 0);

/** The same blocks with other ids on their buttons; ids must differ within a message or view. */
export function mapActionIds(blocks: readonly Block[], change: (id: string) => string): Block[] {
  return blocks.map((block): Block => {
    if (block.type === 'actions')
      return { ...block, elements: block.elements.map((element) => changeIds(element, change)) };
    if (block.type === 'section' && block.accessory)
      return { ...block, accessory: changeIds(block.accessory, change) };
    return block;
  });
}

const changeIds = <T extends object>(element: T, change: (id: string) => string): T =>
  'action_id' in element && typeof element.action_id === 'string'
    ? { ...element, action_id: change(element.action_id) }
    : element;

/** One plain sentence as a message. */
export const sentence = (text: string): SlackMessage => pack(richPieces([[textRun(text)]]))[0]!;

export const hasPicture = ({ blocks }: SlackMessage): boolean => blocks.some(({ type }) => type === 'image');

/** The same message without its pictures, and the reason in their place; their tables are in it already. */
export function withoutPictures({ text, blocks }: SlackMessage, why: string): SlackMessage {
  const reason: Block = { type: 'context', elements: [plainText(noPicture(why))] };
  return {
    text: `${text}${between}${noPicture(why)}`,
    blocks: blocks.map((block) => (block.type === 'image' ? reason : block)),
  };
}
