import measure from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { monthNames } from '../../domain/dates/day.ts';
import type { Span } from '../../domain/reply.ts';
import { hyperlink, type InkRole, type Paper, safeAddress } from './capabilities.ts';

const controlSequence = String.raw`(?:\u{1B}\[|\u{9B})[0-?]*[ -\/]*[@-~]`;
const commandString = String.raw`(?:\u{1B}[\]P_^X]|[\u{9D}\u{90}\u{9E}\u{9F}])[^\u{7}\u{1B}\u{90}\u{9C}-\u{9F}]*(?:\u{7}|\u{1B}\\|\u{9C})`;
/** Whole sequences go, so that pasted colour leaves no litter. Node's own pattern is quadratic on hostile text. */
const sequence = new RegExp(`${controlSequence}|${commandString}`, 'gu');

/** Four marks on a letter are more than any living script stacks; beyond that text climbs over its neighbours. */
const pileOfMarks = /(\p{M}{4})\p{M}+/gu;

/** The longest emoji in use, a kiss with two skin tones, has ten code points. */
const maxClusterPoints = 16;

/** Joiners and variation selectors that make one emoji of several characters. */
const inEmoji = String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}])\u{200D}(?=\p{Extended_Pictographic})|(?<=[\p{Extended_Pictographic}0-9#*])[\u{FE0E}\u{FE0F}]`;
/** Joiners that decide the shape of letters, as in Persian and Hindi. */
const inWords = String.raw`(?<=[\p{scx=Arabic}\p{scx=Devanagari}])[\u{200C}\u{200D}](?=[\p{scx=Arabic}\p{scx=Devanagari}])`;
/** Everything invisible; what may stay is in the group. */
const invisible = new RegExp(
  `(${inEmoji}|${inWords})|[\\p{Default_Ignorable_Code_Point}\\p{Cf}\\p{Cc}]`,
  'gv',
);

/** Everything beyond Latin, Greek, Cyrillic and punctuation can form clusters of any length. */
const mayCluster = /[\u{530}-\u{1DFF}\u{2070}-\u{10FFFF}]/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * One line of text that shows what it says and does nothing else: no control characters or escape sequences, no
 * line breaks, nothing that reorders, hides or piles up. Runs of spaces become one; the ends are not trimmed,
 * since a span may end in the space before the next.
 */
export function cleanText(text: string): string {
  const visible = text
    .replace(sequence, '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\u{202F}]/gu, '\u00a0')
    .replace(/[[\s\u{85}\u{2800}]--[\u{A0}\u{FEFF}]]/gv, ' ')
    .replace(invisible, '$1')
    .replace(/[\p{Co}\p{Cn}]/gu, '\ufffd')
    .replace(pileOfMarks, '$1')
    .replace(/[ \u{A0}]{2,}/gu, ' ');
  return mayCluster.test(visible) ? cutClusters(visible) : visible;
}

/** A line of a text as it was typed or pasted: its blanks are part of what it says, as in YAML and in tables. */
export const cleanTyped = (line: string): string =>
  line
    .replace(sequence, '')
    .split(/([ \t]+)/)
    .map((part) => (/^[ \t]*$/.test(part) ? part : cleanText(part)))
    .join('');

/** Text to be copied, made clean line by line: its line breaks and blanks are part of what it says. */
function cleanCode(text: string): string {
  const clean = (part: string) => (part.trim() === '' ? part.replace(/[^ ]/g, ' ') : cleanText(part));
  const lines = text.trimEnd().split(/\r?\n/);
  return lines
    .map((line) =>
      line
        .split(/( {2,})/)
        .map(clean)
        .join(''),
    )
    .join('\n');
}

/** Every text of a document made clean, whatever its shape: a field added later cannot be forgotten here. */
export function cleanAll<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) return value.map(cleanAll) as T;
  if (value === null || typeof value !== 'object') return value;
  if ('type' in value && value.type === 'code' && 'text' in value)
    return { ...value, text: cleanCode(String(value.text)) };
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, cleanAll(held)])) as T;
}

/** A cluster takes one place on a line, so an endless one could not be wrapped. What is cut is seen to be cut. */
function cutClusters(text: string): string {
  let cut = '';
  for (const { segment } of segmenter.segment(text)) {
    const points = Array.from(segment);
    cut += points.length > maxClusterPoints ? `${points.slice(0, maxClusterPoints).join('')}\ufffd` : segment;
  }
  return cut;
}

/** Spans as one painted text. `base` is what unmarked words look like. */
export function paintSpans(spans: readonly Span[], paper: Paper, base: InkRole = 'plain'): string {
  return spans.map((span) => paintSpan(span, paper, base)).join('');
}

/** Addresses that the spans lead to and that the reader would not see otherwise. */
export function hiddenAddresses(spans: readonly Span[], paper: Paper): string[] {
  if (paper.links) return [];
  return spans.flatMap((span) => {
    const address = span.href === undefined ? undefined : safeAddress(span.href);
    return address === undefined || span.text.includes(address) ? [] : [address];
  });
}

/** One address, alone on its line and never broken, so that it can be copied or clicked. */
export function addressLine(indent: number, address: string, paper: Paper): string {
  return `${' '.repeat(indent)}${paper.ink(address, 'faint')}`;
}

