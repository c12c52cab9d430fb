import type { Span } from '../../src/digest/compose/gather.ts';
import type { StoredEntry } from '../../src/domain/ports/entries.ts';
import type { Publication, PublicationEvent } from '../../src/domain/ports/publishing.ts';
import { makeFact } from '../domain/make.ts';

export type Told = [entry: string, event: PublicationEvent, note?: string];

/** Publications 1, 2, 3 … of a span, and the entries as they stand when it is composed. */
export function makeSpan(
  entries: readonly StoredEntry[],
  told: readonly Told[] = entries.map(({ body }) => [body.id, 'published']),
  ahead: StoredEntry[] = [],
): Span {
  const publications = told.map(
    ([entry, event, note], at): Publication => ({
      number: at + 1,
      desk: 'north',
      entry,
      revision: 1,
      event,
      day: '2026-11-21',
      recordedAt: new Date('2026-11-21T00:00:00Z'),
      ...(note && { note }),
    }),
  );
  return { publications, entries: new Map(entries.map((entry) => [entry.body.id, entry])), ahead };
}

export const fact = (id: string, over: object = {}) => makeFact({ id, published: '2026-11-20', ...over });

export const stop = (id: string, dates: string[], over: object = {}, visit: object = {}) =>
  fact(id, {
    kind: 'visit',
    dates,
    standing: 'confirmed',
    topics: ['visits'],
    people: ['jane-roe'],
    visit: {
      direction: 'to-region',
      visitor: 'jane-roe',
      office: 'us-secretary',
      from: 'US',
      host: 'NO',
      trip: id,
      ...visit,
    },
    ...over,
  });
