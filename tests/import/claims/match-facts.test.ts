import { beforeEach, expect, test } from 'vitest';
import { factSchema } from '../../../src/domain/entry.ts';
import type { EntryReader, Scope, StoredEntry } from '../../../src/domain/ports/entries.ts';
import { factsOf, matchingFacts } from '../../../src/import/claims/match-facts.ts';
import { foundClaims, prepareReading, readStatement } from '../../../src/import/kept-article.ts';
import { buildNameIndex } from '../../../src/search/names/name-index.ts';
import { centralAsia } from '../../search/desks.ts';

const names = buildNameIndex(centralAsia);
const fact = (id: string, edtf: string, over: object) =>
  factSchema.parse({
    id,
    title: id,
    kind: 'visit',
    statement: id,
    dates: [edtf],
    standing: 'reported',
    topics: ['visits'],
    sources: ['hsg-secretaries'],
    published: '2026-01-01',
    ...over,
  });

const facts = [
  fact('blinken-astana', '2023-02-27/2023-02-28', {
    people: ['antony-blinken'],
    countries: ['KZ'],
    places: ['astana'],
  }),
  fact('blinken-tashkent', '2023-03-01', {
    people: ['antony-blinken'],
    countries: ['UZ'],
    places: ['tashkent'],
  }),
  fact('pompeo-tashkent', '2020-02-03', { people: ['mike-pompeo'], countries: ['UZ'], places: ['tashkent'] }),
  fact('workshop', '2020-02-03', {
    ...{ kind: 'event', people: ['mike-pompeo'], countries: ['UZ'], places: ['tashkent'] },
    statement: 'Mike Pompeo opened a workshop of the railway.',
  }),
  fact('only-countries', '2023-03', { countries: ['KZ', 'UZ'] }),
];

const matched = (sentence: string) => {
  const [claim] = foundClaims({ about: { opinion: false }, sentences: [sentence] }, names);
  const found = claim && matchingFacts(claim, facts);
  const ids = (some: readonly { id: string }[] = []) => some.map(({ id }) => id);
  return [ids(found?.same), ids(found?.similar)];
};

test.each([
  ['Blinken visited Tashkent in March 2023.', ['blinken-tashkent'], []],
  ['Blinken visited Kazakhstan and Uzbekistan in early 2023.', ['blinken-astana', 'blinken-tashkent'], []],
  ['Blinken visited Tashkent in May 2024.', [], []],
  ['Pompeo visited Tashkent on 3 February 2020.', ['pompeo-tashkent'], []],
  ['Pompeo spoke to students in Tashkent on 3 February 2020.', [], ['workshop']],
  ['In Tashkent Pompeo opened a railway workshop on 3 February 2020.', ['workshop'], []],
  ['Pompeo opened a workshop in Tashkent after 2018.', [], []],
  ['Blinken visited Tashkent in March 2023 and met Mirziyoyev.', ['blinken-tashkent'], []],
  ['Blinken visited Tashkent once more.', [], []],
  ['Kazakhstan and Uzbekistan traded more in March 2023.', [], []],
])('"%s" says the same as %j, and is like %j', (sentence, same, similar) => {
  expect(matched(sentence)).toEqual([same, similar]);
});

const scope: Scope = {
  desk: 'centralasia',
  role: 'admin',
  place: 'internal',
  now: new Date(0),
  today: '1970-01-01',
};

const asked: unknown[] = [];
const reader: Pick<EntryReader, 'list'> = {
  async list(_scope, { type, order, ...query }) {
    asked.push(query);
    const items = facts
      .filter(
        ({ people, places }) => people.includes(query.person ?? '') || places.includes(query.place ?? ''),
      )
      .map(
        (body): StoredEntry => ({
          body: { type: 'fact', ...body },
          revision: 1,
          earliest: null,
          latest: null,
          recordedAt: scope.now,
          actor: 'terminal',
        }),
      );
    return { items, total: items.length };
  },
};
beforeEach(() => {
  asked.length = 0;
});
const claimsIn = (sentences: string[]) => foundClaims({ about: { opinion: false }, sentences }, names);

test('the store is asked once for each name, and a fact it gives twice counts once', async () => {
  const claims = claimsIn(Array.from({ length: 50 }, (_, at) => `Blinken visited Tashkent in ${1950 + at}.`));
  const found = await Promise.all(claims.map(factsOf(reader, scope)));
  expect(asked).toEqual([{ person: 'antony-blinken' }, { place: 'tashkent' }]);
  expect(found).toHaveLength(50);
  expect(found[49]?.map(({ id }) => id)).toEqual(facts.slice(0, 4).map(({ id }) => id));
});

test('others are served between two questions to the store, and few are asked of one sentence', async () => {
  let turns = 0;
  const counted = () => {
    turns += 1;
    turning = setImmediate(counted);
  };
  let turning = setImmediate(counted);
  const claim = {
    sentence: '',
    kind: 'event' as const,
    dates: [],
    people: [],
    countries: [],
    organisations: [],
    places: [],
  };
  const places = Array.from({ length: 300 }, (_, at) => `place-${at}`);
  await factsOf(reader, scope)({ ...claim, places });
  clearImmediate(turning);
  expect(asked).toHaveLength(12);
  expect(turns).toBeGreaterThanOrEqual(11);
});

test('what the first statement waits for is built in several turns, once', async () => {
  let turn = 0;
  const next = () => {
    turn += 1;
    counting = setImmediate(next);
  };
  let counting = setImmediate(next);
  const built: number[] = [];
  const ofDesk = buildNameIndex(centralAsia);
  const watched: typeof ofDesk = {
    ...ofDesk,
    exact: (text, kinds) => {
      built.push(turn);
      return ofDesk.exact(text, kinds);
    },
  };
  await prepareReading(watched);
  // After other lists, and not all names at once.
  expect(built[0]).toBeGreaterThan(0);
  expect(new Set(built).size).toBeGreaterThan(1);

  const said = readStatement('Mike Pompeo visited Tashkent on 3 February 2020.', watched, '2026-11-29');
  expect(said.people).toEqual(['mike-pompeo']);
  const before = built.length;
  await prepareReading(watched);
  expect(built.length).toBe(before);
  clearImmediate(counting);
});
