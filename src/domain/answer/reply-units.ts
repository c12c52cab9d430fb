import { type Block, type EntryItem, type Reply, type Span, textOf } from '../reply.ts';
import { tableLines } from './picture.ts';

/** Smallest part that moves between messages: one item, or a block without items, with the headings above it. */
export interface Unit {
  headings: Heading[];
  /** Its heading, repeated when a part begins in the middle of a section. */
  section: string | undefined;
  block: Block;
  /** Index of its block in the reply; items of one block are joined again. */
  of: number;
  /** Some of it was omitted, and no command of its own shows it. */
  cut: boolean;
}

type Heading = Extract<Block, { type: 'heading' }>;

export function unitsOf({ blocks }: Reply): Unit[] {
  const units: Unit[] = [];
  let headings: Heading[] = [];
  let section: string | undefined;
  const add = (block: Block, of: number) => {
    units.push({ headings, section: block.type === 'entries' ? section : undefined, block, of, cut: false });
    headings = [];
  };
  for (const [of, block] of blocks.entries()) {
    if (block.type === 'heading') {
      headings.push(block);
      section = block.level === 2 ? block.text : undefined;
    } else for (const one of itemsOf(block)) add(one, of);
  }
  const last = headings.pop();
  if (last) add(last, blocks.length);
  return units;
}

function itemsOf(block: Block): Block[] {
  switch (block.type) {
    case 'entries':
      return block.items.map((item) => ({ ...block, items: [item] }));
    case 'list':
      return block.items.map((item) => ({ ...block, items: [item] }));
    case 'fields':
      return block.items.map((item) => ({ ...block, items: [item] }));
    default:
      return [block];
  }
}

/**
 * A unit in successively shorter forms, the full one first. An item keeps its id and names the command that shows it
 * in full.
 */
export function shorteningForms(unit: Unit, { desk }: Reply): Unit[] {
  const headings = unit.headings.map((heading) => ({
    ...heading,
    text: cutTo(heading.text, shortTitleLength),
  }));
  if (unit.block.type !== 'entries') {
    const words = cutTo(wordsOf(unit.block), 3 * shortTitleLength);
    const block: Block = { type: 'text', spans: [{ text: words }] };
    return [unit, { ...unit, headings, block, of: Number.NaN, cut: true }];
  }
  const withItem = (change: (item: EntryItem) => EntryItem, over: Partial<Unit> = {}): Unit[] =>
    unit.block.type === 'entries'
      ? [{ ...unit, ...over, block: { ...unit.block, items: unit.block.items.map(change) } }]
      : [];
  const command = (id: string): Span[][] =>
    desk
      ? [[{ text: 'Too long to show here. Whole: ' }, { text: `/${desk} brief ${id}`, style: 'code' }]]
      : [];
  return [
    unit,
    ...withItem((item) => ({ ...item, lines: command(item.id) })),
    ...withItem(
      (item) => ({
        id: item.id,
        ...(item.folds && { folds: item.folds }),
        type: item.type,
        flags: [],
        headline: [{ text: cutTo(textOf(item.headline), shortTitleLength), style: 'strong' }],
        lines: command(item.id),
        ...(item.standing && { standing: item.standing }),
        remarks: [],
        cites: [],
      }),
      { headings, cut: desk === undefined },
    ),
  ];
}

/** Characters of a shortened title or headline. */
export const shortTitleLength = 120;

/** Marks the omission with an ellipsis. */
export function cutTo(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 2)
        .toWellFormed()
        .replace(/\ufffd$/, '')} …`;
}

export function wordsOf(block: Block): string {
  switch (block.type) {
    case 'heading':
    case 'code':
      return block.text;
    case 'text':
    case 'notice':
      return textOf(block.spans);
    case 'list':
      return block.items.map(textOf).join('\n');
    case 'fields':
      return block.items.map(({ label, value }) => `${label}: ${textOf(value)}`).join('\n');
    case 'entries':
      return block.items.map(({ headline, lines }) => [headline, ...lines].map(textOf).join('\n')).join('\n');
    case 'choices':
      return [block.prompt, ...block.options.map(({ label, command }) => `${label}: ${command}`)].join('\n');
    case 'picture':
      return tableLines(block.table).join('\n');
  }
}
