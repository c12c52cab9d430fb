import { choices, heading, privately } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { count } from '../../../src/domain/dates/day.ts';
import { inWords } from '../../../src/domain/desk.ts';
import { appCommands } from '../../../src/domain/ports/answerer.ts';
import type { FollowedFeed } from '../../../src/domain/ports/feeds.ts';
import type { Span } from '../../../src/domain/reply.ts';
import { instantIn } from '../digest/wording.ts';
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
  { id, title, url, polled, next, failures, fault, waiting, known, passed, keywords }: FollowedFeed,
  zone: string,
): Span[] {
  const when = [
    polled ? `read ${instantIn(zone, polled)}` : 'not read yet',
    next ? `next ${instantIn(zone, next)}` : 'ended',
  ];
  const items = [
    ...(waiting > 0 ? [`${count(waiting, 'article')} waiting`] : []),
    ...(known > 0 ? [`${known} that the desk had already`] : []),
    ...(keywords.length > 0 ? [`only ${inWords(keywords, 'or')}`] : []),
    ...(passed > 0 ? [`${passed} without these words`] : []),
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
