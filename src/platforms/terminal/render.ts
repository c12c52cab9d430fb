import { tableLines } from '../../domain/answer/picture.ts';
import { assertNever } from '../../domain/errors.ts';
import {
  type Block,
  type Choice,
  makersOf,
  type Paging,
  type Reply,
  type ReplyCitation,
  type Span,
  shownIn,
} from '../../domain/reply.ts';
import {
  hyperlink,
  makeInk,
  type Paper,
  readableWidth,
  safeAddress,
  type TerminalSettings,
} from './capabilities.ts';
import { entriesLines, rowsLines } from './entry-lines.ts';
import {
  addressLine,
  cleanAll,
  hang,
  hiddenAddresses,
  indented,
  margin,
  paintSpans,
  stringWidth,
} from './text.ts';

/**
 * A reply as text for a terminal or a pipe, ending in a newline. No line is wider than `width` but those that hold
 * an address. All text in the reply is untrusted: the only escape sequences that come out are the renderer's own.
 */
export function renderText(reply: Reply, settings: TerminalSettings): string {
  const { blocks, citations, paging, view } = cleanAll(shownIn(reply));
  const { colour, links, unasked } = settings;
  const paper = { width: readableWidth(settings.width), colour, links, unasked, ink: makeInk(colour) };
  const lines = blocks.flatMap((block, index) => {
    const before = blocks.slice(0, index);
    const own =
      block.type === 'entries' && view === 'glance'
        ? rowsLines(block.items, reply.citations, paper)
        : blockLines(block, paper, choicesIn(before).length + 1);
    return [...(needsSpace(before.at(-1), block) ? [''] : []), ...own];
  });
  if (paging && paging.pages > 1) lines.push('', ...pagingLines(paging, paper));
  if (citations.length > 0) lines.push('', ...sourceLines(citations, paper));
  while (lines[0] === '') lines.shift();
  return `${lines.join('\n')}\n`;
}

/** A heading belongs to what follows it, and notices belong together; everything else stands apart. */
function needsSpace(above: Block | undefined, block: Block): boolean {
  if (!above || above.type === 'heading') return false;
  return !(above.type === 'notice' && block.type === 'notice');
}

/** A label takes at most a third of the line; a longer one pushes its own value on. */
const labelShare = 3;

const noticeWords = { info: 'Note', gap: 'Gap', warning: 'Warning' } as const;

/** A block as lines. Choices are numbered from `firstChoice`, so that a number is unique within a reply. */
function blockLines(block: Block, paper: Paper, firstChoice: number): string[] {
  const { ink, width } = paper;
  switch (block.type) {
    case 'heading':
      return headingLines(block.text, block.level, paper);
    case 'text':
      return [
        ...indented(margin, paintSpans(block.spans, paper), width),
        ...addresses(block.spans, margin, paper),
      ];
    case 'list':
      return block.items.flatMap((spans) => [
        ...hang(`${' '.repeat(margin)}${ink('•', 'faint')} `, margin + 2, paintSpans(spans, paper), width),
        ...addresses(spans, margin + 2, paper),
      ]);
    case 'fields':
      return fieldLines(block.items, paper);
    case 'entries':
      return entriesLines(block.items, paper);
    case 'notice': {
      // The word says what the colour says, for those who see none.
      const word = ink(`${noticeWords[block.tone]}:`, block.tone, 'strong');
      const prefix = `${' '.repeat(margin)}${word} `;
      return [
        ...hang(prefix, margin + 2, paintSpans(block.spans, paper), width),
        ...addresses(block.spans, margin + 2, paper),
      ];
    }
    case 'code':
      // Not wrapped: what is copied from here has to be whole.
      return block.text.split('\n').map((line) => `${' '.repeat(margin)}${line}`.trimEnd());
    case 'picture':
      return tableLines(block.table).map((line) => `${' '.repeat(margin)}${line}`.trimEnd());
    case 'choices':
      return choiceLines(block.prompt, block.options, paper, firstChoice);
    default:
      return assertNever(block);
  }
}

function headingLines(text: string, level: 1 | 2, { ink, width, colour }: Paper): string[] {
  const lines = indented(0, ink(text, level === 1 ? 'heading' : 'subheading'), width);
  if (level === 2 || colour) return lines;
  return [...lines, '─'.repeat(Math.max(...lines.map((line) => stringWidth(line))))];
}

