import type { types } from '@slack/bolt';
import { type Mention, mentionOf, nameInWords } from '../../../domain/answer/named.ts';
import type { Span } from '../../../domain/reply.ts';
import { linkLabel } from '../../../domain/text.ts';
import { limits } from '../limits.ts';
import { clean, escapeMrkdwn, escapeUrl, isPlain, linkable } from './escape.ts';

/** A run of lines in one block stays below `limits.blockText`, and its JSON leaves room for company. */
const mostInBlock = { spoken: limits.blockText - 200, json: 6000 };

interface Size {
  spoken: number;
  json: number;
}

const sizeOf = (line: Line): Size => ({
  spoken: toSpoken(line).length,
  json: JSON.stringify(toRich(line)).length,
});
const fits = ({ spoken, json }: Size) => spoken <= mostInBlock.spoken && json <= mostInBlock.json;

/** Cuts a line that is too long for one block into several; the words of each go on in the next. */
function splitLine(line: Line): Line[] {
  if (fits(sizeOf(line))) return [line];
  const lines: Line[] = [];
  let current: Line = [];
  for (const piece of line.flatMap(splitRun)) {
    const longer = append(current, piece);
    if (current.length > 0 && !fits(sizeOf(longer))) {
      lines.push(current);
      current = [piece];
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}

function append(line: Line, next: Run): Line {
  const last = line.at(-1);
  if (
    !last ||
    mentionOf(next) ||
    last.style !== next.style ||
    last.href !== next.href ||
    last.silent !== next.silent
  )
    return [...line, next];
  return [...line.slice(0, -1), { ...last, text: last.text + next.text }];
}

/** At most this many characters a piece: even if each had to be escaped at its longest, the piece still fits. */
const pieceLength = 220;

function splitRun(whole: Run): Run[] {
  if (whole.text.length <= pieceLength) return [whole];
  return cut(whole.text).map((text) => ({ ...whole, text }));
}

/** Cuts after a space where there is one, and never inside a character. */
function cut(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > pieceLength) {
    const space = rest.lastIndexOf(' ', pieceLength - 1);
    let end = space > pieceLength / 2 ? space + 1 : pieceLength;
    if (/[\udc00-\udfff]/.test(rest.charAt(end)) && /[\ud800-\udbff]/.test(rest.charAt(end - 1))) end -= 1;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

/** No less than what measuring would find: escaping makes a character at most six, of a plain text two. */
const roughly = (lines: readonly Line[]) =>
  lines.reduce((sum, line) => line.reduce((all, run) => all + roughlyRun(run), sum + 60), 0);

const roughlyRun = ({ text, href = '' }: Run) => text.length * (isPlain(text) ? 2 : 6) + href.length * 5 + 90;

/** Lines gathered so that each group fits one block. */
export function groupLines(lines: readonly Line[]): Line[][] {
  if (roughly(lines) <= mostInBlock.spoken) return lines.length > 0 ? [[...lines]] : [];
  const groups: Line[][] = [];
  let size: Size = { spoken: 0, json: 0 };
  for (const line of lines.flatMap(splitLine)) {
    const own = sizeOf(line);
    const together = { spoken: size.spoken + own.spoken + 1, json: size.json + own.json + 30 };
    const group = groups.at(-1);
    if (group && fits(together)) {
      group.push(line);
      size = together;
    } else {
      groups.push([line]);
      size = own;
    }
  }
  return groups;
}

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

function richBlock(lines: readonly Line[], look: 'plain' | 'quote' | 'list'): Block {
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

/** A run of text with one look; `href` has passed `linkable`. */
export interface Run {
  text: string;
  style?: NonNullable<Span['style']>;
  href?: string;
  /** The link is spoken elsewhere in the message: hearing it twice helps nobody. */
  silent?: true;
}
export type Line = Run[];

export const textRun = (text: string, style?: Run['style']): Run => (style ? { text, style } : { text });

/** Spans as a line; an address that cannot be a link follows its text in words, so that it is not lost. */
export function lineOf(spans: readonly Span[]): Line {
  return spans.flatMap((span) => {
    const { text, style, href } = span;
    const named = mentionOf(span);
    if (named) return namedRuns(span, named);
    const safe = linkable(href);
    const shown = shownAs(span, safe);
    const silent = safe !== undefined && /^\[\d+\]$/.test(text);
    const run = { text: clean(shown), ...(style && { style }), ...(safe && { href: safe }) };
    return shown === '' ? [] : [{ ...run, ...(silent && { silent }) }];
  });
}

/** One of Slack itself by its name there; one of another platform in words. */
function namedRuns(span: Span, { platform, direct }: Mention): Line {
  if (platform !== 'slack') return [{ text: clean(nameInWords(span)) }];
  return [...(direct ? [textRun('direct messages with ')] : []), textRun(span.text, span.style)];
}

function shownAs({ text, style, href }: Span, safe: string | undefined): string {
  if (style === 'person' || style === 'channel') return nameInWords({ text, style });
  if (href === undefined) return text;
  if (safe === undefined) return `${text} (${href})`;
  return text === '' ? href : linkLabel(text, safe);
}

/** As rich_text elements: literal text, never parsed, so nothing in it can mention, link or format. */
function toRich(line: Line): types.RichTextElement[] {
  return line
    .filter(({ text }) => text !== '')
    .map((piece) => {
      const { text, style, href } = piece;
      const mention = slackMention(piece);
      if (mention) return mentionElements[mention.kind](mention.id);
      const look = richStyle(style);
      if (href === undefined) return { type: 'text', text, ...look };
      return { type: 'link', url: href, text, ...look };
    });
}

/** Somebody or something of Slack; undefined for other runs. */
const slackMention = (piece: Run) => {
  const mention = mentionOf(piece);
  return mention?.platform === 'slack' ? mention : undefined;
};

const mentionElements = {
  user: (id: string): types.RichTextElement => ({ type: 'user', user_id: id }),
  group: (id: string): types.RichTextElement => ({ type: 'usergroup', usergroup_id: id }),
  channel: (id: string): types.RichTextElement => ({ type: 'channel', channel_id: id }),
};

const mentionMarks = {
  user: (id: string) => `<@${id}>`,
  group: (id: string) => `<!subteam^${id}>`,
  channel: (id: string) => `<#${id}>`,
};

function richStyle(style: Run['style']) {
  switch (style) {
    case 'strong':
    case 'mark':
      return { style: { bold: true } };
    case 'emphasis':
      return { style: { italic: true } };
    case 'gone':
      return { style: { strike: true } };
    case 'code':
      return { style: { code: true } };
    case 'person':
    case 'channel':
    case undefined:
      return {};
  }
}

/** As the top-level text says it: plain words, with each address after what it belongs to. */
export const toSpoken = (line: Line) =>
  line
    .map((piece) => {
      const { text, href, silent, style } = piece;
      const mention = slackMention(piece);
      if (mention) return mentionMarks[mention.kind](mention.id);
      const words = style === 'gone' ? struck(text) : escapeMrkdwn(text);
      return href === undefined || silent ? words : `${words} <${escapeUrl(href)}>`;
    })
    .join('');

/** The only style without which the words would say the opposite. A mark beside a blank shows as it is. */
const struck = (text: string) => text.replace(/\S(?:.*\S)?/su, (words) => `~${escapeMrkdwn(words)}~`);

/** As mrkdwn for small print, the only place where a context block can hold a link. */
const toMrkdwn = (line: Line) =>
  line
    .map((piece) => {
      const { text, href } = piece;
      const mention = slackMention(piece);
      if (mention) return mentionMarks[mention.kind](mention.id);
      const words = escapeMrkdwn(text);
      if (href === undefined || text.trim() === '') return words;
      return `<${escapeUrl(href)}|${words.replace(/\n/g, ' ')}>`;
    })
    .join('');
