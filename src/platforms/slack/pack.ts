import { limits } from './limits.ts';
import { type Block, type Piece, plainText } from './piece.ts';

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

export const joined = (pieces: readonly Piece[]): SlackMessage => ({
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
    joined(parts.length > 1 ? [partLabel(at + 1, parts.length), ...part] : part),
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