function paintSpan(span: Span, paper: Paper, base: InkRole): string {
  // Without colour a matched word is shown the way people stress one in plain mail, and a struck one as in a diff.
  const sign = paper.colour ? undefined : { mark: '*$&*', gone: '[-$&-]', none: undefined }[signOf(span)];
  const bare = sign ? span.text.replace(/\S(.*\S)?/u, sign) : span.text;
  const painted = paper.ink(bare, base, span.style ?? 'plain');
  const address =
    span.href !== undefined && paper.links && span.text.trim() ? safeAddress(span.href) : undefined;
  return address === undefined ? painted : hyperlink(painted, address);
}

const signOf = ({ style }: Span) => (style === 'mark' || style === 'gone' ? style : 'none');

/** Everything but headings stands this far in, so that no answer can look like the prompt or a heading. */
export const margin = 2;

/** Fewer columns than this beside a long prefix: the text starts on the next line instead. */
const leastBeside = 16;

/**
 * `text` wrapped to `width`, the first line beginning with `prefix`, the others at column `indent`. A prefix
 * shorter than the indent is padded to it; a longer one pushes the text on, or stands above it.
 */
export function hang(prefix: string, indent: number, text: string, width: number): string[] {
  const room = width - indent;
  const lead = stringWidth(prefix) - indent;
  if (lead <= 0) return paragraph(text, room).map((line, index) => at(indent, line, index ? '' : prefix));
  const beside = lead <= room - leastBeside ? pushedOn(prefix, lead, indent, text, room) : undefined;
  if (beside) return beside;
  const above = paragraph(prefix.trim(), width - margin).map((line) => at(margin, line));
  return [...above, ...paragraph(text, room).map((line) => at(indent, line))];
}

/** `text` wrapped with every line at column `indent`. */
export function indented(indent: number, text: string, width: number): string[] {
  return hang('', indent, text, width);
}

/** wrap-ansi knows one width only: a word that nobody sees keeps the place of a prefix longer than the indent. */
function pushedOn(prefix: string, lead: number, indent: number, text: string, room: number) {
  // A place of one column would be a lone space, which wrapping takes away.
  if (lead === 1) return pushedOn(`${prefix} `, 2, indent, text, room);
  const keeper = 'x'.repeat(lead - 1);
  const [first = '', ...rest] = wrap(`${keeper} ${text}`, room);
  if (!allWithin([first, ...rest], room)) return undefined;
  const beside = first.slice(keeper.length).replace(/^ /u, '');
  return [`${prefix}${beside}`.trimEnd(), ...rest.map((line) => at(indent, line))];
}

/**
 * wrap-ansi may measure rare scripts as narrower than they are: whatever comes out too wide is wrapped again to
 * fewer columns. It always ends: at one column every cluster stands alone, and `cleanText` bounds clusters.
 */
function paragraph(text: string, room: number, columns = room): string[] {
  const lines = wrap(text, columns);
  return columns === 1 || allWithin(lines, room) ? lines : paragraph(text, room, Math.ceil(columns / 2));
}

/** Emoji alone in their place: flags, and what is drawn in colour by itself or by a variation selector. */
const emoji =
  /(?<![\u{200D}\p{Regional_Indicator}])(?:(?:\p{Regional_Indicator}{2})+|\p{Emoji}\u{FE0F}|[[\p{Emoji_Presentation}&&[\u{10000}-\u{10FFFF}]]--[\p{Regional_Indicator}\p{Emoji_Modifier}]])(?![\p{M}\p{Cf}\p{Emoji_Modifier}\p{Regional_Indicator}])/gv;

/** As wide as an emoji, and never in a text: `cleanText` replaces what no version of Unicode has given a meaning. */
const wide = '\u{FAFF}';

/**
 * A text of the same width without the commonest emoji, and how to put them back. Measuring an emoji reads an
 * expression of thousands of sequences first, which takes longer than writing the whole answer.
 */
function withoutEmoji(text: string): { text: string; restore(text: string): string } {
  if (!mayCluster.test(text) || text.includes(wide)) return { text, restore: (same) => same };
  const taken: string[] = [];
  const stand = (found: string) => {
    const each = found.match(/\p{Regional_Indicator}{2}/gu) ?? [found];
    taken.push(...each);
    return wide.repeat(each.length);
  };
  const plain = text.replace(emoji, stand);
  let next = 0;
  return { text: plain, restore: (changed) => changed.replaceAll(wide, () => taken[next++] ?? '') };
}

/** Columns that a text takes. */
export const stringWidth = (text: string): number => measure(withoutEmoji(text).text);

/** A date stays on one line: its spaces do not break, and come out as the plain spaces that a search looks for. */
const date = new RegExp(`(?:(\\d{1,2}) )?(${monthNames.join('|')}) (\\d{4})`, 'g');

function wrap(text: string, columns: number): string[] {
  const glued = text.replace(date, (found) => found.replaceAll(' ', '\u00a0'));
  const plain = withoutEmoji(glued);
  const wrapped = plain.restore(wrapAnsi(plain.text, columns, { hard: true }));
  return wrapped.replaceAll('\u00a0', ' ').split('\n');
}

function allWithin(lines: readonly string[], room: number): boolean {
  return lines.every((line) => stringWidth(line) <= room);
}

function at(indent: number, line: string, prefix = ''): string {
  return `${prefix}${' '.repeat(indent - stringWidth(prefix))}${line}`.trimEnd();
}
