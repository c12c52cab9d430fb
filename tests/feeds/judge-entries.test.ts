import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeEntries, mostAtFirst } from '../../src/feeds/decide.ts';

const entry = (key: string, urlKey = `paper.example/${key}`) => ({
  ...{ key, urlKey, url: `https://${urlKey}`, title: key },
});
const isOfDesk = (text: string) => text.includes('Kazakhstan');
const nothing = {
  ...{ items: [], urlKeys: new Set<string>(), titles: [], had: new Set<string>(), first: false, isOfDesk },
  keywords: [],
};
const states = (judged: ReturnType<typeof judgeEntries>) => judged.map(({ key, state }) => [key, state]);

test('of a feed that is new to the desk the newest ten wait', () => {
  const many = Array.from({ length: 13 }, (_, n) => entry(String(n)));
  const judged = judgeEntries(many, { ...nothing, first: true });
  expect(judged.map(({ state }) => state)).toEqual([...Array(10).fill('waiting'), ...Array(3).fill('seen')]);
  expect(judgeEntries(many, nothing).map(({ state }) => state)).toEqual(Array(13).fill('waiting'));
});

test('what the desk has as a source, from an import or from another feed does not wait', () => {
  const judged = judgeEntries([entry('source'), entry('elsewhere'), entry('new')], {
    ...nothing,
    had: new Set(['paper.example/source']),
    urlKeys: new Set(['paper.example/elsewhere']),
  });
  expect(states(judged)).toEqual([
    ['source', 'known'],
    ['elsewhere', 'known'],
    ['new', 'waiting'],
  ]);
});

test('entries that share only an address, or only an id, all wait', () => {
  const page = ['a', 'b', 'c'].map((key) => entry(key, 'paper.example/all'));
  expect(states(judgeEntries(page, nothing)).map(([, state]) => state)).toEqual(Array(3).fill('waiting'));
  // The page is known to be one for all from what was there before, too.
  const items = judgeEntries(page.slice(0, 2), nothing);
  const urlKeys = new Set(['paper.example/all']);
  expect(states(judgeEntries(page, { ...nothing, items, urlKeys }))).toEqual([['c', 'waiting']]);
  const named = ['a', 'b', 'c'].map((title) => ({ ...entry('N/A', `paper.example/${title}`), title }));
  const judged = judgeEntries(named, nothing);
  expect(judged.map(({ state }) => state)).toEqual(Array(3).fill('waiting'));
  expect(new Set(judged.map(({ key }) => key)).size).toBe(3);
  expect(judgeEntries(named, { ...nothing, items: judged })).toEqual([]);
});

test('a title or an address that changed, or a site that moved, is no news', () => {
  const published = new Date('2026-11-20T08:00:00Z');
  const items = [{ ...entry('old'), published }];
  const again = (changed: object) =>
    judgeEntries([{ ...entry('old'), published, ...changed }], { ...nothing, items });
  expect(again({ title: 'Corrected' })).toEqual([]);
  expect(again({ urlKey: 'paper.example/moved' })).toEqual([]);
  expect(again({ key: 'new', urlKey: 'moved.example/2026/1' })).toEqual([]);
  expect(again({ key: 'new', urlKey: 'moved.example/old', published: undefined })).toEqual([]);
  expect(again({ key: 'new', urlKey: 'moved.example/other', title: 'Other' })).toHaveLength(1);
});

test('a card is posted of what is the desk’s, once for a story that several papers tell', () => {
  const told = (key: string, title: string, text?: string) => ({
    ...entry(key),
    title,
    ...(text && { text }),
  });
  const cards = (all: ReturnType<typeof told>[], more = {}) =>
    judgeEntries(all, { ...nothing, ...more }).flatMap(({ key, card }) => (card ? [key] : []));
  const news = [
    told('a', 'Kazakhstan opens a second rail crossing'),
    told('b', 'Kazakhstan opens second rail crossing - The Paper'),
    told('c', 'Kazakhstan closes an airport for repairs'),
    told('d', 'Cup final'),
    told('e', 'Grain exports grow', 'Kazakhstan sells more wheat.'),
  ];
  expect(cards(news)).toEqual(['a', 'c', 'e']);
  expect(cards(news, { titles: ['Kazakhstan opens a second rail crossing'] })).toEqual(['c', 'e']);
  expect(cards(news.slice(0, 1), { had: new Set(['paper.example/a']) })).toEqual([]);
});

test('a feed with keywords brings only what has a word that begins with one, and a card of each', () => {
  const of = (key: string, title: string, text?: string) => ({ ...entry(key), title, ...(text && { text }) });
  const news = [
    of('a', 'Cotton is harvested'),
    of('b', 'Uranium prices', 'Of C++ and CASA-1000.'),
    of('c', 'Миру нужен уран'),
    of('d', 'Cup final'),
    of('e', 'Microcotton'),
  ];
  const judged = (...keywords: string[]) =>
    judgeEntries(news, { ...nothing, keywords }).flatMap(({ key, state, card }) =>
      state === 'waiting' && card ? [key] : [],
    );
  expect(judged('cotton', 'УРАН')).toEqual(['a', 'c']);
  expect(judged('c++', 'casa')).toEqual(['b']);
  const many = Array.from({ length: 30 }, (_, n) => of(String(n), n % 2 ? `Cotton ${n}` : `Cup ${n}`));
  const first = judgeEntries(many, { ...nothing, first: true, keywords: ['cotton'] });
  expect(first.filter(({ state }) => state === 'waiting')).toHaveLength(mostAtFirst);
  expect(first.filter(({ state }) => state === 'passed')).toHaveLength(15);
});

const names = fc.constantFrom(...'abcdefghijklmnop');
const entries = fc.array(
  fc.tuple(names, names).map(([key, urlKey]) => entry(key, urlKey)),
  { maxLength: 40 },
);
const some = fc.array(names).map((all) => new Set(all));

test('whatever is known, each thing waits once, and judging again finds nothing new', () => {
  fc.assert(
    fc.property(entries, entries, some, some, fc.boolean(), (all, items, urlKeys, had, first) => {
      const judged = judgeEntries(all, { ...nothing, items, urlKeys, had, first });
      const waiting = judged.filter(({ state }) => state === 'waiting');
      expect(new Set(judged.map(({ key }) => key)).size).toBe(judged.length);
      if (first) expect(waiting.length).toBeLessThanOrEqual(mostAtFirst);
      expect(judgeEntries(all, { ...nothing, items: [...items, ...judged], urlKeys, had, first })).toEqual(
        [],
      );
    }),
  );
});
