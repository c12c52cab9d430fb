import type { Desk } from '../../domain/desk.ts';
import type { Delivery } from '../../domain/digests/delivery.ts';
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

/** A digest in full: composed again as of its day, with the entries' current content. Undefined if it has none. */
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
      ? composeStart(span, { desk, filter, to, today, most: Infinity })
      : composeEdition(span, { desk, filter, from, to, today, seen, most: Infinity, mostOfTopic: Infinity });
  const { zone } = subscription.schedule;
  const options = { number: delivery.number, slot: delivery.slot };
  const whole = editionReply(again, { ...options, format: subscription.format, zone });
  const blocks = onlyEntries(whole.blocks);
  return blocks.length > 0 ? { ...whole, blocks } : undefined;
}

/** Exactly the entries that it chose. */
async function startOf(
  { entries }: DigestPorts,
  scope: Parameters<DigestPorts['entries']['getMany']>[0],
  { rulings }: EditionRecord,
): Promise<Span> {
  const ids = rulings.flatMap(({ rule, entry }) => (rule === 'start' ? entry : []));
  return { publications: [], entries: await entries.getMany(scope, ids), ahead: [] };
}

/** Items under their headings. */
const onlyEntries = (blocks: readonly Block[]): Block[] =>
  blocks.some(({ type }) => type === 'entries')
    ? blocks.filter(({ type }) => type === 'heading' || type === 'entries')
    : [];
