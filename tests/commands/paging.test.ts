import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reply, shownIn } from '../../src/domain/reply.ts';
import { type OpenDesk, openDesk, words } from './desk.ts';

/** Rows and entries of the form shown. */
const shown = (reply: Reply) =>
  shownIn(reply).blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));

const buttons = (reply: Reply) =>
  shownIn(reply).blocks.flatMap((block) =>
    block.type === 'choices' ? block.options.map(({ label, command }) => [label, command]) : [],
  );

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

async function readThrough(line: string, pageSize: number): Promise<string[]> {
  const read: string[] = [];
  let next: string | undefined = `/centralasia ${line}`;
  while (next) {
    const reply = await desk.ask(next.replace('/centralasia ', ''), { pageSize });
    const here = shown(reply);
    expect(here.length).toBeGreaterThan(0);
    // The first page of details also holds one entry known beside the register.
    expect(here.length).toBeLessThanOrEqual(Math.max(pageSize, 15) + (read.length === 0 ? 1 : 0));
    read.push(...here.flatMap(({ id, folds = [] }) => [id, ...folds]));
    next = reply.paging?.next;
  }
  return read;
}

test('pages of any size hold every entry of a list once, in full in one order, and as rows', async () => {
  const wholes = new Map<string, string[]>();
  for (const line of lists) wholes.set(line, await readThrough(`${line} show:details`, 1000));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...lists), fc.integer({ min: 1, max: 70 }), async (line, pageSize) => {
      const [whole, entries] = [wholes.get(line) ?? [], await readThrough(`${line} show:details`, pageSize)];
      // Entries about one event share a row; what is known beside the register stands with the first details alone.
      const rows = await readThrough(`${line} show:all`, pageSize);
      const listed = new Set(rows);
      expect(entries.filter((id) => listed.has(id))).toEqual(whole.filter((id) => listed.has(id)));
      expect(entries.toSorted()).toEqual(whole.toSorted());
      const beside = whole.filter((id) => !listed.has(id));
      expect([...rows, ...beside].sort()).toEqual(whole.toSorted());
      expect(beside).toHaveLength(line === 'visits kazakhstan' ? 1 : 0);
    }),
    { numRuns: 15 },
  );
});

test('a page back leads where one came from', async () => {
  const second = await desk.ask('visits kazakhstan page 2');
  expect(second.paging).toMatchObject({
    page: 2,
    pages: 2,
    previous: '/centralasia visits country:KZ show:all',
  });
  const all = await desk.ask('visits kazakhstan show:all');
  expect(all.paging).toMatchObject({ page: 1, next: '/centralasia visits country:KZ page:2' });
  const full = await desk.ask('visits kazakhstan show:details page 2', { pageSize: 5 });
  expect(full.paging).toMatchObject({
    pages: 6,
    previous: '/centralasia visits country:KZ show:details',
    next: '/centralasia visits country:KZ page:3 show:details',
  });
});

test('the short form leads to all rows, to the entries in full and to the sources, and each back', async () => {
  const reply = await desk.ask('visits kazakhstan', { pageSize: 5 });
  expect(reply.paging).toEqual({ page: 1, pages: 6, total: 26, unit: 'visits' });
  expect(buttons(reply)).toEqual([
    ['All 26', '/centralasia visits country:KZ show:all'],
    ['To Kazakhstan', '/centralasia visits country:KZ direction:to-region'],
    ['From Kazakhstan', '/centralasia visits country:KZ direction:from-region'],
    ['Details', '/centralasia visits country:KZ show:details'],
    ['Sources', '/centralasia visits country:KZ show:sources'],
  ]);
  expect(buttons(await desk.ask('visits kazakhstan page 2', { pageSize: 5 }))).toEqual([
    ['‹ Back', '/centralasia visits country:KZ'],
    ['Details', '/centralasia visits country:KZ page:3 show:details'],
    ['Sources', '/centralasia visits country:KZ page:2 show:sources'],
  ]);
  const sources = await desk.ask('visits kazakhstan show:sources', { pageSize: 5 });
  expect(shownIn(sources)).toMatchObject({ citations: reply.citations });
  expect(shownIn(sources).blocks.map(({ type }) => type)).toEqual(['heading', 'choices']);
});

test('a page past the end is the last one, and says so', async () => {
  const reply = await desk.ask('visits kazakhstan page 9');
  expect(reply.paging?.page).toBe(2);
  expect(words(reply)).toContain('There is no page 9; this is the last one.');
});
