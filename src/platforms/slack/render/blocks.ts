import type { types } from '@slack/bolt';
import { noPicture, type Picture, type Shown, tableLines } from '../../../domain/answer/picture.ts';
import { assertNever } from '../../../domain/errors.ts';
import {
  type Choice,
  makersOf,
  type Paging,
  type Reply,
  type Block as ReplyBlock,
  type ReplyCitation,
} from '../../../domain/reply.ts';
import { linkLabel } from '../../../domain/text.ts';
import { limits } from '../limits.ts';
import { entryPieces, rowPieces } from './entries.ts';
import { clean, linkable } from './escape.ts';
import {
  type Block,
  groupLines,
  type Line,
  lineOf,
  type Piece,
  plainText,
  richPieces,
  smallPieces,
  textRun,
  toSpoken,
} from './lines.ts';
import type { Buttons } from './message.ts';

/** How each kind of block looks in Slack, and how it is said. */
export function blockPieces(
  block: ReplyBlock,
  reply: Reply,
  buttons: Buttons,
  pictures: SlackPictures = new Map(),
): Piece[] {
  switch (block.type) {
    case 'heading':
      return heading(clean(block.text), block.level);
    case 'text':
      return richPieces([lineOf(block.spans)]);
    case 'list':
      return richPieces(block.items.map(lineOf), 'list');
    case 'fields':
      return richPieces(
        block.items.map(({ label, value }) => [textRun(`${clean(label)}: `, 'strong'), ...lineOf(value)]),
      );
    case 'entries':
      return reply.view === 'glance'
        ? rowPieces(block.items, reply.citations)
        : block.items.flatMap((item) => entryPieces(item, reply, buttons));
    case 'notice':
      return richPieces([[...noticeMark[block.tone], ...lineOf(block.spans)]], 'quote');
    case 'code':
      return codePieces(block.text);
    case 'picture':
      return [...picturePieces(block, pictures), ...codePieces(tableLines(block.table).join('\n'))];
    case 'choices':
      return choices(clean(block.prompt), block.options, buttons, reply.view !== undefined);
    default:
      return assertNever(block);
  }
}

/** A bar at the left, a sign and a word: told apart without colour, and by ear. */
const noticeMark = {
  info: [textRun('ℹ️ ')],
  gap: [textRun('📭 '), textRun('Coverage: ', 'strong')],
  warning: [textRun('⚠️ '), textRun('Take care: ', 'strong')],
};

function heading(text: string, level: 1 | 2): Piece[] {
  if (text.trim() === '') return [];
  if (level === 2 || text.length > limits.headerText || text.includes('\n'))
    return richPieces([[textRun(text, 'strong')]]).map((piece) => ({ ...piece, keep: true }));
  return [
    { blocks: [{ type: 'header', text: plainText(text) }], text: toSpoken([textRun(text)]), keep: true },
  ];
}

/** As it stands, to be copied; what does not fit one block goes on in the next. */
function codePieces(text: string): Piece[] {
  const lines = clean(text.trimEnd())
    .split('\n')
    .map((line) => [textRun(line)]);
  return groupLines(lines).flatMap((group) => {
    const shown = group.map((line) => line.map((part) => part.text).join('')).join('\n');
    if (shown.trim() === '') return [];
    const elements = [{ type: 'text' as const, text: shown }];
    const block: Block = { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements }] };
    return [{ blocks: [block], text: group.map(toSpoken).join('\n') }];
  });
}

/** Ids of the files that were uploaded for the pictures of an answer. */
export type SlackPictures = Shown<string>;

/** The table that follows has all that is heard of a picture; without a picture, why there is none. */
function picturePieces({ file, alt }: Picture, pictures: SlackPictures): Piece[] {
  const shown = pictures.get(file);
  if (!shown) return [];
  if ('failed' in shown) return smallPieces([[textRun(clean(noPicture(shown.failed)))]]);
  return [{ blocks: [{ type: 'image', slack_file: { id: shown.id }, alt_text: clean(alt) }], text: '' }];
}