function fieldLines(items: { label: string; value: Span[] }[], paper: Paper): string[] {
  const longest = Math.floor(paper.width / labelShare);
  const widths = items.map((item) => stringWidth(item.label)).filter((width) => width <= longest);
  const column = margin + Math.max(2, ...widths) + 2;
  return items.flatMap(({ label, value }) => [
    ...hang(
      `${' '.repeat(margin)}${paper.ink(label, 'label')}  `,
      column,
      paintSpans(value, paper),
      paper.width,
    ),
    ...addresses(value, column, paper),
  ]);
}

/** Labels and what they would run beside each other where all fit, the command beneath its label elsewhere. */
function choiceLines(prompt: string, options: Choice[], paper: Paper, first: number): string[] {
  const { ink, width, unasked } = paper;
  const digits = unasked ? 1 : String(first + options.length - 1).length;
  const indent = margin + digits + 2;
  const labelWidth = Math.max(0, ...options.map((option) => stringWidth(option.label)));
  const commandWidth = Math.max(0, ...options.map((option) => stringWidth(option.command)));
  const beside = indent + labelWidth + 2 + commandWidth <= width;
  const lines = options.flatMap(({ label, command }, index) => {
    const mark = unasked ? ink('•', 'faint') : ink(String(first + index).padStart(digits), 'number');
    const number = `${' '.repeat(margin)}${mark}  `;
    const pad = ' '.repeat(labelWidth - stringWidth(label) + 2);
    if (beside) return [`${number}${label}${pad}${ink(command, 'faint')}`.trimEnd()];
    return [...hang(number, indent, label, width), ...indented(indent + 2, ink(command, 'faint'), width)];
  });
  return [...(prompt ? indented(margin, ink(prompt, 'strong'), width) : []), ...lines];
}

function addresses(spans: readonly Span[], indent: number, paper: Paper): string[] {
  return hiddenAddresses(spans, paper).map((address) => addressLine(indent, address, paper));
}

/** All options of a reply in the order of their numbers: the first is 1, whatever block it stands in. */
export function choicesIn(blocks: readonly Block[]): Choice[] {
  return blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
}

/** The numbered sources under an answer, each with its address: behind the title, or on a line of its own. */
function sourceLines(citations: readonly ReplyCitation[], paper: Paper): string[] {
  const widest = Math.max(0, ...citations.map(({ n }) => `[${n}]`.length));
  const indent = margin + widest + 1;
  return [
    paper.ink('Sources', 'subheading'),
    ...citations.flatMap((citation) => oneSource(citation, indent, paper)),
  ];
}

/** `Page 1 of 4, 38 stops · next: /horn visits page:2`. */
function pagingLines(paging: Paging, { ink, width }: Paper): string[] {
  const { page, pages, total, unit, previous, next } = paging;
  const all = `${total.toLocaleString('en-GB')} ${unit}`;
  const where = `Page ${page} of ${pages}, ${all}`;
  const links = [
    next ? `${ink('next:', 'faint')} ${ink(next, 'code')}` : '',
    previous ? `${ink('previous:', 'faint')} ${ink(previous, 'code')}` : '',
  ].filter(Boolean);
  const dot = ink(' · ', 'faint');
  return hang(`${' '.repeat(margin)}${where}${links.length ? dot : ''}`, margin + 2, links.join(dot), width);
}

function oneSource(citation: ReplyCitation, indent: number, paper: Paper): string[] {
  const { ink, width } = paper;
  const address = citation.url === undefined ? undefined : safeAddress(citation.url);
  const title = ink(citation.title, 'emphasis');
  const linked = address !== undefined && paper.links ? hyperlink(title, address) : title;
  const details = [citation.date, citation.at].filter(Boolean).join(', ');
  const text = [...makersOf(citation), linked, details && ink(details, 'faint')]
    .filter(Boolean)
    .join(ink(' · ', 'faint'));
  const number = `${' '.repeat(margin)}${ink(`[${citation.n}]`, 'faint')} `;
  const lines = hang(number, indent, text, width);
  if (citation.url === undefined || linked !== title) return lines;
  if (address !== undefined) return [...lines, addressLine(indent, address, paper)];
  // Not an address that can be followed; it is shown as the text it is.
  return [...lines, ...indented(indent, ink(citation.url, 'faint'), width)];
}

/**
 * The reply as JSON. Characters that would act on a terminal when it is printed there, and that JSON allows bare,
 * are written as `\uXXXX`: parsing it gives the same reply.
 */
export function renderJson(reply: Reply): string {
  const json = JSON.stringify(reply, null, 2);
  const bare = /[\u{7F}-\u{9F}]|[[\p{Cf}\p{Zl}\p{Zp}]--[\u{200D}]]/gv;
  return `${json.replace(bare, escapeUnits)}\n`;
}

/** Characters beyond the basic plane are two units, each escaped by itself. */
function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
