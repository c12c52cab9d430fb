import {
  cutTo,
  shorteningForms,
  shortTitleLength,
  type Unit,
  unitsOf,
  wordsOf,
} from '../answer/reply-units.ts';
import { type ActionCodec, unsigned } from '../button-actions.ts';
import { count } from '../dates/day.ts';
import type { DigestContext, DigestRenderer } from '../ports/platform.ts';
import type { Block, Choice, Reply } from '../reply.ts';
import { capital } from '../text.ts';
import { type Budget, headlinesBudget, isWithin, weeklyBudget } from './budget.ts';

interface SplitOptions {
  /** Whether the reply renders to exactly one message. */
  fits(reply: Reply): boolean;
  most: number;
  /** Command line that answers what no part shows. */
  more: string;
}

/**
 * Splits a reply into parts that fit one message each: between blocks and items, never after a heading, and with the
 * sources that each part cites under their own numbers. `paging` numbers the parts. An item too long for any message
 * is shortened to its headline and the command that shows it in full. What does not fit `most` parts, or is behind
 * such a choice already, is behind a choice that runs `more` in the last part.
 */
function splitReply(reply: Reply, options: SplitOptions): Reply[] {
  if (options.fits(reply)) return [reply];
  const blocks = reply.blocks.filter((block) => !offers(block, options.more));
  const asked = reply.blocks.find((block) => offers(block, options.more));
  const choice = asked ?? { type: 'choices' as const, prompt: '', options: [readAll(options.more)] };
  const units = unitsOf({ ...reply, blocks });
  const first = cut(units, reply, options, asked);
  const isRest = asked !== undefined || first.isRest;
  const { groups } = isRest && !asked ? cut(units, reply, options, choice) : first;
  const parts = Math.max(1, groups.length);
  return Array.from({ length: parts }, (_, at) => {
    const more = isRest && at === parts - 1 ? choice : undefined;
    return assemble(groups[at] ?? [], reply, { part: at + 1, parts, more });
  });
}

/** Unit in the `paging` of a part. */
export const partsUnit = 'parts';

interface PartPosition {
  part: number;
  parts: number;
  more: Block | undefined;
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
  if (more !== undefined) blocks.push(more);
  const { paging: _, ...rest } = reply;
  const cited = numbersIn(blocks);
  return {
    ...rest,
    blocks,
    citations: reply.citations.filter(({ n }) => cited.has(n)),
    ...(parts > 1 && { paging: { page: part, pages: parts, total: parts, unit: partsUnit } }),
  };
}

/** Start of a later part: the title and the continued section. */
function continuation(first: Unit | undefined, { blocks }: Reply, place: string): Block[] {
  const title = blocks.find((block) => block.type === 'heading' && block.level === 1);
  const named =
    title?.type === 'heading' ? `${cutTo(title.text, shortTitleLength)}, ${place}` : capital(place);
  const goesOn = first && first.headings.length === 0 ? first.section : undefined;
  return [
    { type: 'text', spans: [{ text: named, style: 'emphasis' }] },
    ...(goesOn
      ? [
          {
            type: 'heading' as const,
            level: 2 as const,
            text: `${cutTo(goesOn, shortTitleLength)}, continued`,
          },
        ]
      : []),
  ];
}

export const readAll = (command: string): Choice => ({ label: 'Read all', command });

/** What follows the command that answers the rest of a digest: its headlines, a report, its settings. */
export const moreOf = {
  headlines: 'headlines',
  mistake: 'mistake',
  settings: 'settings',
} as const;

/** Whether a message has a button that asks in which entry a mistake is. */
export const asksForMistake = ({ blocks }: Reply, more: string): boolean =>
  blocks.some(
    (block) =>
      block.type === 'choices' &&
      block.options.some(({ command }) => command === `${more} ${moreOf.mistake}`),
  );

/** Whether a choice shows more of the digest whose rest `more` answers: then it is open to whoever reads the message. */
export const isOfMore = ({ command }: Choice, more: string): boolean =>
  command === more || command.startsWith(`${more} `);

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

/** Numbers of the sources that blocks cite, in items or as [7] in text. */
function numbersIn(blocks: readonly Block[]): Set<number> {
  const numbers = new Set<number>();
  for (const block of blocks) {
    if (block.type === 'entries') for (const n of block.items.flatMap(({ cites }) => cites)) numbers.add(n);
    for (const [, n] of wordsOf(block).matchAll(/\[(\d+)\]/g)) numbers.add(Number(n));
  }
  return numbers;
}

/**
 * Fits as many units as possible into the parts, each in its longest form that fits; `isRest` if some fit in none.
 * Rendering is expensive, so it is tried rarely: single units only at the start of a part, and the number that fits by
 * doubling, then halving.
 */
function cut(units: readonly Unit[], reply: Reply, { fits, most }: SplitOptions, more: Block | undefined) {
  const groups: Unit[][] = [];
  let isRest = false;
  let at = 0;
  while (at < units.length && groups.length < most) {
    const place = { part: groups.length + 1, parts: most, more };
    const first = shorteningForms(units[at]!, reply).find((form) => fits(assemble([form], reply, place)));
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

/** The largest count up to `all` for which `holds` is true; it is for 0. */
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

/** Begins the line above headlines of feeds. */
const headlinesMark = 'Not checked by the desk';

/** `Not checked by the desk: 12 headlines` */
export const headlinesTitle = (n: number): string => `${headlinesMark}: ${count(n, 'headline')}`;

/** A message with headlines may be longer by theirs. */
function budgetOf(part: Reply): Budget {
  const { lines, characters } = weeklyBudget;
  const has = part.blocks.some((block) => block.type === 'text' && wordsOf(block).startsWith(headlinesMark));
  if (!has) return weeklyBudget;
  return { lines: lines + headlinesBudget.lines, characters: characters + headlinesBudget.characters };
}

/** Limit of top-level messages per digest. */
const mostParts = 5;

/** Renders a part as one message; undefined if it does not fit. */
type RenderPart = (
  reply: Reply,
  context: DigestContext & { part: number },
  actions: ActionCodec,
) => unknown | undefined;

/** Splits a digest into as few messages as possible, with buttons that `actions` can decode. */
export function digestRenderer(render: RenderPart, actions: ActionCodec): DigestRenderer {
  const one: DigestRenderer['one'] = (reply, context) => render(reply, context, actions);
  return {
    one,
    parts(reply, context) {
      const fits = (part: Reply) =>
        (part.version === 1 || isWithin(part, budgetOf(part))) &&
        render(part, { ...context, part: 0 }, unsigned) !== undefined;
      return splitReply(reply, { fits, most: mostParts, more: context.more }).map((part, at) => {
        const body = one(part, { ...context, part: at });
        if (!body) throw new Error('a part that fits is too large for one message');
        return { reply: part, body };
      });
    },
  };
}
