import { expect, test } from 'vitest';
import { groupEvents } from '../../../src/digest/compose/digest-item.ts';
import type { StoredEntry } from '../../../src/domain/ports/entries.ts';
import { fact, stop } from '../make-span.ts';

const folds = (...entries: StoredEntry[]) =>
  groupEvents(entries).map(({ entry, folded }) => [entry, ...folded].map(({ body }) => body.id).join(' + '));
const day = (over: object = {}) => ({ dates: ['2026-11-06'], standing: 'confirmed', ...over });

test('rows of one stop, and facts of one kind and date that name each other, are one event', () => {
  expect(folds(stop('row', ['2023-02-27/2023-02-28']), stop('press', ['2023-02-28']))).toEqual([
    'press + row',
  ]);
  expect(folds(fact('a', day({ weight: 2 })), fact('b', day({ related: ['a'], weight: 4 })))).toEqual([
    'b + a',
  ]);
});

test('a visit belongs to the related event that it was for', () => {
  const journey = fact('journey', day({ dates: ['2023-02-27/2023-03-01'], people: ['jane-roe'], weight: 4 }));
  expect(
    folds(
      journey,
      stop('norway', ['2023-02-27/2023-02-28'], { related: ['journey'] }),
      stop('sweden', ['2023-02-28/2023-03-01'], { related: ['journey'] }, { host: 'SE' }),
    ),
  ).toEqual(['journey + sweden + norway']);
});

test.each([
  ['another day', day({ dates: ['2026-11-07'], related: ['a'] })],
  ['not named as related', day()],
  ['another kind', day({ kind: 'status', related: ['a'] })],
  ['a view', day({ kind: 'view', standing: 'opinion', related: ['a'] })],
])('%s: not the same event', (_, over) => {
  expect(folds(fact('a', day()), fact('b', over))).toHaveLength(2);
});

test('days that are only bounded, other hosts and other days do not make one event', () => {
  const within = day({ dates: ['[2026-01..2026-03]'] });
  expect(folds(fact('a', within), fact('b', { ...within, related: ['a'] }))).toHaveLength(2);
  expect(folds(stop('a', ['2026-11-06']), stop('b', ['2026-11-06'], {}, { host: 'SE' }))).toHaveLength(2);
  expect(folds(stop('a', ['2026-11-06']), stop('b', ['2026-11-07']))).toHaveLength(2);
  const accord = fact('accord', day({ people: ['jane-roe'] }));
  expect(folds(accord, stop('a', ['2026-11-06/2026-11-07'], { related: ['accord'] }))).toHaveLength(2);
});
