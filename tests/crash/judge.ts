import type { Delivery } from '../../src/domain/digests/delivery.ts';
import type { Store } from '../../src/store/store.ts';
import { markOf, type Platforms } from './platforms.ts';
import { headlines } from './seed-store.ts';
import type { StoodStill } from './service-plan.ts';

/** Where a kill found a part: before its request, during it, after its answer, or between two parts. */
export const moments = ['before', 'during', 'after', 'between'] as const;
export type Moment = (typeof moments)[number];

/** Judged from the ledger and from what the platforms saw, not from what was aimed at. */
export async function momentOf(
  store: Store,
  platforms: Platforms,
  { delivery: id, part }: StoodStill,
): Promise<Moment | undefined> {
  const delivery = await store.ledger.delivery(id);
  return delivery && momentIn(delivery, part, platforms);
}

/** Every moment in which a kill found some part: with many under way at once, mostly several. */
export async function momentsOf(store: Store, platforms: Platforms): Promise<Set<Moment>> {
  const found = new Set<Moment>();
  for (const { id } of await store.subscriptions.list({}))
    for (const line of await store.ledger.history(id, 100)) {
      if (!('delivery' in line)) continue;
      for (const { index } of line.delivery.parts) {
        const moment = momentIn(line.delivery, index, platforms);
        if (moment) found.add(moment);
      }
    }
  return found;
}

function momentIn(delivery: Delivery, index: number, platforms: Platforms): Moment | undefined {
  const { id } = delivery;
  const part = delivery.parts[index];
  if (!part) return undefined;
  const { times, answered } = platforms.asked(markOf(id, index));
  if (part.state === 'sent') return delivery.parts[index + 1]?.attempts === 0 ? 'between' : undefined;
  if (part.state !== 'sending') return undefined;
  if (times < part.attempts) return 'before';
  return answered ? 'after' : 'during';
}

/** What is wrong in the end: nothing, when every digest came once, and the history says the same. */
export async function wrongs(store: Store, platforms: Platforms): Promise<string[]> {
  const found: string[] = [];
  const known = new Map<string, string[]>();
  for (const { id, channel, sent, headlines: asked } of await store.subscriptions.list({})) {
    const lines = await store.ledger.history(id, 100);
    const deliveries = lines.flatMap((line) => ('delivery' in line ? [line.delivery] : []));
    const [delivery] = deliveries;
    if (deliveries.length !== 1 || !delivery || sent !== 1) {
      found.push(`${channel}: ${deliveries.length} deliveries, numbered up to ${sent}`);
      continue;
    }
    found.push(...wrongIn(delivery, platforms).map((wrong) => `${channel}: ${wrong}`));
    const told = (await store.ledger.headlinesOf(delivery.id)).map(({ title }) => title);
    if (told.toSorted().join() !== (asked ? headlines.toSorted().join() : ''))
      found.push(`${channel}: digest ${id} told the headlines [${told}]`);
    known.set(channel, [...(known.get(channel) ?? []), delivery.id]);
  }
  for (const [channel, ids] of known) {
    const standing = platforms.standing(channel).map(({ mark }) => mark.split('-')[0]);
    // Parts of one digest follow each other, and nothing else is there.
    const runs = standing.filter((id, at) => id !== standing[at - 1]);
    if (runs.toSorted().join() !== ids.toSorted().join()) found.push(`${channel}: there stands [${runs}]`);
  }
  return found;
}

/**
 * What is wrong after an older database was put in place: a part that stands twice, or parts of two digests, or a digest
 * that is not whole where no admin is told of it.
 */
export async function wrongsAfterRestore(store: Store, platforms: Platforms): Promise<string[]> {
  const told = new Set((await store.adminLines.pending(1000)).map(({ platform }) => platform));
  const found: string[] = [];
  for (const { id, channel } of await store.subscriptions.list({})) {
    const lines = await store.ledger.history(id, 100);
    const all = platforms.standing(channel).map(({ mark }) => mark);
    const digests = Map.groupBy(all, (mark) => mark.split('-')[0] ?? '');
    const order = [...digests].flatMap(([delivery, parts]) => parts.map((_, part) => markOf(delivery, part)));
    const most = (await store.subscriptions.list({ channel })).length;
    if (all.join() !== order.join() || digests.size > most) found.push(`${channel}: there stands [${all}]`);
    const whole = lines.some(
      (line) =>
        'delivery' in line &&
        line.delivery.state === 'delivered' &&
        line.delivery.parts.length === digests.get(line.delivery.id)?.length,
    );
    if (!whole && !told.has(channel.split(':')[0] ?? ''))
      found.push(`${channel}: digest ${id} is not whole, and no admin is told`);
  }
  return found;
}

function wrongIn({ id, channel, state, reason, parts }: Delivery, platforms: Platforms): string[] {
  const told = parts.map(({ index, message }) => `${markOf(id, index)} is ${message}`);
  const standing = platforms
    .standing(channel)
    .filter(({ mark }) => mark.startsWith(`${id}-`))
    .map(({ mark, message }) => `${mark} is ${message}`);
  return [
    ...(state === 'delivered' ? [] : [`${id} is ${state}: ${reason}`]),
    ...(told.join() === standing.join() ? [] : [`told is [${told}], there stands [${standing}]`]),
    ...parts.flatMap(({ index, attempts, state: of }) => {
      const { times } = platforms.asked(markOf(id, index));
      if (of === 'sent' && times >= 1 && attempts >= times) return [];
      return [`${markOf(id, index)} is ${of}: ${attempts} attempts told, ${times} seen`];
    }),
  ];
}
