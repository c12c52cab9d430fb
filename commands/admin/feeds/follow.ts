import { createHash } from 'node:crypto';
import { z } from 'zod';
import { choices, heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { commandLine } from '../../../src/command/line.ts';
import { page, textOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { count } from '../../../src/domain/dates/day.ts';
import { inWords } from '../../../src/domain/desk.ts';
import { assertNever } from '../../../src/domain/errors.ts';
import { longestKeyword, mostFeeds, mostKeywords, type NamedFeed } from '../../../src/domain/feed.ts';
import { addressIn } from '../../../src/domain/form.ts';
import { appCommands } from '../../../src/domain/ports/answerer.ts';
import type { AddedFeeds, FeedFinder, FeedItems, Feeds } from '../../../src/domain/ports/feeds.ts';
import type { Choice, Reply } from '../../../src/domain/reply.ts';
import { plainLine } from '../../../src/domain/text.ts';
import type { DeskContext } from '../drafts/options.ts';
import type { ImportDeps } from '../import/steps.ts';

const keywords = textOption('Only articles with one of these words; none: all', 500);

const feedNumber = {
  description: 'Number in the list',
  kind: { type: 'number', min: 1, max: 1_000_000_000 },
  required: true,
  schema: z.coerce.number().int(),
} as const;

/** `cotton, water`; none at all; or words for what is wrong. */
function readKeywords(typed = ''): string[] | string {
  const words = typed
    .split(/[,;\n]/)
    .map((word) => plainLine(word))
    .filter(Boolean);
  if (words.length === 1 && /^(none|all)$/i.test(words[0] ?? '')) return [];
  const long = words.find((word) => word.length > longestKeyword);
  if (long !== undefined)
    return `A keyword has at most ${longestKeyword} characters. Put commas between them.`;
  if (words.length > mostKeywords) return `A feed has at most ${mostKeywords} keywords.`;
  return [...new Set(words)];
}

/** Follows a feed; of a page or a list it offers those that are named there. */
export const feedsAdd = (deps: FeedDeps) =>
  defineCommand({
    scope: 'app',
    name: 'feeds add',
    description: 'Follow a feed',
    about: 'desk',
    role: 'editor',
    options: {
      url: {
        ...textOption('Address of a feed, a page with one, or OPML', 2000, [], /[.:]/),
        required: true,
      },
      keywords,
      all: textOption('All feeds of a list, by its key', 8, [], /^[0-9a-f]{8}$/),
      page,
    },
    bare: ['url'],
    acts: true,
    examples: [{ line: 'feeds add https://example.com/rss', about: 'queue new articles of a site' }],
    async run({ url, keywords: typed, all, page: asked }, context) {
      const words = readKeywords(typed);
      if (typeof words === 'string') return refusal('invalid', words);
      const address = addressIn(url);
      if (address === undefined)
        return refusal('invalid', `“${url}” is no web address. Give one that begins with https://.`);
      const found = await deps.finder.find(address);
      switch (found.is) {
        case 'fault':
          return refusal('not_found', found.says);
        case 'feed':
          return follow(deps, [found.feed], words, context);
        case 'page':
          return ofPage(found.feeds, words, context);
        case 'list':
          if (found.feeds.length === 0)
            return refusal('not_found', 'The list names no feed that can be followed.');
          return all === markOf(found.feeds)
            ? follow(deps, found.feeds, words, context)
            : ofList(found.feeds, { asked, changed: all !== undefined }, context);
        default:
          return assertNever(found);
      }
    },
  });

/** A button says which list it was shown under, so that a list that has changed since is shown again. */
const markOf = (feeds: readonly NamedFeed[]): string =>
  createHash('sha256').update(JSON.stringify(feeds)).digest('hex').slice(0, 8);

async function follow(
  deps: FeedDeps,
  feeds: readonly NamedFeed[],
  words: readonly string[],
  context: DeskContext,
): Promise<Reply> {
  const { service, person, now } = context;
  const desk = service.desk.definition.id;
  const result = await deps.feeds.add(desk, feeds, person, now, words);
  if (result.added.length > 0) deps.added();
  return refusal(
    result.added.length + result.already > 0 ? 'ok' : 'invalid',
    saying(result, words),
    'Look at',
    [
      { label: 'What waits', command: feedLine(desk, 'items') },
      { label: 'All feeds', command: feedLine(desk, 'list') },
    ],
  );
}

function saying({ added, already, over }: AddedFeeds, words: readonly string[]): string {
  const [first, more] = added;
  return [
    ...(first && !more ? [`“${first.title}” is followed from now on.`] : []),
    ...(more ? [`${added.length} feeds are followed from now on.`] : []),
    ...(first
      ? [
          `In a moment the newest ten articles of each${words.length > 0 ? ` with ${inWords(words, 'or')}` : ''} wait; what comes later waits as it comes.`,
        ]
      : []),
    ...(already > 0 ? [`The desk follows ${already === 1 ? 'one' : already} already.`] : []),
    ...(over > 0
      ? [`A desk follows at most ${mostFeeds} feeds: ${over} are left out. Remove some first.`]
      : []),
  ].join(' ');
}

function ofPage(feeds: readonly NamedFeed[], words: readonly string[], { service }: DeskContext): Reply {
  const desk = service.desk.definition.id;
  if (feeds.length === 0) {
    const says = 'That is a web page that names no feed. Look on the site for “RSS” and give that address.';
    return refusal('not_found', says);
  }
  const says = `That is a web page. It names ${count(feeds.length, 'feed')}.`;
  return refusal(
    'question',
    says,
    'Which',
    feeds.map((feed) => followChoice(desk, feed, words)),
  );
}

async function ofList(
  feeds: readonly NamedFeed[],
  { asked, changed }: { asked: number | undefined; changed: boolean },
  context: DeskContext,
): Promise<Reply> {
  const { items, paging, notices } = await readPage(context, asked, 'feeds', pageOf(feeds));
  const all = context.line({ all: markOf(feeds), page: undefined });
  const blocks = [
    heading(`A list of ${count(feeds.length, 'feed')}`),
    ...(changed ? [notice('warning', 'The list has changed since you saw it. Look at it once more.')] : []),
    ...notices,
    {
      type: 'list' as const,
      items: items.map(({ title, url }) => [{ text: `${title}: ` }, { text: url, href: url }]),
    },
    ...choices('Follow', [{ label: `Follow all ${feeds.length}`, command: all }]),
  ];
  return privately({ blocks, outcome: 'question', paging });
}

/** Which of its articles wait may be changed at any time; for more there is nothing to change. */
export const feedsEdit = ({ feeds }: FeedDeps) =>
  defineCommand({
    scope: 'app',
    name: 'feeds edit',
    description: 'Change the keywords of a feed',
    about: 'desk',
    role: 'editor',
    options: { feed: feedNumber, keywords: { ...keywords, required: true } },
    bare: ['feed'],
    acts: true,
    examples: [{ line: 'feeds edit 3 keywords:"cotton, water"', about: 'only articles with these words' }],
    async run({ feed, keywords: typed }, { service, person, now }) {
      const desk = service.desk.definition.id;
      const words = readKeywords(typed);
      if (typeof words === 'string') return refusal('invalid', words);
      const changed = await feeds.narrow(desk, feed, words, person, now);
      const all = [{ label: 'All feeds', command: feedLine(desk, 'list') }];
      if (!changed) return refusal('not_found', `The desk follows no feed ${feed}.`, 'Look at', all);
      const which = words.length > 0 ? `only articles with ${inWords(words, 'or')}` : 'all articles';
      return refusal('ok', `From now on ${which} of “${changed.title}” wait.`, 'Look at', all);
    },
  });

export const feedsRemove = ({ feeds }: FeedDeps) =>
  defineCommand({
    scope: 'app',
    name: 'feeds remove',
    description: 'Stop following a feed',
    about: 'desk',
    role: 'editor',
    options: { feed: feedNumber },
    bare: ['feed'],
    acts: true,
    examples: [{ line: 'feeds remove 3', about: 'stop following a feed' }],
    async run({ feed }, { service, person, now }) {
      const desk = service.desk.definition.id;
      const removed = await feeds.remove(desk, feed, person, now);
      const all = [{ label: 'All feeds', command: feedLine(desk, 'list') }];
      if (!removed) return refusal('not_found', `The desk follows no feed ${feed}.`, 'Look at', all);
      const says = `“${removed.title}” is not followed any more. What waited of it is gone; what was imported stays.`;
      const again = { label: 'Follow it again', command: feedLine(desk, 'add', { url: removed.url }) };
      return refusal('ok', says, 'Or', [again, ...all]);
    },
  });

/** What following feeds works with. */
export interface FeedDeps {
  feeds: Feeds;
  items: FeedItems;
  finder: FeedFinder;
  /** Calls for the feeds that were just added, which need not wait for the next tick. */
  added(): void;
  imports: ImportDeps;
}

/** A line of a desk's feeds: for a button, or to be typed. */
export const feedLine = (desk: string, command: string, values: Readonly<Record<string, string>> = {}) =>
  commandLine(appCommands.edit, `feeds ${command}`, { ...values, desk });

const longestLabel = 75;

/** A button that follows a feed. */
function followChoice(desk: string, { title, url }: NamedFeed, words: readonly string[]): Choice {
  const letters = [...`Follow ${title}`];
  const label =
    letters.length <= longestLabel ? letters.join('') : `${letters.slice(0, longestLabel - 1).join('')}…`;
  const narrowed = words.length > 0 && { keywords: words.join(', ') };
  return { label, command: feedLine(desk, 'add', { url, ...narrowed }) };
}
