import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/entry.ts';
import { contradictionsOf } from '../../src/domain/facts/near-facts.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { centralAsia } from '../search/desks.ts';
import { fact, visit } from '../store/entries-made.ts';

const names = buildNameIndex(centralAsia);
const found = (one: Fact, near: Fact[]) =>
  contradictionsOf(one, near, names).map(({ one, other }) => [one, other]);

describe('two dates of what may be one visit', () => {
  const stop = (id: string, edtf: string, changes: Partial<Fact> = {}, places: string[] = ['astana']) =>
    visit(id, edtf, { visitor: 'dick-cheney', places }, { sources: [{ id: `source-${id}` }], ...changes });

  test.each<[string, Fact, boolean]>([
    ['days that exclude each other', stop('b', '2006-05-06'), true],
    ['a fortnight apart', stop('b', '2006-05-19'), true],
    ['further apart: two visits', stop('b', '2006-05-20'), false],
    ['a month that holds the day', stop('b', '2006-05'), false],
    ['one of several days that holds it', stop('b', '[2006-05-05,2006-05-06]'), false],
    ['another place', stop('b', '2006-05-06', {}, ['almaty']), false],
    ['no place recorded', stop('b', '2006-05-06', {}, []), true],
    ['a source that gives both', stop('b', '2006-05-06', { sources: [{ id: 'source-a' }] }), false],
    ['another person', visit('b', '2006-05-06', { visitor: 'rice', places: ['astana'] }), false],
    ['marked as disputed', stop('b', '2006-05-06', { standing: 'disputed' }), false],
  ])('%s', (_, other, contradict) => {
    const one = stop('a', '2006-05-05');
    expect(found(one, [other])).toEqual(contradict ? [[other.id, one.id]] : []);
    expect(found(other, [one])).toEqual(contradict ? [[one.id, other.id]] : []);
  });
});

describe('a never that is met', () => {
  const claim = (title: string, changes: Partial<Fact> = {}) =>
    fact('claim', { kind: 'status', title, dates: [{ edtf: '2026-03', sources: [] }], ...changes });
  const came = (edtf: string, office = 'us-president', visitor = 'barack-obama') =>
    visit('came', edtf, { office, visitor });

  test.each<[string, Fact, Fact, boolean]>([
    ['an office', claim('No US president has come while in office'), came('2026-02-01'), true],
    ['yet', claim('No US president had yet visited Kazakhstan'), came('2026-02-01'), true],
    ['a person', claim('Barack Obama has never visited the region'), came('2014'), true],
    [
      'in the statement',
      claim('Visits', { statement: 'No US president has been there.' }),
      came('2014'),
      true,
    ],
    ['after what is said', claim('No US president has come while in office'), came('2026-04-01'), false],
    ['another office', claim('No US president has come'), came('2014', 'us-secretary-of-state'), false],
    ['another country', claim('No US president has come', { countries: ['UZ'] }), came('2014'), false],
    ['an opinion', claim('No US president has come', { standing: 'opinion' }), came('2014'), false],
    ['nobody whom the desk knows', claim('No circus has come to town'), came('2014'), false],
    ['no journey at all', claim('No US president has spoken of it'), came('2014'), false],
  ])('%s', (_, one, other, contradict) => {
    expect(found(one, [other])).toEqual(contradict ? [['claim', 'came']] : []);
    expect(found(other, [one])).toEqual(contradict ? [['claim', 'came']] : []);
  });
});
