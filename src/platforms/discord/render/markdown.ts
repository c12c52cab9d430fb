import { type Mention, mentionOf, nameInWords } from '../../../domain/answer/named.ts';
import type { Span } from '../../../domain/reply.ts';
import { linkLabel } from '../../../domain/text.ts';
import { limits } from '../limits.ts';

/** The markdown of spans in lines of at most `max`, cut between words where there are any. */
export function markdownLines(given: readonly Span[], max: number): string[] {
  const spans = honestLinks(given);
  const whole = spansToMarkdown(spans);
  // Nearly every line fits, and then nothing need be measured piece by piece.
  return whole.length <= max ? [whole] : splitSpans(spans, max).map(spansToMarkdown);
}

function splitSpans(spans: readonly Span[], max: number): Span[][] {
  const lines: Span[][] = [];
  let line: Span[] = [];
  const close = () => {
    if (line.length > 0) lines.push(line);
    line = [];
  };
  for (const span of spans) {
    let rest = span.text;
    while (rest) {
      const room = max - spansToMarkdown(line).length - 1;
      const head = fitting(rest, span, room);
      if (head === '' && line.length > 0) {
        close();
        continue;
      }
      // Even alone it does not fit only when its address is longer than a line; then a character goes by itself.
      const taken = head || [...rest][0]!;
      line.push({ ...span, text: taken });
      rest = rest.slice(taken.length);
      if (rest) close();
    }
  }
  close();
  return lines;
}

/** The longest start of `text` that fits into `room`, ending after a space where it can. */
function fitting(text: string, span: Span, room: number): string {
  const fits = (length: number) => spansToMarkdown([{ ...span, text: text.slice(0, length) }]).length <= room;
  if (fits(text.length)) return text;
  let [low, high] = [0, Math.min(text.length, Math.max(room, 0))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  const space = text.lastIndexOf(' ', low - 1);
  const end = space > low / 2 ? space + 1 : low;
  // Never between the halves of a character.
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? text.slice(0, end - 1) : text.slice(0, end);
}

/** Lines as their author broke them; blank ones are dropped. */
export function splitAtLineBreaks(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    cleanText(span.text)
      .split('\n')
      .forEach((text, index) => {
        if (index > 0) lines.push([]);
        if (text) lines.at(-1)!.push({ ...span, text });
      });
  }
  return lines.filter((line) => line.some((span) => span.text.trim()));
}

const delimiters = { strong: '**', emphasis: '*', mark: '__', gone: '~~' } as const;

/** Joins neighbours of two styles without their marks running into each other. */
const seam = '\u200b';

/**
 * A label that is itself an address of elsewhere says where its link leads. What cannot be a link is still a source:
 * its address stands beside it in words.
 */
function honestLinks(spans: readonly Span[]): Span[] {
  return spans.flatMap(unbracketed).flatMap((span) => {
    const { href, ...words } = span;
    if (href === undefined || !oneLine(span.text).trim()) return [span];
    if (!safeAddress(href, limits.address.max)) return [words, { text: ` (${href})` }];
    return [{ ...span, text: linkLabel(cleanText(span.text), href) }];
  });
}

/** Discord reads no brackets in the label of a link, so they stand around it. */
function unbracketed(span: Span): Span[] {
  const n = span.href && /^\[(\d+)\]$/.exec(span.text)?.[1];
  return n ? [{ text: '[' }, { ...span, text: n }, { text: ']' }] : [span];
}

/** One line of Discord markdown that shows the spans' texts and nothing else. */
function spansToMarkdown(spans: readonly Span[]): string {
  let line = '';
  for (const span of spans) {
    const next = spanToMarkdown(span);
    const touching = /[*_`]$/.test(line) && /^[*_`]/.test(next);
    line += touching ? seam + next : next;
  }
  return line;
}

