import type { types } from '@slack/bolt';
import { clean } from './escape.ts';
import { type Line, toMrkdwn, toRich, toSpoken } from './line.ts';
import { groupLines } from './split-line.ts';

export type Block = types.KnownBlock;

/** The least that a message may be divided into: blocks, and the same said in words. */
export interface Piece {
  blocks: Block[];
  text: string;
  /** A heading, or the beginning of an entry: it would make no sense as the last of a message. */
  keep?: true;
}

const spoken = (lines: readonly Line[]) => lines.map(toSpoken).join('\n');

const newline = { type: 'text', text: '\n' } as const;

const section = (lines: readonly Line[]): types.RichTextSection => ({
  type: 'rich_text_section',
  elements: lines.flatMap((line, at) => [...(at > 0 ? [newline] : []), ...toRich(line)]),
});

export function richBlock(lines: readonly Line[], look: 'plain' | 'quote' | 'list'): Block {
  switch (look) {
    case 'plain':
      return { type: 'rich_text', elements: [section(lines)] };
    case 'quote':
      return {
        type: 'rich_text',
        elements: [{ type: 'rich_text_quote', elements: section(lines).elements }],
      };
    case 'list':
      return {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_list', style: 'bullet', elements: lines.map((line) => section([line])) },
        ],
      };
  }
}

/** Slack refuses an empty element, so lines without a visible word are left out. */
const visible = (lines: readonly Line[]) =>
  lines.filter((line) => line.some(({ text }) => text.trim() !== ''));

/** Lines at full size; what does not fit one block goes on in the next. */
export function richPieces(lines: readonly Line[], look: 'plain' | 'quote' | 'list' = 'plain'): Piece[] {
  const mark = look === 'list' ? '• ' : '';
  return groupLines(visible(lines)).map((group) => ({
    blocks: [richBlock(group, look)],
    text: group.map((line) => `${mark}${toSpoken(line)}`).join('\n'),
  }));
}

/** Lines in small print, with links. */
export function smallPieces(lines: readonly Line[]): Piece[] {
  return groupLines(visible(lines)).map((group) => ({
    blocks: [
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: group.map(toMrkdwn).join('\n'), verbatim: true }],
      },
    ],
    text: spoken(group),
  }));
}

export const plainText = (text: string): types.PlainTextElement => ({
  type: 'plain_text',
  text: clean(text),
  emoji: false,
});
