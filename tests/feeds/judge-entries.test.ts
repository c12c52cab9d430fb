import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeEntries, mostAtFirst } from '../../src/feeds/decide.ts';

const entry = (key: string, urlKey = `paper.example/${key}`) => ({
  ...{ key, urlKey, url: `https://${urlKey}`, title: key },
});
const nothing = { keys: new Set<string>(), urlKeys: new Set<string>(), had: new Set<string>(), first: false };
const states = (judged: ReturnType<typeof judgeEntries>) => judged.map(({ key, state }) => [key, state]);

test('of a feed that is new to the desk the newest ten wait', () => {
  const many = Array.from({ length: 13 }, (_, n) => entry(String(n)));
  const judged = judgeEntries(many, { ...nothing, first: true });
  expect(judged.map(({ state }) => state)).toEqual([...Array(10).fill('waiting'), ...Array(3).fill('seen')]);
  expect(judgeEntries(many, nothing).map(({ state }) => state)).toEqual(Array(13).fill('waiting'));
});

test('what the desk has as a source, from an import or from another feed does not wait', () => {
  const judged = judgeEntries(
    [entry('source'), entry('elsewhere'), entry('new'), entry('again', 'paper.example/new')],
    {
      ...nothing,
      had: new Set(['paper.example/source']),
      urlKeys: new Set(['paper.example/elsewhere']),
    },
  );
  expect(states(judged)).toEqual([
    ['source', 'known'],
    ['elsewhere', 'known'],
    ['new', 'waiting'],
    ['again', 'known'],
  ]);
});

test('what the feed has had before is none of its news, though its address is another now', () => {
  const known = { ...nothing, keys: new Set(['old']) };
  expect(states(judgeEntries([entry('old', 'moved'), entry('new'), entry('new', 'other')], known))).toEqual([
    ['new', 'waiting'],
  ]);
});

const names = fc.constantFrom(...'abcdefghijklmnop');
const entries = fc.array(
  fc.tuple(names, names).map(([key, urlKey]) => entry(key, urlKey)),
  { maxLength: 40 },
);
const some = fc.array(names).map((all) => new Set(all));

test('whatever is known, each thing waits once, and judging again finds nothing new', () => {
  fc.assert(
    fc.property(entries, some, some, some, fc.boolean(), (all, keys, urlKeys, had, first) => {
      const judged = judgeEntries(all, { keys, urlKeys, had, first });
      const waiting = judged.filter(({ state }) => state === 'waiting');
      expect(new Set(judged.map(({ key }) => key)).size).toBe(judged.length);
      expect(new Set(waiting.map(({ urlKey }) => urlKey)).size).toBe(waiting.length);
      for (const { key, urlKey } of waiting)
        expect([keys.has(key), urlKeys.has(urlKey), had.has(urlKey)]).toEqual([false, false, false]);
      if (first) expect(waiting.length).toBeLessThanOrEqual(mostAtFirst);
      const after = new Set([...keys, ...judged.map(({ key }) => key)]);
      expect(judgeEntries(all, { keys: after, urlKeys, had, first })).toEqual([]);
    }),
  );
});
