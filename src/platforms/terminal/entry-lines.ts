import { rowLines } from '../../domain/answer/entry-row.ts';
import type { EntryItem, ReplyCitation } from '../../domain/reply.ts';
import type { Standing } from '../../domain/vocabulary.ts';
import type { InkRole, Paper } from './capabilities.ts';
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

/** Below this width a column of dates would squeeze the text beside it. */
const columnsFrom = 72;
/** Dates that take more of the line than this push their own headline on instead of the whole column. */
const dateShare = 0.3;
const gap = 2;

const standingInk: Record<Standing, InkRole> = {
  confirmed: 'plain',
  reported: 'reported',
  disputed: 'disputed',
  opinion: 'claimed',
  speculation: 'claimed',
};

/** Entries under each other, dates in a column of their own where there is room. */
export function entriesLines(items: readonly EntryItem[], paper: Paper): string[] {
  const column = textColumn(items, paper.width);
  const short = items.every((item) => item.lines.length === 0 && item.remarks.length === 0);
  return items.flatMap((item, index) => {
    const lines = short ? shortEntry(item, column, paper) : fullEntry(item, column, paper);
    return index > 0 && !short ? ['', ...lines] : lines;
  });
}

/** Rows under each other. Addresses are links where the terminal has them; "sources" lists them everywhere. */
export function rowsLines(
  items: readonly EntryItem[],
  citations: readonly ReplyCitation[],
  paper: Paper,
): string[] {
  const links = cleanAll(paper.links ? [...citations] : []);
  return items.flatMap((item) => {
    if (!item.row) return entriesLines([item], paper);
    const [first = [], ...notes] = rowLines({ ...item, row: item.row }, links);
    return [
      ...indented(margin, paintSpans(first, paper), paper.width),
      ...notes.flatMap((note) => indented(margin + 2, paintSpans(note, paper, 'warning'), paper.width)),
    ];
  });
}

function textColumn(items: readonly EntryItem[], width: number): number {
  const dates = items
    .map((item) => stringWidth(item.when ?? ''))
    .filter((taken) => taken <= width * dateShare);
  const widest = Math.max(0, ...dates);
  return width >= columnsFrom && widest > 0 ? margin + widest + gap : margin + gap;
}

function fullEntry(item: EntryItem, column: number, paper: Paper): string[] {
  const { width } = paper;
  return [
    ...hang(datePrefix(item, paper), column, headline(item, paper), width),
    ...item.lines.flatMap((spans) => indented(column, paintSpans(spans, paper), width)),
    ...item.remarks.flatMap((remark) => remarkLines(remark, column, paper)),
    ...addresses(item, column, paper),
    ...indented(column, footer(item, paper), width),
  ];
}

function remarkLines(remark: string, column: number, { ink, width }: Paper): string[] {
  const sign = `${' '.repeat(column)}${ink('!', 'warning', 'strong')} `;
  return hang(sign, column + 2, ink(remark, 'warning'), width);
}

/** Without anything to say beneath it an entry takes one line, its id and sources at the end. */
function shortEntry(item: EntryItem, column: number, paper: Paper): string[] {
  const text = `${headline(item, paper)}  ${footer(item, paper)}`;
  return [...hang(datePrefix(item, paper), column, text, paper.width), ...addresses(item, column, paper)];
}

function datePrefix(item: EntryItem, { ink }: Paper): string {
  const date = item.when ? `${ink(item.when, 'date')}${' '.repeat(gap)}` : '';
  return `${' '.repeat(margin)}${date}`;
}

function headline(item: EntryItem, paper: Paper): string {
  const text = paintSpans(item.headline, paper, 'headline');
  // Confirmed is what a reader expects of a desk; only less than that is said.
  if (!item.standing || item.standing === 'confirmed') return text;
  return `${text} ${paper.ink(`(${item.standing})`, standingInk[item.standing])}`;
}

/**
 * Countries are codes and not flags: terminals disagree on how wide a flag is, and many draw two letters instead.
 */
function footer(item: EntryItem, { ink }: Paper): string {
  const parts = [
    item.id,
    item.flags.length ? `[${item.flags.join('\u00a0')}]` : '',
    item.cites.map((n) => `[${n}]`).join(''),
  ];
  return ink(parts.filter(Boolean).join(' '), 'faint');
}

function addresses(item: EntryItem, column: number, paper: Paper): string[] {
  const spans = [...item.headline, ...item.lines.flat()];
  return hiddenAddresses(spans, paper).map((address) => addressLine(column, address, paper));
}
