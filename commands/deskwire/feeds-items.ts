import { z } from 'zod';
import { choices, heading, privately } from '../../src/command/answer/blocks.ts';
import { page } from '../../src/command/answer/options.ts';
import { readPage } from '../../src/command/answer/paging.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { dayIn, formatDay } from '../../src/domain/day.ts';
import type { FeedItem } from '../../src/domain/feed.ts';
import type { Block, Reply } from '../../src/domain/reply.ts';
import { feedLine } from './feed-lines.ts';
import type { FeedNeeds } from './feed-needs.ts';
import { start } from './import-flow.ts';
import { askForText } from './import-replies.ts';
import type { DeskContext } from './writing-needs.ts';

/** Each has its own buttons, and a platform takes few of them in one message. */
const itemsAPage = 5;

const item = (description: string) =>
  ({
    description,
    kind: { type: 'number', min: 1, max: 1_000_000_000 },
    schema: z.coerce.number().int(),
  }) as const;

/** What feeds brought: nothing of it goes further by itself. */
export const feedsItems = (needs: FeedNeeds) =>
  defineHouseCommand({
    name: 'feeds items',
    description: 'What the feeds have brought',
    about: 'desk',
    role: 'editor',
    options: { import: item('Number to import'), dismiss: item('Number to dismiss'), page },
    bare: [],
    examples: [{ line: 'feeds items', about: 'what the feeds have brought' }],
    async run({ import: wanted, dismiss, page: asked }, context) {
      if (wanted !== undefined) return bringIn(needs, wanted, context);
      if (dismiss !== undefined) return dismissed(needs, dismiss, context);
      return queue(needs, asked, context);
    },
  });

async function queue(
  { items, feeds }: FeedNeeds,
  asked: number | undefined,
  context: DeskContext,
): Promise<Reply> {
  const { id, name, zone } = context.service.desk.definition;
  const few = { ...context, pageSize: Math.min(itemsAPage, context.pageSize) };
  const found = await readPage(few, asked, 'articles', (window) => items.waiting(id, window));
  if (found.total === 0)
    return refusal('ok', 'No article from a feed waits.', 'Look at', [
      { label: 'All feeds', command: feedLine(id, 'list') },
    ]);
  const titles = new Map((await feeds.list(id)).map((feed) => [feed.id, feed.title]));
  return privately({
    blocks: [
      heading(`From feeds: ${name}`),
      ...found.notices,
      ...found.items.flatMap((one) => told(one, titles.get(one.feed), zone)),
    ],
    paging: found.paging,
  });
}

function told(
  { number, desk, url, title, published, feed }: FeedItem,
  from = `feed ${feed}`,
  zone: string,
): Block[] {
  const day = published ? `, ${formatDay(dayIn(zone, published))}` : '';
  const of = String(number);
  return [
    {
      type: 'text',
      spans: [{ text: `${number}: ` }, { text: title, href: url }, { text: ` (${from}${day})` }],
    },
    ...choices(`Article ${number}`, [
      { label: `Import ${number}`, command: feedLine(desk, 'items', { import: of }) },
      { label: `Dismiss ${number}`, command: feedLine(desk, 'items', { dismiss: of }) },
    ]),
  ];
}

/** The same as typing `import` and its address. It waits on where its page cannot be read. */
async function bringIn({ items, imports }: FeedNeeds, number: number, context: DeskContext): Promise<Reply> {
  const { service, person, now } = context;
  const desk = service.desk.definition.id;
  const one = await items.get(desk, number);
  if (one?.state !== 'waiting') return decidedAlready(desk, number);
  const read = await imports.reader.page(one.url, service.desk.definition);
  if (!read.ok) return askForText(desk, person, read.says);
  if (!(await items.decide(desk, number, 'taken', person, now))) return decidedAlready(desk, number);
  const begun = await start(imports, read.article, { service, person, now });
  return { ...begun, blocks: [...begun.blocks, ...choices('From feeds', rest(desk))] };
}

async function dismissed(
  { items }: FeedNeeds,
  number: number,
  { service, person, now }: DeskContext,
): Promise<Reply> {
  const desk = service.desk.definition.id;
  if (!(await items.decide(desk, number, 'dismissed', person, now))) return decidedAlready(desk, number);
  return refusal('ok', `Article ${number} is dismissed and does not come back.`, 'Look at', rest(desk));
}

const rest = (desk: string) => [{ label: 'What else waits', command: feedLine(desk, 'items') }];

const decidedAlready = (desk: string, number: number): Reply =>
  refusal(
    'not_found',
    `No article ${number} waits here: somebody has imported or dismissed it, or its feed was removed.`,
    'Look at',
    rest(desk),
  );
