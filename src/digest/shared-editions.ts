import { dayIn } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { Scope } from '../domain/ports/entries.ts';
import { filterKey, type Subscription } from '../domain/subscription.ts';
import { composeEdition, composeStart, type Edition } from './compose.ts';
import { type DigestPorts, gatherSpan, gatherStart, type Span } from './gather.ts';
import { notStarted } from './plan.ts';

/** What anyone in a channel may see. */
export function channelScope({ definition }: Desk, now: Date): Scope {
  return { desk: definition.id, role: 'reader', now, today: dayIn(definition.zone, now) };
}

/**
 * Composes for many subscriptions up to one head at one time: each span is gathered once and each edition composed
 * once, however many share it.
 */
export function sharedEditions(ports: DigestPorts, { head, now }: { head: number; now: Date }) {
  const spans = new Map<string, Promise<Span>>();
  const editions = new Map<string, Promise<Edition>>();
  return ({ cursor, filter }: Pick<Subscription, 'cursor' | 'filter'>, desk: Desk): Promise<Edition> => {
    const scope = channelScope(desk, now);
    const { desk: id, today } = scope;
    return once(editions, JSON.stringify([id, cursor, filterKey(filter)]), async () => {
      if (cursor === notStarted)
        return composeStart(await gatherStart(ports, scope, filter), { desk, filter, to: head, today });
      const span = await once(spans, JSON.stringify([id, cursor]), () =>
        gatherSpan(ports, scope, cursor, head),
      );
      return composeEdition(span, { desk, filter, from: cursor, to: head, today });
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
