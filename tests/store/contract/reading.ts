import { describe, expect, test } from 'vitest';
import type { EntryBody } from '../../../src/domain/entry.ts';
import type { EntryQuery, Paged, Scope, StoredEntry } from '../../../src/domain/ports/entries.ts';
import type { SearchQuery, SearchToken } from '../../../src/domain/search/query.ts';
import { brief, fact, inFile, visit } from '../entries-made.ts';
import { now, scope } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const all = { limit: 100, offset: 0 };
const ids = (entries: StoredEntry[]) => entries.map(({ body }) => body.id);
const termsOf = (groups: SearchToken[][]) =>
  groups.map((tokens) => ({ word: tokens[0]?.token ?? '', tokens, times: 1 }));
const idsOf = (page: Paged<StoredEntry>) => ids(page.items);

export const readingContract: Suite = (subject) => {
  async function deskOf(bodies: EntryBody[]) {
    const desk = ownDesk();
    const { store } = subject();
    const entries = bodies.map((body) => inFile(body));
    await store.content.apply({ desk, entries, files: [], removed: [] }, now);
    const seen = (changes: Partial<Scope> = {}) => scope({ desk, ...changes });
    return {
      store,
      seen,
      list: async (query: Partial<EntryQuery> = {}, changes: Partial<Scope> = {}) =>
        idsOf(await store.entries.list(seen(changes), { order: 'event-newest', ...query }, all)),
      search: async (
        groups: SearchToken[][],
        changes: Partial<Scope> = {},
        more: Partial<SearchQuery> = {},
      ) =>
        (await store.searcher.search(seen(changes), { terms: termsOf(groups), ...more }, all)).items.map(
          ({ entry }) => entry.body.id,
        ),
    };
  }

  describe('who sees what', () => {
    const bodies = [
      fact('plain'),
      fact('internal', { handling: 'internal' }),
      fact('restricted', { handling: 'restricted' }),
      fact('draft', { state: 'draft' }),
      fact('in-review', { state: 'in review' }),
      fact('corrected', { state: 'corrected' }),
      fact('retracted', { state: 'retracted', retraction: 'No.' }),
      fact('superseded', { state: 'superseded' }),
      fact('tomorrow', { published: '2026-03-02' }),
      fact('embargoed', { embargo: '2026-03-01T12:00:01Z' }),
      fact('lifted', { embargo: '2026-03-01T12:00:00Z' }),
    ];
    const readers = ['corrected', 'internal', 'lifted', 'plain'];

    test.each(['entries', 'visits', 'search'])('%s: readers and editors', async (way) => {
      const { list, search, store, seen } = await deskOf(
        bodies.map((body) => ({
          ...visit(body.id, '2020'),
          ...body,
          kind: 'visit',
          visit: visit('v', '2020').visit!,
        })),
      );
      const ways: Record<string, (changes: Partial<Scope>) => Promise<string[]>> = {
        entries: (changes) => list({}, changes),
        visits: async (changes) => ids(await store.visits.list(seen(changes), {}, all)),
        search: (changes) => search([[{ token: 'statement', column: 'words' }]], changes),
      };
      const look = ways[way]!;
      expect((await look({})).sort()).toEqual(readers);
      const more = ['draft', 'embargoed', 'in-review', 'restricted', 'tomorrow'];
      for (const role of ['editor', 'reviewer', 'admin'] as const) {
        expect((await look({ role })).sort()).toEqual([...readers, ...more].sort());
      }
    });

    test('nothing but what is public in a shared place, whoever asks', async () => {
      const { list, search, store, seen } = await deskOf(
        bodies.map((body) => ({ ...visit(body.id, '2020'), ...body, visit: visit('v', '2020').visit! })),
      );
      for (const role of ['reader', 'editor', 'admin'] as const) {
        const shared = { role, place: 'shared' } as const;
        const given = [
          await list({}, shared),
          await search([[{ token: 'statement', column: 'words' }]], shared),
          (await store.entries.completeIds(seen(shared), '', 50)).map(({ id }) => id),
          (await store.entries.completeTitles(seen(shared), 'title', 50)).map(({ id }) => id),
          [...(await store.entries.getMany(seen(shared), ['plain', 'internal', 'restricted'])).keys()],
        ];
        for (const found of given) {
          expect(found).toContain('plain');
          expect(found).not.toContain('internal');
          expect(found).not.toContain('restricted');
        }
        expect(await store.entries.get(seen(shared), 'internal')).toBeUndefined();
        const [all, own] = await Promise.all(
          [{ role, place: 'internal' } as const, shared].map((of) => store.entries.countByTopic(seen(of))),
        );
        expect(own?.get('trade')).toBe((all?.get('trade') ?? 0) - (role === 'reader' ? 1 : 2));
      }
    });

    test('whether anything of a desk is marked, and only of that desk', async () => {
      const one = await deskOf([fact('a')]);
      const other = await deskOf([fact('a'), fact('b', { handling: 'internal' })]);
      expect(await one.store.entries.hasMarked(one.seen().desk)).toBe(false);
      expect(await one.store.entries.hasMarked(other.seen().desk)).toBe(true);
    });

    test('get also gives what lists leave out, to readers not what is hidden', async () => {
      const { store, seen } = await deskOf(bodies);
      const got = async (role: Scope['role']) => {
        const found = await Promise.all(bodies.map(({ id }) => store.entries.get(seen({ role }), id)));
        return ids(found.filter((entry) => entry !== undefined)).sort();
      };
      expect(await got('reader')).toEqual([...readers, 'retracted', 'superseded'].sort());
      expect(await got('editor')).toEqual(bodies.map(({ id }) => id).sort());
    });

    test('many at once: each that the scope may get, however many are asked for', async () => {
      const { store, seen } = await deskOf(bodies);
      const asked = [...bodies.map(({ id }) => id), ...Array.from({ length: 1200 }, (_, n) => `none-${n}`)];
      for (const role of ['reader', 'editor'] as const) {
        const many = await store.entries.getMany(seen({ role }), asked.toReversed());
        for (const id of asked.slice(0, bodies.length)) {
          expect(many.get(id)).toEqual(await store.entries.get(seen({ role }), id));
        }
        expect([...many.keys()].sort()).toEqual(
          role === 'reader'
            ? [...readers, 'retracted', 'superseded'].sort()
            : bodies.map(({ id }) => id).sort(),
        );
      }
      expect(await store.entries.getMany(seen(), [])).toEqual(new Map());
    });

    test('desks do not see each other', async () => {
      const one = await deskOf([fact('a')]);
      await deskOf([fact('a'), fact('b')]);
      expect(await one.list()).toEqual(['a']);
      expect(await one.search([[{ token: 'statement', column: 'words' }]])).toEqual(['a']);
      expect(await one.list({ country: 'KZ', topic: 'trade' })).toEqual(['a']);
    });
  });

  describe('lists', () => {
    test('every filter', async () => {
      const { list } = await deskOf([
        brief('a', { kind: 'analysis', dated: '2026-02', topics: ['energy', 'water'], countries: ['UZ'] }),
        fact('b', {
          kind: 'status',
          standing: 'disputed',
          people: ['rice'],
          dates: [{ edtf: '2006/..', sources: [] }],
        }),
        fact('c', { organisations: ['osce'], places: ['astana'], published: '2026-02-01' }),
        visit('d', '2023-02-27/2023-03-01', { host: 'TJ', visitor: 'blinken', places: ['dushanbe'] }),
      ]);
      expect(await list({ type: 'brief' })).toEqual(['a']);
      expect(await list({ kinds: ['status', 'visit'] })).toEqual(['d', 'b']);
      expect(await list({ kinds: [] })).toEqual([]);
      expect(await list({ standing: 'disputed' })).toEqual(['b']);
      expect(await list({ country: 'UZ' })).toEqual(['a']);
      expect(await list({ country: 'TJ' })).toEqual(['d']);
      expect(await list({ person: 'rice' })).toEqual(['b']);
      expect(await list({ person: 'blinken' })).toEqual(['d']);
      expect(await list({ topic: 'water' })).toEqual(['a']);
      expect(await list({ organisation: 'osce' })).toEqual(['c']);
      expect(await list({ place: 'dushanbe' })).toEqual(['d']);
      expect(await list({ since: '2023-03-01', until: '2023-12-31' })).toEqual(['d', 'b']);
      expect(await list({ until: '2005-12-31' })).toEqual([]);
      expect(await list({ publishedSince: '2026-01-10' })).toEqual(['c']);
      expect(await list({ publishedSince: '2026-01-09', publishedUntil: '2026-01-10' })).toEqual([
        'a',
        'd',
        'b',
      ]);
      expect(await list({ country: 'KZ', topic: 'trade', place: 'astana' })).toEqual(['c']);
      expect(await list({ country: ['TJ', 'UZ'] })).toEqual([]);
      expect(await list({ anyTopic: ['water', 'energy'] })).toEqual(['a']);
      expect((await list({ anyTopic: ['water', 'trade'] })).sort()).toEqual(['a', 'b', 'c', 'd']);
      expect(await list({ anyTopic: [] })).toEqual([]);
      expect((await list({ anyCountry: ['TJ', 'UZ'] })).sort()).toEqual(['a', 'd']);
      expect(await list({ anyCountry: ['TJ', 'UZ'], anyTopic: ['energy'] })).toEqual(['a']);
      expect(await list({ edgeWithin: { since: '2006-01-01', until: '2006-01-01' } })).toEqual(['b']);
      expect(await list({ edgeWithin: { since: '2023-03-01', until: '2025-01-01' } })).toEqual(['d']);
      expect(await list({ edgeWithin: { since: '2023-03-02', until: '2025-01-01' } })).toEqual([]);
    });

    test('every order', async () => {
      const on = (edtf: string) => ({ dates: [{ edtf, sources: [] }] });
      const { list } = await deskOf([
        fact('middle', { ...on('2010-06'), weight: 5, published: '2026-01-01' }),
        fact('new', { ...on('2020'), weight: 1, published: '2026-01-02' }),
        fact('old', { ...on('2000-01-01'), weight: 3, published: '2026-01-03' }),
        fact('older', { ...on('[..1999-05-01]'), weight: 3, published: '2026-01-03' }),
        brief('undated', { published: '2026-01-01', weight: 1 }),
      ]);
      expect(await list({ order: 'event-newest' })).toEqual(['undated', 'new', 'middle', 'old', 'older']);
      expect(await list({ order: 'event-oldest' })).toEqual(['older', 'old', 'middle', 'new', 'undated']);
      // Of one day the later event, whatever its weight.
      expect(await list({ order: 'published-newest' })).toEqual(['old', 'older', 'new', 'undated', 'middle']);
      expect(await list({ order: 'weight' })).toEqual(['middle', 'old', 'older', 'new', 'undated']);
    });

    test('pages, with a total on each', async () => {
      const { store, seen } = await deskOf(Array.from({ length: 7 }, (_, n) => fact(`e-${n}`)));
      const page = (offset: number) =>
        store.entries.list(seen(), { order: 'published-newest' }, { limit: 3, offset });
      expect(idsOf(await page(0))).toEqual(['e-0', 'e-1', 'e-2']);
      expect(idsOf(await page(6))).toEqual(['e-6']);
      for (const offset of [0, 3, 6, 9]) expect((await page(offset)).total).toBe(7);
    });

    test('an entry comes back as it was written, with its bounds', async () => {
      const body = fact('a', {
        title: '“Zoë” \\ 100 %',
        dates: [{ edtf: '2006-05~', sources: ['gazette'] }],
      });
      const { store, seen } = await deskOf([body, brief('open')]);
      expect(await store.entries.get(seen(), 'a')).toEqual({
        body,
        revision: 1,
        earliest: '2006-05-01',
        latest: '2006-05-31',
        recordedAt: now,
        actor: 'files',
      });
      expect(await store.entries.get(seen(), 'open')).toMatchObject({ earliest: null, latest: null });
      expect(await store.entries.get(seen(), 'none')).toBeUndefined();
    });

    test('counts by topic what a reader may see', async () => {
      const { store, seen } = await deskOf([
        fact('a', { topics: ['trade', 'water'] }),
        brief('b'),
        fact('c', { topics: ['energy'], state: 'draft' }),
      ]);
      expect(await store.entries.countByTopic(seen())).toEqual(
        new Map([
          ['trade', 2],
          ['water', 1],
        ]),
      );
    });

    test('completes ids and titles, and takes wildcards as they are', async () => {
      const { store, seen } = await deskOf([
        fact('rice-2005', { title: 'Rice in Astana' }),
        fact('x', { title: 'About Rice and 100% of it' }),
        fact('y', { title: 'Something else' }),
      ]);
      const [byId, byTitle] = (['completeIds', 'completeTitles'] as const).map(
        (way) =>
          async (typed: string, limit = 5) =>
            (await store.entries[way](seen(), typed, limit)).map(({ id }) => id),
      ) as [(typed: string, limit?: number) => Promise<string[]>, (typed: string) => Promise<string[]>];
      expect(await byId('RICE')).toEqual(['rice-2005']);
      expect(await byId('ice')).toEqual([]);
      expect(await byId('_')).toEqual([]);
      expect(await byId('', 2)).toEqual(['rice-2005', 'x']);
      expect(await byTitle('Rice')).toEqual(['rice-2005', 'x']);
      expect(await byTitle('0%')).toEqual(['x']);
      expect(await byTitle('_')).toEqual([]);
    });
  });

  describe('visits', () => {
    test('filter, order, stops, trips, first and last', async () => {
      const { store, seen } = await deskOf([
        visit('rice-kz', '2005-10-12', { trip: 'rice-2005' }),
        visit('rice-tj', '2005-10-13', { trip: 'rice-2005', host: 'TJ' }),
        visit('cheney-kz', '2006-05', { visitor: 'cheney', office: 'us-vice-president' }),
        visit('kz-us', '2006-09-26/2006-09-29', {
          direction: 'from-region',
          visitor: 'nazarbayev',
          office: 'kz-president',
          from: 'KZ',
          host: 'US',
        }),
        fact('no-visit'),
      ]);
      const look = async (query: Parameters<typeof store.visits.list>[1]) => {
        const totals = [...(await store.visits.totals(seen(), query)).values()];
        const sum = (of: 'stops' | 'trips') => totals.reduce((all, each) => all + each[of], 0);
        return [ids(await store.visits.list(seen(), query, all)).join(' '), sum('stops'), sum('trips')];
      };
      expect(await look({})).toEqual(['kz-us cheney-kz rice-tj rice-kz', 4, 3]);
      expect(await look({ country: 'KZ' })).toEqual(['kz-us cheney-kz rice-kz', 3, 3]);
      expect(await look({ host: 'KZ' })).toEqual(['cheney-kz rice-kz', 2, 2]);
      expect(await look({ from: 'KZ' })).toEqual(['kz-us', 1, 1]);
      expect(await look({ visitor: 'rice' })).toEqual(['rice-tj rice-kz', 2, 1]);
      expect(await look({ offices: ['us-vice-president', 'kz-president'] })).toEqual([
        'kz-us cheney-kz',
        2,
        2,
      ]);
      expect(await look({ offices: [] })).toEqual(['', 0, 0]);
      expect(await look({ direction: 'from-region' })).toEqual(['kz-us', 1, 1]);
      expect(await look({ since: '2006-05-31', until: '2006-09-26' })).toEqual(['kz-us cheney-kz', 2, 2]);
      expect(await look({ host: 'UZ' })).toEqual(['', 0, 0]);
      expect(ids(await store.visits.list(seen(), {}, { limit: 2, offset: 1 }))).toEqual([
        'cheney-kz',
        'rice-tj',
      ]);
    });

    test('counts put every stop in one group, and none in a year that its date only may lie in', async () => {
      const { store, seen } = await deskOf([
        visit('rice-kz', '2005-10-12'),
        visit('rice-tj', '2005-10-13', { host: 'TJ' }),
        visit('new-year', '2005-12-30/2006-01-02', { host: 'TJ' }),
        visit('either', '[2003..2004]', { visitor: 'cheney', office: 'us-vice-president' }),
        visit('kz-us', '2006-09-26', {
          direction: 'from-region',
          visitor: 'nazarbayev',
          office: 'kz-president',
          from: 'KZ',
          host: 'US',
        }),
      ]);
      const counted = async (by: 'year' | 'country' | 'person', query = {}) => {
        const counts = await store.visits.counts(seen(), query, by);
        return counts.map(({ group, direction, stops }) => `${group} ${direction} ${stops}`).sort();
      };
      expect(await counted('year')).toEqual([
        '2005 to-region 2',
        '2006 from-region 1',
        'undefined to-region 2',
      ]);
      expect(await counted('country')).toEqual(['KZ from-region 1', 'KZ to-region 2', 'TJ to-region 2']);
      expect(await counted('person', { country: 'KZ' })).toEqual([
        'cheney to-region 1',
        'nazarbayev from-region 1',
        'rice to-region 1',
      ]);
    });

    test('a country at either end: one order through all pages, and a stop within it counts once', async () => {
      const { store, seen } = await deskOf([
        visit('in-2004', '2004-01-01'),
        visit('home-2003', '2003-01-01', { from: 'KZ' }),
        visit('out-2002', '2002-01-01', { from: 'KZ', host: 'US' }),
        visit('in-2001', '2001-01-01'),
        visit('elsewhere', '2003-06-01', { host: 'TJ' }),
      ]);
      const whole = ['in-2004', 'home-2003', 'out-2002', 'in-2001'];
      const page = (offset: number) => store.visits.list(seen(), { country: 'KZ' }, { limit: 1, offset });
      const paged = await Promise.all(whole.map((_, offset) => page(offset)));
      expect(paged.flatMap(ids)).toEqual(whole);
      const totals = await store.visits.totals(seen(), { country: 'KZ' });
      const { stops, first, last } = totals.get('to-region') ?? {};
      expect([totals.size, stops, first?.body.id, last?.body.id]).toEqual([1, 4, 'in-2001', 'in-2004']);
    });
  });

  describe('search', () => {
    const word = (token: string) => ({ token, column: 'words' as const });
    const name = (token: string) => ({ token, column: 'names' as const });

    test('searches at once find what each finds alone', async () => {
      const { search } = await deskOf([
        fact('a', { title: 'Gas pipeline', statement: 'A deal on transit and tariffs for five years.' }),
        fact('b', { title: 'Oil pipeline', statement: 'A deal on tariffs.' }),
        fact('c', { title: 'Rail', statement: 'Transit for five years.' }),
      ]);
      const asked = ['gas pipeline transit tariffs years', 'rail', 'oil deal', 'five'].map((words) =>
        words.split(' ').map((one) => [word(one)]),
      );
      const alone = [];
      for (const words of asked) alone.push(await search(words));
      expect(await Promise.all(asked.map((words) => search(words)))).toEqual(alone);
    });

    test('entries with all words come first, then those with any, by any alternative of each', async () => {
      const { search } = await deskOf([
        fact('a', { title: 'Gas pipeline', statement: 'A deal.', countries: ['TM'] }),
        fact('b', { title: 'Oil pipeline', statement: 'A deal.', countries: ['KZ'] }),
        fact('c', { title: 'Rail', statement: 'A pipe and a deal for 5g.', countries: ['KZ'] }),
      ]);
      expect((await search([[word('pipeline')]])).sort()).toEqual(['a', 'b']);
      expect(await search([[word('pipeline')], [name('kz')]])).toEqual(['b', 'a', 'c']);
      expect(await search([[word('gas'), word('5g')], [word('rail')]])).toEqual(['c', 'a']);
      expect(await search([[word('pip')]])).toEqual([]);
      expect(await search([[word('5g')]])).toEqual(['c']);
      expect(await search([[name('deal')]])).toEqual([]);
      expect(await search([[word('kz')]])).toEqual([]);
      expect(await search([])).toEqual([]);
    });

    test('a longer question is ranked by how telling each word is, and says which hold what', async () => {
      const { store, seen } = await deskOf([
        ...['a', 'b', 'c'].map((id) =>
          fact(id, { title: 'Talks', statement: 'About trade and rail and gas.' }),
        ),
        fact('rare', {
          title: 'Ore',
          statement: 'Tungsten is mined in few places of the world, all of them far from here.',
        }),
      ]);
      const asked = ['trade', 'rail', 'gas', 'tungsten', 'gooseberry'];
      const terms = termsOf(asked.map((token) => [word(token)]));
      const { items, counts, total } = await store.searcher.search(seen(), { terms }, all);
      expect(counts).toEqual([3, 3, 3, 1, 0]);
      expect([total, ids(items.map(({ entry }) => entry))]).toEqual([4, ['a', 'b', 'c', 'rare']]);
      expect(items.at(-1)?.held.map(({ term }) => asked[term])).toEqual(['tungsten']);
      const twice = terms.map((term) => ({ ...term, times: term.word === 'tungsten' ? 9 : 1 }));
      const again = await store.searcher.search(seen(), { terms: twice }, all);
      expect(again.items[0]?.entry.body.id).toBe('rare');
    });

    test('phrases, words that may not be there, and filters', async () => {
      const { search } = await deskOf([
        fact('earths', {
          title: 'Rare earths',
          statement: 'A deal.',
          countries: ['KZ'],
          dates: [{ edtf: '2020', sources: [] }],
        }),
        fact('metals', {
          title: 'Rare metals',
          statement: 'From these earths.',
          dates: [{ edtf: '2024', sources: [] }],
        }),
      ]);
      const both = [[word('rare')], [word('earths')]];
      expect((await search(both)).sort()).toEqual(['earths', 'metals']);
      expect(await search(both, {}, { phrases: [['rare', 'earths']] })).toEqual(['earths']);
      expect(await search(both, {}, { phrases: [['earths', 'rare']] })).toEqual([]);
      expect(await search(both, {}, { without: [word('deal')] })).toEqual(['metals']);
      expect(await search(both, {}, { filters: { since: '2022-01-01' } })).toEqual(['metals']);
      expect(await search(both, {}, { filters: { until: '2022-01-01' } })).toEqual(['earths']);
      expect(await search(both, {}, { filters: { country: 'XX' } })).toEqual([]);
    });

    test('a title weighs more than the text', async () => {
      const { search } = await deskOf([
        fact('text', {
          title: 'Other words here',
          statement: 'It is about water today.',
          published: '2026-02-01',
        }),
        fact('title', { title: 'It is about water', statement: 'Other words here today.' }),
      ]);
      expect(await search([[word('water')]])).toEqual(['title', 'text']);
    });

    test('equal hits come newest first, then by id, over pages that fit together', async () => {
      const { store, seen } = await deskOf(
        ['c', 'a', 'e', 'b', 'd'].map((id) =>
          fact(id, {
            title: 'Same',
            statement: 'Same.',
            published: id === 'e' ? '2026-02-01' : '2026-01-01',
          }),
        ),
      );
      const page = (limit: number, offset: number) =>
        store.searcher.search(seen(), { terms: termsOf([[word('same')]]) }, { limit, offset });
      const found = [await page(2, 0), await page(2, 2), await page(2, 4)];
      expect(found.flatMap(({ items }) => ids(items.map(({ entry }) => entry)))).toEqual([
        'e',
        'a',
        'b',
        'c',
        'd',
      ]);
      for (const { total } of [...found, await page(2, 6)]) expect(total).toBe(5);
    });

    test.each([['"'], ["'"], ['a" OR "b'], ["a':* | 'b"], ['*'], ['NEAR('], [''], ['täg'], ['a b'], ['\\']])(
      '%j is no token and matches nothing',
      async (token) => {
        const { search } = await deskOf([fact('a', { title: 'a b' })]);
        expect(await search([[word(token)]])).toEqual([]);
        expect(await search([[word(token), word('a')]])).toEqual(['a']);
      },
    );

    test('nor is one that no index could hold', async () => {
      const { search } = await deskOf([fact('a')]);
      expect(await search([[word('x'.repeat(5000))]])).toEqual([]);
    });
  });
};
