import { page as pageOption } from '../../src/command/answer/options.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { textOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import type { Block, EntryItem } from '../../src/domain/reply.ts';
import { channelOf, type DigestNeeds } from './digest-needs.ts';

export const digestMore = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest more',
    description: 'The rest of a digest that was longer than its messages',
    about: 'house',
    options: {
      delivery: { ...textOption('The reference of the digest', 16, [], /^[0-9a-z]{16}$/), required: true },
      page: pageOption,
    },
    bare: ['delivery'],
    // Its button is how it is asked.
    examples: [],
    async run({ delivery: id, page: asked }, context) {
      const delivery = await needs.ledger.delivery(id);
      const subscription = delivery && (await needs.subscriptions.get(delivery.subscription));
      if (!subscription || delivery.channel !== channelOf(context))
        return refusal('not_found', 'This channel has no digest of that reference.');
      const rest = await needs.views.rest(delivery, subscription, context.now);
      if (!rest) return refusal('ok', 'All of that digest is shown in its messages.');
      const { items, paging, notices } = await readPage(
        context,
        asked,
        'entries',
        pageOf(placed(rest.blocks)),
      );
      const cited = new Set(items.flatMap(({ item }) => item.cites));
      return {
        ...rest,
        blocks: [...notices, ...underHeadings(items)],
        citations: rest.citations.filter(({ n }) => cited.has(n)),
        ...(paging && { paging }),
      };
    },
  });

type Heading = Extract<Block, { type: 'heading' }>;
interface Placed {
  headings: Heading[];
  item: EntryItem;
}

/** Each item with the title and the section that it stands under. */
function placed(blocks: readonly Block[]): Placed[] {
  let headings: Heading[] = [];
  return blocks.flatMap((block) => {
    if (block.type === 'heading') headings = [...headings.filter(({ level }) => level < block.level), block];
    return block.type === 'entries' ? block.items.map((item) => ({ headings, item })) : [];
  });
}

/** Every page says which digest and which section it is of. */
function underHeadings(items: readonly Placed[]): Block[] {
  let said: readonly Heading[] = [];
  return items.flatMap(({ headings, item }): Block[] => {
    const fresh = headings.filter((each) => !said.includes(each));
    said = headings;
    return [...fresh, { type: 'entries', items: [item] }];
  });
}
