import { assertNever } from '../../domain/assert-never.ts';
import type { Choice, Reply, Block as ReplyBlock } from '../../domain/reply.ts';
import type { Buttons } from './buttons.ts';
import { entryPieces } from './entry-pieces.ts';
import { clean } from './escape.ts';
import { limits } from './limits.ts';
import { lineOf, run, toSpoken } from './line.ts';
import { type Block, type Piece, plainText, richPieces } from './piece.ts';
import { groupLines } from './split-line.ts';

/** How each kind of block looks in Slack, and how it is said. */
export function blockPieces(block: ReplyBlock, reply: Reply, buttons: Buttons): Piece[] {
  switch (block.type) {
    case 'heading':
      return heading(clean(block.text), block.level);
    case 'text':
      return richPieces([lineOf(block.spans)]);
    case 'list':
      return richPieces(block.items.map(lineOf), 'list');
    case 'fields':
      return richPieces(
        block.items.map(({ label, value }) => [run(`${clean(label)}: `, 'strong'), ...lineOf(value)]),
      );
    case 'entries':
      return block.items.flatMap((item) => entryPieces(item, reply, buttons));
    case 'notice':
      return richPieces([[...noticeMark[block.tone], ...lineOf(block.spans)]], 'quote');
    case 'code':
      return codePieces(block.text);
    case 'choices':
      return choices(clean(block.prompt), block.options, buttons);
    default:
      return assertNever(block);
  }
}

/** A bar at the left, a sign and a word: told apart without colour, and by ear. */
const noticeMark = {
  info: [run('ℹ️ ')],
  gap: [run('📭 '), run('Coverage: ', 'strong')],
  warning: [run('⚠️ '), run('Take care: ', 'strong')],
};

function heading(text: string, level: 1 | 2): Piece[] {
  if (text.trim() === '') return [];
  if (level === 2 || text.length > limits.headerText || text.includes('\n'))
    return richPieces([[run(text, 'strong')]]).map((piece) => ({ ...piece, keep: true }));
  return [{ blocks: [{ type: 'header', text: plainText(text) }], text: toSpoken([run(text)]), keep: true }];
}

/** As it stands, to be copied; what does not fit one block goes on in the next. */
function codePieces(text: string): Piece[] {
  const lines = clean(text.trimEnd())
    .split('\n')
    .map((line) => [run(line)]);
  return groupLines(lines).flatMap((group) => {
    const shown = group.map((line) => line.map((part) => part.text).join('')).join('\n');
    if (shown.trim() === '') return [];
    const elements = [{ type: 'text' as const, text: shown }];
    const block: Block = { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements }] };
    return [{ blocks: [block], text: group.map(toSpoken).join('\n') }];
  });
}

function choices(prompt: string, options: readonly Choice[], buttons: Buttons): Piece[] {
  const made = options.map((option) => ({ option, button: choiceButton(option, buttons) }));
  const typed = made.filter(({ button }) => !button).map(({ option }) => option);
  const pressed = made.flatMap(({ button, option }) => (button ? [{ button, option }] : []));
  const rows: Piece[] = [];
  for (let at = 0; at < pressed.length; at += choicesARow) {
    const row = pressed.slice(at, at + choicesARow);
    const block: Block = { type: 'actions', elements: row.map(({ button }) => button) };
    rows.push({ blocks: [block], text: row.map(({ option }) => choiceText(option)).join('\n') });
  }
  const lines = typed.map(({ label, command }) => [run(`${clean(label)}: `), run(clean(command), 'code')]);
  return [
    ...richPieces([[run(prompt)]]).map((piece): Piece => ({ ...piece, keep: true })),
    ...rows,
    // A choice that fits no button is shown as the line to type.
    ...richPieces(lines, 'list'),
  ];
}

const choiceButton = (option: Choice, buttons: Buttons) =>
  choiceText(option).length <= choiceLength
    ? buttons.make({ kind: 'run', text: option.command }, option.label)
    : undefined;

/** Together, few and short enough that a row of buttons stays within what one message may say. */
const choiceLength = 600;
const choicesARow = 5;

const choiceText = ({ label, command }: Choice) =>
  `• ${toSpoken([run(`${clean(label)}: `), run(clean(command))])}`;
