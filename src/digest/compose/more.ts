import type { Desk } from '../../domain/desk.ts';
import { type Delivery, entriesIn } from '../../domain/digests/delivery.ts';
import type { EditionRecord } from '../../domain/digests/edition.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { Block, Reply } from '../../domain/reply.ts';
import { composeEdition, composeStart } from './compose.ts';
import { editionReply } from './edition-reply.ts';
import {
  type DigestPorts,
  gatherSpan,
  holdsInternal,
  isShared,
  type Span,
  withoutInternal,
} from './gather.ts';
import { channelScope } from './shared-editions.ts';

interface RestOf {
  delivery: Delivery;
  edition: EditionRecord;
  subscription: Subscription;
  desk: Desk;
  now: Date;
}

/**
 * Entries of a digest that none of its messages shows: composed again as of its day, with the entries' current
 * content. Undefined if all were shown.
 */
export async function restOf(
  ports: DigestPorts,
  { delivery, edition, subscription, desk, now }: RestOf,
): Promise<Reply | undefined> {
  const { filter, from, to, day: today, seen } = edition;
  const scope = { ...channelScope(desk, now), today };
  const all = from < 0 ? await startOf(ports, scope, edition) : await gatherSpan(ports, scope, from, to);
  const shared = holdsInternal(all) && (await isShared(ports, subscription.channel));
  const span = shared ? withoutInternal(all) : all;
  const again =
    from < 0
      ? composeStart(span, { desk, filter, to, today })
      : composeEdition(span, { desk, filter, from, to, today, seen, most: Infinity, mostOfTopic: Infinity });
  const { zone, rhythm } = subscription.schedule;
  const options = { number: delivery.number, slot: delivery.slot, roundup: rhythm === 'weekly' };
  const whole = editionReply(again, { ...options, format: subscription.format, zone });
  const { parts, state } = delivery;
  // A failed digest has only its posted parts.
  const there = state === 'failed' ? parts.filter((part) => part.state === 'sent') : parts;
  const shown = new Set(there.flatMap(({ reply }) => entriesIn(reply)));
  const blocks = unshown(whole.blocks, shown);
  return blocks.some(({ type }) => type === 'entries') ? { ...whole, blocks } : undefined;
}

/** Exactly the entries that it chose from. */
async function startOf(
  { entries }: DigestPorts,
  scope: Parameters<DigestPorts['entries']['getMany']>[0],
  { rulings }: EditionRecord,
): Promise<Span> {
  const ids = rulings.map(({ entry }) => entry);
  return { publications: [], entries: await entries.getMany(scope, ids), ahead: [] };
}

/** Keeps headings that still have content. */
function unshown(blocks: readonly Block[], shown: ReadonlySet<string>): Block[] {
  const left: Block[] = [];
  let headings: Block[] = [];
  for (const block of blocks) {
    if (block.type === 'heading') headings = block.level === 1 ? [block] : [...keptTitle(headings), block];
    if (block.type !== 'entries') continue;
    const items = block.items.filter(({ id }) => !shown.has(id));
    if (items.length === 0) continue;
    left.push(...headings, { ...block, items });
    headings = [];
  }
  return left;
}

const keptTitle = (headings: readonly Block[]) =>
  headings.filter((block) => block.type === 'heading' && block.level === 1);
