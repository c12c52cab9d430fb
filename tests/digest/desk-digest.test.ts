import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeEdition, composeStart } from '../../src/digest/compose/compose.ts';
import { editionReply } from '../../src/digest/compose/edition-reply.ts';
import { gatherSpan, gatherStart, gatherWindow } from '../../src/digest/compose/gather.ts';
import { addDays } from '../../src/domain/dates/day.ts';
import type { Desk } from '../../src/domain/desk.ts';
import { entriesIn } from '../../src/domain/digests/delivery.ts';
import { replySchema } from '../../src/domain/reply.ts';
import { items, now, type OpenDesk, openDesk, words } from '../commands/desk.ts';

let open: OpenDesk;
let desk: Desk;
beforeAll(async () => {
  open = await openDesk();
  desk = (await open.store.content.desk('centralasia')) as Desk;
});
afterAll(() => open.end());

const all = { topics: [], countries: [] };
const options = { format: 'full', zone: 'Asia/Almaty' } as const;
const digest = async (window: number, today = open.scope.today) => {
  const span = await gatherWindow(open.store, { ...open.scope, today }, window);
  const edition = composeEdition(span, { desk, filter: all, from: 0, to: span.publications.length, today });
  return editionReply(edition, { ...options, days: { from: addDays(today, 1 - window), to: today } });
};

test('a year of the real desk: what weighs most, the register counted and not listed', async () => {
  const reply = await digest(365);
  expect(replySchema.parse(reply)).toEqual(reply);
  const said = words(reply);
  expect(said[0]).toBe('Central Asia · Digest of 28 November 2026');
  expect(said[1]).toMatch(
    /^\d+ new entries from 29 November 2025 to 28 November 2026: 1 brief, \d+ facts and 62 visits\.$/,
  );
  const shown = entriesIn(reply);
  expect(new Set(shown).size).toBe(shown.length);
  const summit = items(reply).find(({ id }) => id === 'washington-summit-2025');
  expect(summit?.folds).toEqual(expect.arrayContaining(['sanchez-03', 'sanchez-13', 'tokayev-2025-11']));
  expect(items(reply).find(({ id }) => id === 'c5-presidents-2023')?.folds).toContain('sanchez-12');
  // Views of one author, dated as his article is, are not one event.
  expect(items(reply).flatMap(({ folds = [] }) => folds)).not.toContain('sanchez-37');
});

test('a window in which nothing was published says so and still looks ahead', async () => {
  const said = words(await digest(1, addDays(open.scope.today, 1)));
  expect(said[1]).toBe('Nothing was published on 29 November 2026.');
  expect(said).toContain('Ahead');
});

test('the first digest of a filter: its weightiest', async () => {
  const filter = { topics: ['visits'], countries: ['UZ', 'KZ'] };
  const { today } = open.scope;
  const span = await gatherStart(
    { entries: open.entries, publications: open.store.publications },
    open.scope,
    filter,
  );
  expect(span.entries.size).toBe(30);
  const edition = composeStart(span, { desk, filter, to: 200, today });
  expect(edition.topics.flatMap(({ items: own }) => own)).toHaveLength(8);
  const weights = [...span.entries.values()].map(({ body }) => body.weight);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  for (const { body } of span.entries.values()) {
    expect(body.topics).toContain('visits');
    expect(filter.countries.some((code) => body.countries.includes(code))).toBe(true);
  }
});

test('a span has what was announced in it, as it is now and as a reader may see it', async () => {
  const { store, scope } = open;
  const head = await store.publications.head();
  const entry = await store.entries.get(scope, 'trump-calls-2025-12');
  if (entry?.body.type !== 'fact') throw new Error('the desk has lost a fact');
  const inFile = (over: object) => ({
    body: { ...entry.body, ...over } as typeof entry.body,
    path: 'facts/more.yaml',
    hash: JSON.stringify(over),
  });
  const more = [
    inFile({ id: 'new-calls', supersedes: 'trump-calls-2025-12', published: '2026-11-23' }),
    inFile({ id: 'secret' }),
  ];
  const apply = (entries: typeof more) =>
    store.content.apply({ desk: 'centralasia', entries, files: [], removed: [] }, now);
  await apply(more);
  // After it was announced it was kept from readers.
  await apply([inFile({ id: 'secret', handling: 'restricted' })]);
  const span = await gatherSpan(store, scope, head, await store.publications.head());
  expect(span.publications.map(({ entry: id, event }) => [id, event]).sort()).toEqual([
    ['new-calls', 'published'],
    ['secret', 'published'],
    ['trump-calls-2025-12', 'superseded'],
  ]);
  expect([...span.entries.keys()].sort()).toEqual(['new-calls', 'trump-calls-2025-12']);
  expect(span.ahead.map(({ body }) => body.id)).toContain('g20-invitation-2026');
  const { today } = scope;
  const reply = editionReply(composeEdition(span, { desk, filter: all, from: head, to: head + 3, today }), {
    ...options,
    number: 2,
  });
  expect(words(reply)).toContain(
    'New, replaces “Donald Trump telephones Tokayev and Mirziyoyev” (trump-calls-2025-12).',
  );
});