function spanToMarkdown(span: Span): string {
  const { text, style, href } = span;
  const mention = mentionOf(span);
  if (mention) return named(span, mention);
  const flat = oneLine(text);
  const core = flat.trim();
  if (!core) return flat;
  // Marks beside a space are shown as they are, so spaces stay outside.
  const [before, after] = [flat.slice(0, flat.indexOf(core)), flat.slice(flat.indexOf(core) + core.length)];
  return before + linked(core, style, href) + after;
}

const marks = { user: '<@', group: '<@&', channel: '<#' };

/** One of Discord itself by its name there, without a ping: no message allows mentions. */
function named(span: Span, { platform, kind, id, direct }: Mention): string {
  if (platform !== 'discord') return escapeText(nameInWords(span));
  return `${direct ? 'direct messages with ' : ''}${marks[kind]}${id}>`;
}

function linked(core: string, style: Span['style'], href: string | undefined): string {
  if (href === undefined) return styled(core, style);
  const address = safeAddress(href, limits.address.max);
  if (!address) return styled(core, style);
  // A bracket in the label, even escaped, can end it early in some clients.
  const label = core.replaceAll('[', '(').replaceAll(']', ')');
  return `[${styled(label, style === 'code' ? undefined : style)}](<${address}>)`;
}

function styled(core: string, style: Span['style']): string {
  if (style === undefined) return escapeText(core);
  // Nothing can be escaped inside code, so a text with a backtick cannot be code.
  if (style === 'code') return core.includes('`') ? escapeText(core) : `\`${core}\``;
  if (style === 'person' || style === 'channel') return escapeText(nameInWords({ text: core, style }));
  return delimiters[style] + escapeText(core) + delimiters[style];
}

/** Overrides of writing direction, and marks that nobody sees, could make a text read as another. */
const hiddenMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\u200b\ufeff]/g;

/** Text without what no reader should be shown: control characters, direction overrides, broken surrogates. */
export function cleanText(text: string): string {
  if (/^[ -~\n]*$/.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(hiddenMarks, '')
    .replace(/(?!\n)\p{Cc}/gu, ' ');
}

export function oneLine(text: string): string {
  return cleanText(text).replaceAll('\n', ' ');
}

/** Whatever `escapeText` may change something about; most text has nothing of it. */
const special = /[\\*_~`|<>[\]@:]|discord|^\s*[-+#.)\d]/i;

/**
 * Makes one line of text show in Discord exactly as it reads: no styling, heading, list or quote, no mention, time,
 * command or emoji, no link that it makes by itself. Discord drops a backslash before any ASCII punctuation.
 */
export function escapeText(text: string): string {
  if (!special.test(text)) return text;
  return (
    text
      .replace(/[\\*_~`|<>[\]@]/g, '\\$&')
      // Addresses and :emoji: need a colon that touches the next letter; `10: three` stays as it is.
      .replace(/:(?=\S)/g, '\\:')
      // An invitation is recognised even without https://.
      .replace(/(discord(?:app)?)\.(?=\w)/gi, '$1\\.')
      // Headings, lists, small print. A text may follow an empty one, so every start counts as the line's start.
      .replace(/^(\s*)([-+#.)])/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/, '$1\\$2')
  );
}

/**
 * An address that cannot break out of `[label](<address>)`; undefined for one that must not be linked: not http,
 * with credentials, or longer than `max`.
 */
export function safeAddress(address: string, max: number): string | undefined {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  const text = url.href.replace(/[()<>|`\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return text.length <= max ? text : undefined;
}

/** A line before it is Discord's: what stands before the text, and before what is carried over to the next line. */
export interface Line {
  prefix: string;
  carried: string;
  spans: Span[];
}

export function plainLine(spans: Span[]): Line {
  return { prefix: '', carried: '', spans };
}

/** Small print: Discord's subtext. */
export function smallLine(spans: Span[]): Line {
  return { prefix: '-# ', carried: '-# ', spans };
}
