import { afterAll, beforeAll, expect, test } from 'vitest';
import { findEntries } from '../../src/domain/search/find.ts';
import { createLanguage } from '../../src/search/language.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { centralAsia } from '../search/desks.ts';
import { type OpenDesk, openDesk } from './desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

const language = createLanguage(centralAsia, buildNameIndex(centralAsia));
const find = (question: string, filters = {}) =>
  findEntries({ searcher: desk.store.searcher, language }, desk.scope, {
    words: question,
    filters,
    page: { limit: 5, offset: 0 },
  });

test('passages say which words of a question they hold, and which no entry holds', async () => {
  const { items, query, unheld } = await find(
    'Which presidents ate gooseberry pie at the summit in Washington?',
  );
  expect(unheld).toEqual(['ate', 'gooseberry', 'pie']);
  expect(items[0]?.held.map(({ term }) => query.terms[term]?.word)).toEqual(
    expect.arrayContaining(['summit', 'washington']),
  );
});

test('passages keep to the filters', async () => {
  const { items } = await find('visit', { country: 'KZ', since: '2020-01-01' });
  expect(items.length).toBeGreaterThan(0);
  for (const { entry } of items) {
    expect(entry.body.countries).toContain('KZ');
    expect((entry.latest ?? '9999') >= '2020-01-01').toBe(true);
  }
});
