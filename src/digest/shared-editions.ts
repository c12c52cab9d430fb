import { dayIn } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { Scope } from '../domain/ports/entries.ts';
import { filterKey, type Subscription } from '../domain/subscription.ts';
import { composeEdition, composeStart, type Edition } from './compose.ts';
import { type DigestPorts, gatherSpan, gatherStart, type Span } from './gather.ts';
import { notStarted } from './plan.ts';
import { holdsInternal, isShared, withoutInternal } from './where.ts';

/** What anyone in a channel of the house may see; where others see it too, `withoutInternal`. */
export function channelScope({ definition }: Desk, now: Date): Scope {
  return { desk: definition.id, role: 'reader', place: 'internal', now, today: dayIn(definition.zone, now) };
}

/**
 * Composes for many subscriptions up to one head at one time: each span is gathered once and each edition composed
 * once, however many share it.
 */
export function sharedEditions(ports: DigestPorts, { head, now }: { head: number; now: Date }) {
  const spans = new Map<string, Promise<Span>>();
  const editions = new Map<string, Promise<Edition>>();
  return async (
    { cursor, filter, channel }: Pick<Subscription, 'cursor' | 'filter' | 'channel'>,
    desk: Desk,
  ): Promise<Edition> => {
    const scope = channelScope(desk, now);
    const { desk: id, today } = scope;
    const starts = cursor === notStarted;
    const span = await once(spans, JSON.stringify([id, cursor, starts && filterKey(filter)]), () =>
      starts ? gatherStart(ports, scope, filter) : gatherSpan(ports, scope, cursor, head),
    );
    const shared = holdsInternal(span) && (await isShared(ports, channel));
    return once(editions, JSON.stringify([id, cursor, filterKey(filter), shared]), async () => {
      const seen = shared ? withoutInternal(span) : span;
      const edition = starts
        ? composeStart(seen, { desk, filter, to: head, today })
        : composeEdition(seen, { desk, filter, from: cursor, to: head, today });
      return shared ? { ...edition, shared } : edition;
    });
  };
}

function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known) return known;
  const making = make();
  made.set(key, making);
  return making;
}