/** `byLabel`: buttons without a prompt are heard by their labels alone. */
function choices(prompt: string, options: readonly Choice[], buttons: Buttons, byLabel: boolean): Piece[] {
  const made = options.map((option) => ({ option, button: choiceButton(option, buttons) }));
  const typed = made.filter(({ button }) => !button).map(({ option }) => option);
  const pressed = made.flatMap(({ button, option }) => (button ? [{ button, option }] : []));
  const rows: Piece[] = [];
  for (let at = 0; at < pressed.length; at += choicesARow) {
    const row = pressed.slice(at, at + choicesARow);
    const block: Block = { type: 'actions', elements: row.map(({ button }) => button) };
    const heard =
      prompt || !byLabel
        ? row.map(({ option }) => choiceText(option)).join('\n')
        : spokenRow(row.map(({ button }) => button));
    rows.push({ blocks: [block], text: heard });
  }
  const lines = typed.map(({ label, command }) => [
    textRun(`${clean(label)}: `),
    textRun(clean(command), 'code'),
  ]);
  return [
    ...richPieces([[textRun(prompt)]]).map((piece): Piece => ({ ...piece, keep: true })),
    ...rows,
    // A choice that fits no button is shown as the line to type.
    ...richPieces(lines, 'list'),
  ];
}

const choiceButton = (option: Choice, buttons: Buttons) =>
  choiceText(option).length <= choiceLength
    ? buttons.make({ kind: buttons.reads, text: option.command }, option.label)
    : undefined;

/** Together, few and short enough that a row of buttons stays within what one message may say. */
const choiceLength = 600;
const choicesARow = 5;

const choiceText = ({ label, command }: Choice) =>
  `• ${toSpoken([textRun(`${clean(label)}: `), textRun(clean(command))])}`;

/** What stands under an answer: sources in small print, where in the list we are, and the buttons. */
export function closingPieces(
  reply: Reply,
  line: string | undefined,
  note: string | undefined,
  buttons: Buttons,
) {
  const { previous, next } = reply.paging ?? {};
  const made: [string | undefined, types.Button | undefined][] = [
    [previous, previous ? buttons.make({ kind: buttons.reads, text: previous }, '‹ Previous') : undefined],
    [next, next ? buttons.make({ kind: buttons.reads, text: next }, 'Next ›') : undefined],
    [
      undefined,
      line && reply.outcome === 'ok'
        ? buttons.make({ kind: 'share', text: line }, 'Share to channel')
        : undefined,
    ],
  ];
  const elements = made.flatMap(([, button]) => (button ? [button] : []));
  const typed = made.flatMap(([command, button]): Line[] =>
    command !== undefined && !button ? [[textRun('To go on, type '), textRun(clean(command))]] : [],
  );
  const row: Piece[] =
    elements.length > 0 ? [{ blocks: [{ type: 'actions', elements }], text: spokenRow(elements) }] : [];
  return [
    ...smallPieces(reply.citations.map(citation)),
    ...smallPieces([...(reply.paging ? [pagingLine(reply.paging)] : []), ...typed]),
    ...smallPieces(note ? [[textRun(clean(note))]] : []),
    ...row,
  ];
}

function citation(cited: ReplyCitation): Line {
  const { n, title, publisher, date, at, url } = cited;
  const href = linkable(url);
  const label = title || url || publisher;
  const shown = clean(href ? linkLabel(label, href) : label);
  const rest = [...makersOf(cited), date, at]
    .filter((part): part is string => Boolean(part?.trim()))
    .map(clean);
  // An address that cannot be a link is shown in words: a source is never lost.
  const unlinked = url !== undefined && href === undefined ? [clean(url)] : [];
  return [
    textRun(`[${n}] `),
    { text: shown, ...(href && { href }) },
    ...[...rest, ...unlinked].map((part) => textRun(` · ${part}`)),
  ];
}

const pagingLine = ({ page, pages, total, unit }: Paging): Line => [
  textRun(`Page ${page} of ${pages} · ${total} ${clean(unit)}`),
];

const spokenRow = (elements: readonly types.Button[]) =>
  `Buttons: ${elements.map(({ text }) => text.text).join(', ')}`;
