import { expect, test } from 'vitest';
import type { Fact } from '../../src/domain/entry.ts';
import { mayBeSame } from '../../src/domain/facts/duplicates.ts';
import { fact, visit } from '../store/entries-made.ts';

const stop = (
  id: string,
  edtf: string,
  places = ['astana'],
  who = 'dick-cheney',
  changes: Partial<Fact> = {},
) => visit(id, edtf, { visitor: who, places }, changes);

test.each<[string, Fact, boolean]>([
  ['the month that holds its days', stop('b', '2006-05'), true],
  ['the same day', stop('b', '2006-05-06'), true],
  ['no place recorded', stop('b', '2006', []), true],
  ['an open end', stop('b', '2006-01/..'), true],
  [
    'a second date on which sources disagree',
    stop('b', '2004', [], 'dick-cheney', {
      dates: [
        { edtf: '2004', sources: [] },
        { edtf: '2006-05', sources: [] },
      ],
    }),
    true,
  ],
  ['other days', stop('b', '2006-05-07'), false],
  ['another place', stop('b', '2006-05', ['almaty']), false],
  ['another person', stop('b', '2006-05', ['astana'], 'rice'), false],
  ['another country', visit('b', '2006-05', { visitor: 'dick-cheney', host: 'UZ' }), false],
  ['what it replaces', stop('b', '2006-05', ['astana'], 'dick-cheney', { supersedes: 'a' }), false],
  ['itself', stop('a', '2006-05-05/2006-05-06'), false],
])('a visit and %s', (_, other, same) => {
  const one = stop('a', '2006-05-05/2006-05-06');
  expect(mayBeSame(one, [other])).toEqual(same ? [other] : []);
  expect(mayBeSame(other, [one])).toEqual(same ? [one] : []);
});

const lease = (id: string, changes: Partial<Fact> = {}) =>
  fact(id, {
    title: 'Baikonur lease renewed',
    statement: 'Kazakhstan and Russia renewed the lease of Baikonur.',
    ...{ dates: [{ edtf: '2026-02', sources: [] }], people: ['a', 'b'], ...changes },
  });

test.each<[string, Fact, boolean]>([
  ['in the same words', lease('b'), true],
  ['with a like title', lease('b', { title: 'Lease of Baikonur renewed again', statement: 'It was.' }), true],
  ['with a like statement', lease('b', { title: 'Cosmodrome', people: ['b', 'a'] }), true],
  ['in other words', lease('b', { title: 'Cosmodrome', statement: 'Rockets fly on.' }), false],
  ['in another year', lease('b', { dates: [{ edtf: '2025', sources: [] }] }), false],
  ['of another kind', lease('b', { kind: 'plan' }), false],
  ['on other people', lease('b', { people: ['a'] }), false],
  ['on other countries', lease('b', { countries: ['KZ', 'RU'] }), false],
  ['with nothing but short words', lease('b', { title: 'A b', statement: 'It is so.' }), false],
])('a fact told again %s', (_, other, same) => {
  expect(mayBeSame(lease('a'), [other])).toEqual(same ? [other] : []);
  expect(mayBeSame(other, [lease('a')])).toEqual(same ? [lease('a')] : []);
});
