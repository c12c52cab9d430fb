import { z } from 'zod';
import { heading, privately } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { type AppContext, defineCommand } from '../../../src/command/define.ts';
import { page, textOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { headlinesTitle } from '../../../src/domain/digests/split-digest.ts';
import type { Headline } from '../../../src/domain/feed.ts';
import type { Block, EntryItem, Reply, Span } from '../../../src/domain/reply.ts';
import { listedInDigest, mistakeForm, mistakeReply } from '../mistakes.ts';
import { channelOf, type DigestDeps } from './options.ts';
import { settingsReply } from './show.ts';

/** Of a button, and offered nowhere. */
const step = { kind: { type: 'flag' }, older: true, schema: z.boolean() } as const;

export const digestMore = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest more',
    description: 'Entries of a digest that did not fit its messages',
    about: 'app',
    options: {
      delivery: { ...textOption('Reference of the digest', 16, [], /^[0-9a-z]{16}$/), required: true },
      headlines: { description: 'Its headlines, not checked', kind: { type: 'flag' }, schema: z.boolean() },
      mistake: { ...step, description: 'Report a mistake in it' },
      settings: { ...step, description: 'The settings of its digest' },
      page,
    },
    bare: ['delivery'],
    // Its button is how it is asked.
    examples: [],
    async run({ delivery: id, headlines, mistake, settings, page: asked }, context) {
      const delivery = await deps.ledger.delivery(id);
      const subscription = delivery && (await deps.subscriptions.get(delivery.subscription));
      if (!subscription || delivery.channel !== channelOf(context))
        return refusal('not_found', 'This channel has no digest of that reference.');
      if (headlines) return headlinesReply(await deps.ledger.headlinesOf(id), asked, context);
      if (mistake) return reportIn(deps, id);
      if (settings) return settingsReply(deps, subscription, context);
      const rest = await deps.views.rest(delivery, subscription, context.now);
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

async function reportIn(deps: DigestDeps, delivery: string): Promise<Reply> {
  const listed = await listedInDigest(deps, delivery);
  if (!listed || listed.entries.length === 0)
    return refusal('ok', 'The messages of that digest list no entry.');
  return mistakeReply(mistakeForm({ delivery }, listed));
}

async function headlinesReply(all: readonly Headline[], asked: number | undefined, context: AppContext) {
  if (all.length === 0)
    return refusal('ok', 'That digest has no headlines, or is too old to have them still.');
  const { items, paging, notices } = await readPage(context, asked, 'headlines', pageOf(all));
  const lines = items.map(({ title, url, publisher }): Span[] => [
    { text: title, ...(/^https?:/.test(url) && { href: url }) },
    { text: ` · ${publisher}` },
  ]);
  const title = heading(headlinesTitle(all.length));
  return privately({ blocks: [title, ...notices, { type: 'list', items: lines }], paging });
}

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
