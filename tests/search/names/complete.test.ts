import { expect, test } from 'vitest';
import { buildNameIndex } from '../../../src/search/names/name-index.ts';
import { centralAsia, crowdedDesk } from '../desks.ts';

const names = buildNameIndex(centralAsia);
const first = (text: string, kinds: Parameters<typeof names.complete>[1] = ['country', 'person', 'place']) =>
  names.complete(text, kinds, 5)[0]?.label;

test.each([
  ['kaz', 'Kazakhstan'],
  ['Каз', 'Kazakhstan'],
  ['uzbke', 'Uzbekistan'],
  ['mirzi', 'Shavkat Mirziyoyev'],
  ['mirzij', 'Shavkat Mirziyoyev'],
  ['nazarbai', 'Nursultan Nazarbayev'],
  ['rice', 'Condoleezza Rice'],
  ['alma-a', 'Almaty'],
  ['franc', 'France'],
])('“%s” offers %s first', (typed, label) => {
  expect(first(typed)).toBe(label);
});

test('nothing typed offers some of each kind, the desk’s own in its order', () => {
  const kinds = names.complete('', ['country', 'person'], 4).map(({ kind }) => kind);
  expect(kinds).toEqual(['country', 'country', 'person', 'person']);
  expect(
    names
      .complete('', ['country'], 300)
      .every(({ id }) => centralAsia.countries.some((one) => one.id === id)),
  ).toBe(true);
});

test('each name is offered once, and no more than asked for', () => {
  const offered = names.complete('k', ['country', 'person'], 6);
  expect(offered.length).toBe(6);
  expect(new Set(offered).size).toBe(6);
});

test('among 5,000 people an answer takes milliseconds', () => {
  const crowd = buildNameIndex(crowdedDesk(5000));
  for (const typed of ['kor', 'turmi', 'qwerty']) crowd.complete(typed, ['person'], 20);
  const took = ['korba', 'lanzha', 'tuurmi', 'qwertz'].map((typed) => {
    const start = process.cpuUsage();
    crowd.complete(typed, ['person'], 20);
    return process.cpuUsage(start).user / 1000;
  });
  // The aim is 50 ms; the test leaves room for machines that do other things at once.
  expect(took.toSorted((a, b) => a - b)[2]).toBeLessThan(150);
});
