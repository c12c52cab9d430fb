import { choices, notice, privately } from '../../../src/command/answer/blocks.ts';
import { naming } from '../../../src/domain/answer/named.ts';
import { count, dayIn, formatDay } from '../../../src/domain/dates/day.ts';
import type { DeskDefinition } from '../../../src/domain/desk.ts';
import type { FeedItem } from '../../../src/domain/feed.ts';
import { editLine } from '../../../src/domain/ports/answerer.ts';
import type { ReviewItem } from '../../../src/domain/ports/cards.ts';
import type { FeedItems, Feeds } from '../../../src/domain/ports/feeds.ts';
import type { Block, Reply } from '../../../src/domain/reply.ts';
import { feedLine } from './follow.ts';

interface FeedCardDeps {
  feedItems: Pick<FeedItems, 'carded' | 'get'>;
  feeds: Pick<Feeds, 'list'>;
}

const kind = 'feed-item';
/** The subject of the card that says how many articles have none. */
const moreArticles = 'more-articles';

export const isFeedSubject = (subject: string): boolean =>
  subject === moreArticles || subject.startsWith(`${kind}:`);

/** Milliseconds after which an article that nobody took is left to the list. */
const fresh = 2 * 86_400_000;
/** Waiting articles that are counted; more in two days is no news any more. */
const mostCounted = 500;
/** Cards that stand in a channel at once: a first fetch brings no more, and the next come as these are seen to. */
const mostStanding = 10;

/** What feeds brought that matches the desk, as cards for editors. */
export function feedCards({ feedItems, feeds }: FeedCardDeps) {
  async function titleOf({ id, zone }: DeskDefinition, item: FeedItem): Promise<Block> {
    const from = (await feeds.list(id)).find((feed) => feed.id === item.feed)?.title;
    const day = item.published && formatDay(dayIn(zone, item.published));
    const about = [from, day].filter((part) => part !== undefined).join(', ');
    const spans = [{ text: item.title, href: item.url }, ...(about ? [{ text: ` (${about})` }] : [])];
    return { type: 'text', spans };
  }

  return {
    async on(desk: DeskDefinition, now: Date): Promise<ReviewItem[]> {
      const since = new Date(now.getTime() - fresh);
      const items = await feedItems.carded(desk.id, since, mostCounted);
      return items.map((item) => ({
        subject: `${kind}:${item.number}`,
        version: '1',
        since: item.found,
        handling: 'public',
        most: { standing: mostStanding, rest: moreArticles },
        show: async () => {
          const of = String(item.number);
          const steps = choices('From a feed', [
            { label: 'Draft', command: feedLine(desk.id, 'items', { import: of }) },
            { label: 'Dismiss', command: feedLine(desk.id, 'items', { dismiss: of }) },
          ]);
          return privately({ blocks: [await titleOf(desk, item), ...steps] });
        },
        hint: () => privately({ blocks: [notice('info', 'An article from a feed waits.')] }),
      }));
    },
    more(desk: DeskDefinition, howMany: number): Reply {
      const says = `${count(howMany, 'more article')} of ${desk.name} ${howMany === 1 ? 'waits' : 'wait'}: ${editLine('feeds items')} lists all.`;
      return privately({ blocks: [notice('info', says)] });
    },
    async ended(desk: DeskDefinition, subject: string): Promise<Reply> {
      if (subject === moreArticles)
        return privately({ blocks: [notice('info', 'No more articles wait than those above.')] });
      const item = await feedItems.get(desk.id, Number(subject.slice(kind.length + 1)));
      if (!item) return privately({ blocks: [notice('info', 'Its feed is not followed any more.')] });
      return privately({
        blocks: [await titleOf(desk, item), notice('info', naming(outcome(item), item.decidedBy ?? ''))],
      });
    },
  };
}

function outcome({ state, decidedBy }: FeedItem): string {
  const by = decidedBy === undefined ? '' : ` by ${decidedBy}`;
  switch (state) {
    case 'dismissed':
      return `Dismissed${by}.`;
    case 'waiting':
      return `Nobody took it. It stands in ${editLine('feeds items')}.`;
    default:
      return `Drafted${by}.`;
  }
}
