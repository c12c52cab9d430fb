import { z } from 'zod';
import { choices, heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import { readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page, textOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { count, dayIn, formatDay } from '../../../src/domain/dates/day.ts';
import type { FeedItem } from '../../../src/domain/feed.ts';
import type { FeedItemsMeant } from '../../../src/domain/ports/feeds.ts';
import type { Choice, Reply, Span } from '../../../src/domain/reply.ts';
import { addressKey } from '../../../src/http/addresses.ts';
import type { DeskContext } from '../drafts/options.ts';
import { startEntry } from '../import/entry.ts';
import { askForText } from '../import/replies.ts';
import { type FeedDeps, feedLine } from './follow.ts';

const itemsAPage = 20;
/** In characters: twenty titles and what is known of them are one message. */
const longestTitle = 60;
/** A platform takes ten buttons under a message; two dismiss many. */
const draftsOffered = 8;

/** What feeds brought: nothing of it goes further by itself. */
export const feedsItems = (deps: FeedDeps) =>
  defineCommand({
    scope: 'app',
    name: 'feeds items',
    description: 'List new articles from feeds',
    about: 'desk',
    role: 'editor',
    options: {
      import: {
        description: 'Number to import',
        kind: { type: 'number', min: 1, max: 1_000_000_000 },
        schema: z.coerce.number().int(),
      },
      dismiss: textOption('Numbers: 3, 3-7, “older 7” (all older), “feed 2” or all', 200),
      page,
    },
    bare: [],
    asks: 'import',
    examples: [{ line: 'feeds items', about: 'new articles from feeds' }],
    async run({ import: wanted, dismiss, page: asked }, context) {
      if (wanted !== undefined) return bringIn(deps, wanted, context);
      if (dismiss !== undefined) return dismissed(deps, dismiss, context);
      return queue(deps, asked, context);
    },
  });

async function queue({ items }: FeedDeps, asked: number | undefined, context: DeskContext): Promise<Reply> {
  const { id, name, zone } = context.service.desk.definition;
  const twenty = { ...context, pageSize: itemsAPage };
  const found = await readPage(twenty, asked, 'articles', (window) => items.waiting(id, window));
  if (found.total === 0)
    return refusal('ok', 'No article from a feed waits.', 'Look at', [
      { label: 'All feeds', command: feedLine(id, 'list') },
    ]);
  const shown = found.items;
  const last = shown.at(-1)?.number;
  const isLastPage = !found.paging || found.paging.page === found.paging.pages;
  const drop = (label: string, of: string): Choice => ({
    label,
    command: feedLine(id, 'items', { dismiss: of }),
  });
  return privately({
    blocks: [
      heading(`From feeds: ${name}`),
      ...found.notices,
      { type: 'list', items: shown.map((one) => itemLine(one, zone)) },
      ...choices(
        'Draft',
        shown.slice(0, draftsOffered).map(({ number }) => ({
          label: `Draft ${number}`,
          command: feedLine(id, 'items', { import: String(number) }),
        })),
      ),
      ...choices('Dismiss', [
        drop(
          shown.length === 1 ? `Dismiss ${last}` : `Dismiss these ${shown.length}`,
          shown.map(({ number }) => number).join(','),
        ),
        ...(isLastPage || last === undefined ? [] : [drop('Dismiss all older', `older ${last}`)]),
      ]),
      notice('info', 'Others by their numbers: import:3; dismiss:3, dismiss:3-7 or dismiss:"feed 2".'),
    ],
    paging: found.paging,
  });
}

/** `12: Title (feed 3, 24 November 2026)` */
function itemLine({ number, url, title, published, feed }: FeedItem, zone: string): Span[] {
  const letters = [...title];
  const short =
    letters.length <= longestTitle
      ? title
      : `${letters
          .slice(0, longestTitle - 1)
          .join('')
          .trimEnd()}…`;
  const day = published ? `, ${formatDay(dayIn(zone, published))}` : '';
  return [{ text: `${number}: ` }, { text: short, href: url }, { text: ` (feed ${feed}${day})` }];
}

/** The same as typing `add` and its address. It waits on until a draft was sent, and where its page cannot be read. */
async function bringIn({ items, imports }: FeedDeps, number: number, context: DeskContext): Promise<Reply> {
  const { service, person, now } = context;
  const desk = service.desk.definition.id;
  const one = await items.get(desk, number);
  if (one?.state !== 'waiting') return decidedAlready(desk, number);
  const read = await imports.reader.page(one.url, service.desk.definition);
  if (!read.ok) return askForText(desk, person, read.says);
  // The item is settled by its own address; the page may give another one.
  const article = { ...read.article, key: addressKey(one.url) ?? one.url };
  const begun = await startEntry(imports, article, {}, { service, person, now });
  return { ...begun, blocks: [...begun.blocks, ...choices('From feeds', otherItems(desk))] };
}

async function dismissed(
  { items, feeds }: FeedDeps,
  words: string,
  { service, person, now }: DeskContext,
): Promise<Reply> {
  const desk = service.desk.definition.id;
  const meant = readMeant(words);
  if (typeof meant === 'string') return refusal('invalid', meant);
  if (meant.by === 'numbers') {
    const [one, other] = meant.ranges;
    if (one && !other && one.from === one.to) {
      const number = one.from;
      if (!(await items.decide(desk, number, 'dismissed', person, now))) return decidedAlready(desk, number);
      const says = `Article ${number} is dismissed and does not come back.`;
      return refusal('ok', says, 'Look at', otherItems(desk));
    }
  }
  if (meant.by === 'feed' && !(await feeds.list(desk)).some(({ id }) => id === meant.feed))
    return refusal('not_found', `The desk follows no feed ${meant.feed}.`, 'Look at', otherItems(desk));
  const gone = await items.dismiss(desk, meant, { by: person, words }, now);
  if (gone === 0)
    return refusal('not_found', `No article waits that “${words}” means.`, 'Look at', otherItems(desk));
  const says = `${count(gone, 'article is', 'articles are')} dismissed and ${gone === 1 ? 'does' : 'do'} not come back.`;
  return refusal('ok', says, 'Look at', otherItems(desk));
}

const mostRanges = 40;

/** What is to be dismissed; words for what to write instead. */
function readMeant(words: string): FeedItemsMeant | string {
  const text = words.trim().toLowerCase();
  if (text === 'all') return { by: 'all' };
  const feed = /^(?:all (?:of |from )?)?feed #?(\d{1,9})$/.exec(text);
  if (feed) return { by: 'feed', feed: Number(feed[1]) };
  const older = /^(?:all )?older(?: than)? #?(\d{1,9})$/.exec(text);
  if (older) return { by: 'older', than: Number(older[1]) };
  if (/^(?:all )?older$/.test(text))
    return 'Older than which? Write its number: dismiss:"older 7" dismisses what stands below 7.';
  const parts = text.split(/\s*(?:[,;]|\band\b)\s*|(?<=\d)\s+(?=\d)/).filter(Boolean);
  const ranges = parts.map((part) => {
    const [, from, to = from] = /^#?(\d{1,9})(?:\s*(?:[-–—]|\bto\b)\s*#?(\d{1,9}))?$/.exec(part) ?? [];
    return from === undefined ? undefined : { from: Number(from), to: Number(to) };
  });
  const whole = ranges.filter((range) => range !== undefined);
  if (whole.length < ranges.length || whole.length === 0 || whole.length > mostRanges)
    return 'Write numbers of the list: dismiss:3, dismiss:3-7, dismiss:"3, 5, 9-12", dismiss:"older 7", dismiss:"feed 2" or dismiss:all.';
  return {
    by: 'numbers',
    ranges: whole.map(({ from, to }) => ({ from: Math.min(from, to), to: Math.max(from, to) })),
  };
}

const otherItems = (desk: string) => [{ label: 'What else waits', command: feedLine(desk, 'items') }];

const decidedAlready = (desk: string, number: number): Reply =>
  refusal(
    'not_found',
    `No article ${number} waits here: somebody has imported or dismissed it, or its feed was removed.`,
    'Look at',
    otherItems(desk),
  );
