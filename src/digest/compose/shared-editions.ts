import { dayIn } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { type Filter, filterKey } from '../../domain/digests/filter.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { PassingFault } from '../../domain/errors.ts';
import type { Scope } from '../../domain/ports/entries.ts';
import type { Ledger } from '../../domain/ports/ledger.ts';
import { notStarted } from '../plan.ts';
import { composeEdition, composeStart, type Edition } from './compose.ts';
import {
  type DigestPorts,
  gatherSpan,
  gatherStart,
  holdsInternal,
  isShared,
  type Span,
  withoutInternal,
} from './gather.ts';
import { toldWhereShown } from './judge.ts';

/** What a channel of our own workspace may show. For shared channels see `withoutInternal`. */
export function channelScope({ definition }: Desk, now: Date): Scope {
  return { desk: definition.id, role: 'reader', place: 'internal', now, today: dayIn(definition.zone, now) };
}

/** Items that a digest lists; the rest stand behind “Read all”, and count as told. */
const listed = { daily: 8, weekly: 24 };

/** Limit in case the desk publishes continuously. */
const mostTries = 10;

/**
 * Composes for many subscriptions at one time: gathers each span once and composes each edition once. An edition's
 * `to` is the next cursor.
 */
export function sharedEditions(ports: DigestPorts, now: Date) {
  const spans = new Map<string, Promise<Gathered>>();
  const seenOf = seenBy(ports.ledger);
  const editions = new Map<string, Promise<Edition>>();
  return async (
    { cursor, filter, channel, schedule }: Pick<Subscription, 'cursor' | 'filter' | 'channel' | 'schedule'>,
    desk: Desk,
  ): Promise<Edition> => {
    const scope = channelScope(desk, now);
    const { desk: id, today } = scope;
    const starts = cursor === notStarted;
    const gathered = (place: Scope['place']) =>
      once(spans, JSON.stringify([id, cursor, starts && filterKey(filter), place]), () =>
        gatherSettled(ports, scope, (head) =>
          starts ? gatherStart(ports, { ...scope, place }, filter) : gatherSpan(ports, scope, cursor, head),
        ),
      );
    const all = await gathered(scope.place);
    const shared = holdsInternal(all.span) && (await isShared(ports, channel));
    // Internal entries must not take places among the newest.
    const { span, to } = shared && starts ? await gathered('shared') : all;
    const visible = shared ? withoutInternal(span) : span;
    const most = schedule.rhythm === 'weekly' ? listed.weekly : listed.daily;
    const key = JSON.stringify([id, cursor, filterKey(filter), shared, most]);
    const seen = await seenOf(key, { span: visible, desk: id, filter, channel });
    return once(editions, JSON.stringify([key, seen]), async () => {
      const edition = starts
        ? composeStart(visible, { desk, filter, to, today, most })
        : composeEdition(visible, { desk, filter, from: cursor, to, today, seen, most });
      return { ...edition, ...(shared && { shared }), ...(seen && { seen }) };
    });
  };
}

interface Gathered {
  span: Span;
  /** Head of the publication sequence when it was gathered. */
  to: number;
}

/**
 * Gathers again while the desk announces something meanwhile, so that entries are read as of the head, and later
 * announcements belong to the next edition.
 */
async function gatherSettled(
  { publications }: DigestPorts,
  { desk, now }: Scope,
  gather: (head: number) => Promise<Span>,
): Promise<Gathered> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const to = await publications.head();
    const span = await gather(to);
    // Entries that have become visible must get their number first.
    await publications.release(now);
    if ((await publications.after(desk, to, 1)).length === 0) return { span, to };
  }
  throw new PassingFault('more was published each time that the entries of the digest were read');
}

type Channels = ReadonlySet<string> | undefined;

/**
 * For many channels: the entries of `toldWhereShown` that each has shown; undefined if nothing depends on it. Looks up
 * each entry once.
 */
function seenBy(ledger: Pick<Ledger, 'shownIn'>) {
  const where = new Map<string, Promise<Channels>>();
  const depending = new Map<string, Promise<[string, Channels][]>>();
  const shownIn = (desk: string, entry: string) =>
    once(where, JSON.stringify([desk, entry]), async () => (await ledger.shownIn(desk, [entry])).get(entry));
  /** `key`: of the edition. */
  return async (
    key: string,
    { span, desk, filter, channel }: { span: Span; desk: string; filter: Filter; channel: string },
  ): Promise<string[] | undefined> => {
    const depends = await once(depending, key, async () => {
      const found: [string, Channels][] = [];
      for (const entry of toldWhereShown(span, filter)) found.push([entry, await shownIn(desk, entry)]);
      return found;
    });
    if (depends.length === 0) return undefined;
    return depends.flatMap(([entry, channels]) => (channels?.has(channel) ? entry : []));
  };
}

/** Caches the promise of the first call per key. */
function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known) return known;
  const making = make();
  made.set(key, making);
  return making;
}
