import { z } from 'zod';
import { choices, heading, privately } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { count, dayIn, formatDay } from '../../../src/domain/dates/day.ts';
import type { FeedItem } from '../../../src/domain/feed.ts';
import { appCommands } from '../../../src/domain/ports/answerer.ts';
import type { FollowedFeed } from '../../../src/domain/ports/feeds.ts';
import type { Block, Reply, Span } from '../../../src/domain/reply.ts';
import { instantIn } from '../digest/wording.ts';
import type { DeskContext } from '../drafts/options.ts';
import { startEntry } from '../import/entry.ts';
import { askForText } from '../import/replies.ts';
import { type FeedDeps, feedLine } from './follow.ts';

export const feedsList = ({ feeds }: FeedDeps) =>
  defineCommand({
    scope: 'app',
    name: 'feeds list',
    description: 'List feeds and their faults',
    about: 'desk',
    role: 'editor',
    options: { page },
    bare: [],
    examples: [{ line: 'feeds list', about: 'feeds and their faults' }],
    async run({ page: asked }, context) {
      const { id, name, zone } = context.service.desk.definition;
      const followed = await feeds.list(id);
      if (followed.length === 0) {
        const says = `The desk follows no feed. To follow one, type /${appCommands.edit} feeds add and its address.`;
        return refusal('ok', says);
      }
      const { items, paging, notices } = await readPage(context, asked, 'feeds', pageOf(followed));
      return privately({
        blocks: [
          heading(`Feeds: ${name}`),
          ...notices,
          { type: 'list', items: items.map((feed) => feedLines(feed, zone)) },
          ...choices('Look at', [{ label: 'What waits', command: feedLine(id, 'items') }]),
          ...choices(
            'Remove',
            items.map((feed) => ({
              label: `Remove ${feed.id}`,
              command: feedLine(id, 'remove', { feed: String(feed.id) }),
            })),
          ),
        ],
        paging,
      });
    },
  });

/** `3: Steppe Courier, read 08:00, next 09:00; 2 wait, 1 known already`, and what is wrong. */
function feedLines(
  { id, title, url, polled, next, failures, fault, waiting, known }: FollowedFeed,
  zone: string,
): Span[] {
  const when = [
    polled ? `read ${instantIn(zone, polled)}` : 'not read yet',
    next ? `next ${instantIn(zone, next)}` : 'ended',
  ];
  const items = [
    ...(waiting > 0 ? [`${count(waiting, 'article')} waiting`] : []),
    ...(known > 0 ? [`${known} that the desk had already`] : []),
  ];
  const failed = failures === 0 ? '' : `Failed ${failures === 1 ? 'once' : `${failures} times`}: `;
  const wrong = fault === undefined ? '' : ` ${failed}${fault}`;
  return [
    { text: `${id}: ` },
    { text: title, href: url },
    { text: ` (${[...when, ...items].join('; ')}).` },
    ...(wrong ? [{ text: wrong, style: 'strong' as const }] : []),
  ];
}

/** Each has its own buttons, and a platform takes few of them in one message. */
const itemsAPage = 5;

const item = (description: string) =>
  ({
    description,
    kind: { type: 'number', min: 1, max: 1_000_000_000 },
    schema: z.coerce.number().int(),
  }) as const;

/** What feeds brought: nothing of it goes further by itself. */
export const feedsItems = (deps: FeedDeps) =>
  defineCommand({
    scope: 'app',
    name: 'feeds items',
    description: 'List new articles from feeds',
    about: 'desk',
    role: 'editor',
    options: { import: item('Number to import'), dismiss: item('Number to dismiss'), page },
    bare: [],
    asks: 'import',
    examples: [{ line: 'feeds items', about: 'new articles from feeds' }],
    async run({ import: wanted, dismiss, page: asked }, context) {
      if (wanted !== undefined) return bringIn(deps, wanted, context);
      if (dismiss !== undefined) return dismissed(deps, dismiss, context);
      return queue(deps, asked, context);
    },
  });

async function queue(
  { items, feeds }: FeedDeps,
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
      ...found.items.flatMap((one) => itemLines(one, titles.get(one.feed), zone)),
    ],
    paging: found.paging,
  });
}

function itemLines(
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
      { label: `Draft ${number}`, command: feedLine(desk, 'items', { import: of }) },
      { label: `Dismiss ${number}`, command: feedLine(desk, 'items', { dismiss: of }) },
    ]),
  ];
}

/** The same as typing `add` and its address. It waits on until a draft was sent, and where its page cannot be read. */
async function bringIn({ items, imports }: FeedDeps, number: number, context: DeskContext): Promise<Reply> {
  const { service, person, now } = context;
  const desk = service.desk.definition.id;
  const one = await items.get(desk, number);
  if (one?.state !== 'waiting') return decidedAlready(desk, number);
  const read = await imports.reader.page(one.url, service.desk.definition);
  if (!read.ok) return askForText(desk, person, read.says);
  const begun = await startEntry(imports, read.article, {}, { service, person, now });
  return { ...begun, blocks: [...begun.blocks, ...choices('From feeds', otherItems(desk))] };
}

async function dismissed(
  { items }: FeedDeps,
  number: number,
  { service, person, now }: DeskContext,
): Promise<Reply> {
  const desk = service.desk.definition.id;
  if (!(await items.decide(desk, number, 'dismissed', person, now))) return decidedAlready(desk, number);
  return refusal('ok', `Article ${number} is dismissed and does not come back.`, 'Look at', otherItems(desk));
}

const otherItems = (desk: string) => [{ label: 'What else waits', command: feedLine(desk, 'items') }];

const decidedAlready = (desk: string, number: number): Reply =>
  refusal(
    'not_found',
    `No article ${number} waits here: somebody has imported or dismissed it, or its feed was removed.`,
    'Look at',
    otherItems(desk),
  );
