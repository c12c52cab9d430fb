import { cutTo } from '../../domain/answer/reply-units.ts';
import type { Desk } from '../../domain/desk.ts';
import { headlinesBudget, isWithin } from '../../domain/digests/budget.ts';
import { headlinesTitle, moreOf } from '../../domain/digests/split-digest.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { Headline } from '../../domain/feed.ts';
import type { Headlines } from '../../domain/ports/feeds.ts';
import type { Block, Reply, Span } from '../../domain/reply.ts';

/** Headlines that the messages of a digest show; the others are behind a button. */
const listed = 5;

/** Characters of a line, so that it takes two lines of a phone. */
const most = { title: 60, publisher: 24 };

/**
 * The reply with headlines as its block `at`, or before its last line, which says desk and day. Those that it has no
 * room for are behind a button; `more` is the line that answers the rest of the digest.
 */
export function withHeadlines(
  reply: Reply,
  headlines: readonly Headline[],
  more?: string,
  at = reply.blocks.findLastIndex(({ type }) => type === 'text'),
): Reply {
  if (headlines.length === 0) return reply;
  const own = (rows: number): Block[] => [
    { type: 'text', spans: [{ text: headlinesTitle(headlines.length), style: 'emphasis' }] },
    { type: 'list', items: headlines.slice(0, rows).map(headlineLine) },
  ];
  let rows = Math.min(listed, headlines.length);
  while (rows > 1 && !isWithin({ ...reply, blocks: own(rows).slice(1) }, headlinesBudget)) rows -= 1;
  const blocks = reply.blocks.toSpliced(at, 0, ...own(rows));
  if (more === undefined || rows === headlines.length) return { ...reply, blocks };
  const option = { label: 'Headlines', command: `${more} ${moreOf.headlines}` };
  const last = blocks.at(-1);
  const choices: Block =
    last?.type === 'choices'
      ? {
          ...last,
          options: last.options.toSpliced(
            last.options.findIndex(({ command }) => command === more) + 1,
            0,
            option,
          ),
        }
      : { type: 'choices', prompt: '', options: [option] };
  return { ...reply, blocks: [...(last?.type === 'choices' ? blocks.slice(0, -1) : blocks), choices] };
}

/** A headline as a link, with who published it. */
function headlineLine({ title, url, publisher }: Headline): Span[] {
  return [
    { text: cutTo(title, most.title), ...(/^https?:/.test(url) && { href: url }) },
    { text: ` · ${cutTo(publisher, most.publisher)}` },
  ];
}

/** What its digest ends with, beside the edition. */
export async function headlinesFor(
  { headlines }: { headlines: Headlines },
  { subscription, desk }: { subscription: Subscription; desk: Desk },
  now: Date,
): Promise<Headline[]> {
  return subscription.headlines ? headlines.fresh(subscription, desk, now) : [];
}
