import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { items, type OpenDesk, openDesk, words } from './desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

const lists = [
  'visits',
  'visits kazakhstan',
  'visits since 2000 until 2010',
  'facts',
  'facts diplomacy',
  'latest',
  'timeline uzbekistan',
  'upcoming',
  'search kazakhstan',
];

test('pages of any size hold every entry of a list once, in one order', async () => {
  const wholes = new Map<string, string[]>();
  for (const line of lists) {
    wholes.set(
      line,
      items(await desk.ask(line, { pageSize: 1000 })).map(({ id }) => id),
    );
  }
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...lists), fc.integer({ min: 1, max: 70 }), async (line, pageSize) => {
      const shown: string[] = [];
      let next: string | undefined = `/centralasia ${line}`;
      while (next) {
        const reply = await desk.ask(next.replace('/centralasia ', ''), { pageSize });
        const here = items(reply).map(({ id }) => id);
        expect(here.length).toBeGreaterThan(0);
        expect(here.length).toBeLessThanOrEqual(pageSize);
        shown.push(...here);
        next = reply.paging?.next;
      }
      expect(shown).toEqual(wholes.get(line));
    }),
    { numRuns: 15 },
  );
});

test('a page back leads where one came from', async () => {
  const second = await desk.ask('visits kazakhstan page 2');
  expect(second.paging).toMatchObject({
    page: 2,
    pages: 3,
    previous: '/centralasia visits country:KZ',
    next: '/centralasia visits country:KZ page:3',
  });
});

test('a page past the end is the last one, and says so', async () => {
  const reply = await desk.ask('visits kazakhstan page 9');
  expect(reply.paging?.page).toBe(3);
  expect(words(reply)).toContain('There is no page 9; this is the last one.');
});
