import { type ActionCodec, unsigned } from '../button-actions.ts';
import type { DigestContext, DigestRenderer } from '../ports/platform.ts';
import type { Block, Reply } from '../reply.ts';
import { cutTo, forms, shortest, type Unit, unitsOf, wordsOf } from './reply-units.ts';

interface SplitOptions {
  /** True for a reply that renders to exactly one message. */
  fits(reply: Reply): boolean;
  most: number;
  /** A command line that answers what is in no part. */
  more: string;
}

/**
 * A reply as parts in order, each of which fits one message: cut between blocks and items, a heading never without what
 * it heads, with the sources that the part cites under their own numbers. `paging` says which part it is. An item
 * too long for any message is shortened to its headline and the command that shows it whole. What does not fit into
 * `most` parts, or was left out of the reply and is behind such a choice in it, is behind one that runs `more`, in the
 * last.
 */
function splitReply(reply: Reply, options: SplitOptions): Reply[] {
  if (options.fits(reply)) return [reply];
  const blocks = reply.blocks.filter((block) => !offers(block, options.more));
  const asked = blocks.length < reply.blocks.length;
  const units = unitsOf({ ...reply, blocks });
  const first = cut(units, reply, options, asked ? options.more : undefined);
  const isRest = asked || first.isRest;
  const { groups } = isRest && !asked ? cut(units, reply, options, options.more) : first;
  const parts = Math.max(1, groups.length);
  return Array.from({ length: parts }, (_, at) => {
    const more = isRest && at === parts - 1 ? options.more : undefined;
    return assemble(groups[at] ?? [], reply, { part: at + 1, parts, more });
  });
}

/** The unit of a part's `paging`. */
export const partsUnit = 'parts';

interface PartPosition {
  part: number;
  parts: number;
  more: string | undefined;
}

function assemble(units: readonly Unit[], reply: Reply, { part, parts, more }: PartPosition): Reply {
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

export const moreChoice = (command: string): Block => ({
  type: 'choices',
  prompt: 'There is more than fits here.',
  options: [{ label: 'Show the rest to me', command }],
});

const offers = (block: Block, more: string) =>
  block.type === 'choices' && block.options.some(({ command }) => command === more);

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

/**
 * As many of the units as fit into the parts, each in its longest form that fits; `isRest` when something is in none.
 * Rendering is the costly part, so it is tried seldom: a unit by itself only where a part begins with it, since one
 * that is too long always does, and how many more fit by doubling and then in halves.
 */
function cut(units: readonly Unit[], reply: Reply, { fits, most }: SplitOptions, more: string | undefined) {
  const groups: Unit[][] = [];
  let isRest = false;
  let at = 0;
  while (at < units.length && groups.length < most) {
    const place = { part: groups.length + 1, parts: most, more };
    const first = forms(units[at]!, reply).find((form) => fits(assemble([form], reply, place)));
    at += 1;
    isRest ||= first === undefined || first.cut;
    if (!first) continue;
    const following = units.slice(at);
    const holds = (count: number) => fits(assemble([first, ...following.slice(0, count)], reply, place));
    const count = mostThatHold(following.length, holds);
    groups.push([first, ...following.slice(0, count)]);
    at += count;
  }
  return { groups, isRest: isRest || at < units.length };
}

/** The largest count up to `all` that holds, where none holds certainly. */
function mostThatHold(all: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, 1];
  while (high <= all && holds(high)) [low, high] = [high, high * 2];
  high = Math.min(high - 1, all);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** "as top-level messages, at most five, then a "more" button" */
const mostParts = 5;

/** One platform's message of a part; undefined when it does not fit into one. */
type RenderPart = (
  reply: Reply,
  context: DigestContext & { part: number },
  actions: ActionCodec,
) => unknown | undefined;

/** Divides a digest into as few messages as hold it, whose buttons `actions` can read back. */
export function digestRenderer(render: RenderPart, actions: ActionCodec): DigestRenderer {
  const one: DigestRenderer['one'] = (reply, context) => render(reply, context, actions);
  return {
    one,
    parts(reply, context) {
      const fits = (part: Reply) => render(part, { ...context, part: 0 }, unsigned) !== undefined;
      return splitReply(reply, { fits, most: mostParts, more: context.more }).map((part, at) => {
        const body = one(part, { ...context, part: at });
        if (!body) throw new Error('a part that fits is too large for one message');
        return { reply: part, body };
      });
    },
  };
}
