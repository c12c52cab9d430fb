import type { Block, EntryItem, Reply, Span } from '../reply.ts';

export interface SplitOptions {
  /** True for a reply that renders to exactly one message. */
  fits(reply: Reply): boolean;
  most: number;
  /** A command line that answers what is in no part. */
  more: string;
}

/** The least that is moved to another part: one item, or a block that has none, with the headings above it. */
interface Unit {
  headings: Heading[];
  /** The heading it stands under, said again where a part begins in the middle. */
  section: string | undefined;
  block: Block;
  /** Which block of the reply it is of: items of one block are put together again. */
  of: number;
  /** Something of it was left out that no command of its own shows. */
  cut: boolean;
}

type Heading = Extract<Block, { type: 'heading' }>;

/**
 * A reply as parts in order, each of which fits one message: cut between blocks and items, a heading never without what
 * it heads, with the sources that the part cites under their own numbers. `paging` says which part it is. An item
 * too long for any message is shortened to its headline and the command that shows it whole. What does not fit into
 * `most` parts is behind a choice that runs `more`, in the last.
 */
export function splitReply(reply: Reply, options: SplitOptions): Reply[] {
  if (options.fits(reply)) return [reply];
  const { units, lost } = shortened(unitsOf(reply), reply, options);
  const first = cut(units, reply, options, undefined);
  const isRest = lost || units.some((unit) => unit.cut) || first.left > 0;
  const { groups } = isRest ? cut(units, reply, options, options.more) : first;
  const parts = Math.max(1, groups.length);
  return Array.from({ length: parts }, (_, at) => {
    const more = isRest && at === parts - 1 ? options.more : undefined;
    return assemble(groups[at] ?? [], reply, { part: at + 1, parts, more });
  });
}

function unitsOf({ blocks }: Reply): Unit[] {
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

/** The unit of a part's `paging`. */
export const partsUnit = 'parts';

interface Place {
  part: number;
  parts: number;
  more: string | undefined;
}

function assemble(units: readonly Unit[], reply: Reply, { part, parts, more }: Place): Reply {
  const blocks: Block[] = part > 1 ? continuation(units[0], reply, `part ${part} of ${parts}`) : [];
  let of: number | undefined;
  for (const unit of units) {
    const last = blocks.at(-1);
    if (last && of === unit.of && unit.headings.length === 0)
      blocks[blocks.length - 1] = joined(last, unit.block);
    else blocks.push(...unit.headings, unit.block);
    of = unit.of;
  }
  if (more !== undefined) blocks.push(moreChoice(more));
  const { paging: _, ...rest } = reply;
  const cited = numbersIn(blocks);
  return {
    ...rest,
    blocks,
    citations: reply.citations.filter(({ n }) => cited.has(n)),
    ...(parts > 1 && { paging: { page: part, pages: parts, total: parts, unit: partsUnit } }),
  };
}

/** What a part that is not the first begins with: the title, and the section that goes on. */
function continuation(first: Unit | undefined, { blocks }: Reply, place: string): Block[] {
  const title = blocks.find((block) => block.type === 'heading' && block.level === 1);
  const named = title?.type === 'heading' ? `${cutTo(title.text, shortest)}, ${place}` : capital(place);
  const goesOn = first && first.headings.length === 0 ? first.section : undefined;
  return [
    { type: 'text', spans: [{ text: named, style: 'emphasis' }] },
    ...(goesOn
      ? [{ type: 'heading' as const, level: 2 as const, text: `${cutTo(goesOn, shortest)}, continued` }]
      : []),
  ];
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

const moreChoice = (command: string): Block => ({
  type: 'choices',
  prompt: 'There is more than fits here.',
  options: [{ label: 'Show the rest to me', command }],
});

function joined(last: Block, next: Block): Block {
  if (last.type === 'entries' && next.type === 'entries')
    return { ...last, items: [...last.items, ...next.items] };
  if (last.type === 'list' && next.type === 'list') return { ...last, items: [...last.items, ...next.items] };
  if (last.type === 'fields' && next.type === 'fields')
    return { ...last, items: [...last.items, ...next.items] };
  throw new Error(`one block gave a ${last.type} and a ${next.type}`);
}

/** The sources that blocks cite, beside an entry or as [7] within a text. */
function numbersIn(blocks: readonly Block[]): Set<number> {
  const numbers = new Set<number>();
  for (const block of blocks) {
    if (block.type === 'entries') for (const n of block.items.flatMap(({ cites }) => cites)) numbers.add(n);
    for (const [, n] of wordsOf(block).matchAll(/\[(\d+)\]/g)) numbers.add(Number(n));
  }
  return numbers;
}

function wordsOf(block: Block): string {
  const say = (spans: readonly Span[]) => spans.map(({ text }) => text).join('');
  switch (block.type) {
    case 'heading':
      return block.text;
    case 'text':
    case 'notice':
      return say(block.spans);
    case 'list':
      return block.items.map(say).join('\n');
    case 'fields':
      return block.items.map(({ label, value }) => `${label}: ${say(value)}`).join('\n');
    case 'entries':
      return block.items.map(({ headline, lines }) => [headline, ...lines].map(say).join('\n')).join('\n');
    case 'choices':
      return [block.prompt, ...block.options.map(({ label, command }) => `${label}: ${command}`)].join('\n');
  }
}

/** As many of the units as fit into the parts; `left` are those that do not. */
function cut(units: readonly Unit[], reply: Reply, { fits, most }: SplitOptions, more: string | undefined) {
  const groups: Unit[][] = [];
  let at = 0;
  while (at < units.length && groups.length < most) {
    const part = groups.length + 1;
    const holds = (count: number) =>
      fits(assemble(units.slice(at, at + count), reply, { part, parts: most, more }));
    // Each unit fits alone; how many more do is searched for in halves, because rendering is the costly part.
    let [low, high] = [1, units.length - at];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (holds(middle)) low = middle;
      else high = middle - 1;
    }
    groups.push(units.slice(at, at + low));
    at += low;
  }
  return { groups, left: units.length - at };
}

/** Each unit in its longest form that fits a part of its own; `lost` when one fits in none. */
function shortened(units: readonly Unit[], reply: Reply, { fits, most, more }: SplitOptions) {
  const place = { part: most, parts: most, more };
  const kept = units.map((unit) => forms(unit, reply).find((form) => fits(assemble([form], reply, place))));
  return { units: kept.filter((unit) => unit !== undefined), lost: kept.includes(undefined) };
}

function forms(unit: Unit, { desk }: Reply): Unit[] {
  const headings = unit.headings.map((heading) => ({ ...heading, text: cutTo(heading.text, shortest) }));
  if (unit.block.type !== 'entries') {
    const words = cutTo(wordsOf(unit.block), 3 * shortest);
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
        headline: [
          { text: cutTo(item.headline.map(({ text }) => text).join(''), shortest), style: 'strong' },
        ],
        lines: command(item.id),
        ...(item.standing && { standing: item.standing }),
        remarks: [],
        cites: [],
      }),
      { headings, cut: desk === undefined },
    ),
  ];
}

/** Characters of a title or headline that is shortened. */
const shortest = 120;

/** What is left out shows as an ellipsis. */
function cutTo(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 2)
        .toWellFormed()
        .replace(/\ufffd$/, '')} …`;
}
