import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  composeEdition,
  composeStart,
  type Edition,
  isEmpty,
  toRecord,
} from '../../../src/digest/compose/compose.ts';
import { type Filter, type FilterPart, filterKey, unmatched } from '../../../src/domain/digests/filter.ts';
import type { Fact } from '../../../src/domain/entry.ts';
import type { StoredEntry } from '../../../src/domain/ports/entries.ts';
import { publicationEvents } from '../../../src/domain/ports/publishing.ts';
import { makeDesk, makeSource } from '../../domain/make.ts';
import { fact, makeSpan, type Told } from '../make-span.ts';

const desk = makeDesk();
const all = { topics: [], countries: [] };
const today = '2026-11-23';
const compose = (
  entries: StoredEntry[],
  { told, ahead, ...over }: { told?: Told[]; ahead?: StoredEntry[] } & Record<string, unknown> = {},
) => composeEdition(makeSpan(entries, told, ahead), { desk, filter: all, from: 0, to: 99, today, ...over });
const ids = (entries: readonly StoredEntry[]) => entries.map(({ body }) => body.id);
const listed = ({ topics }: Edition) => topics.flatMap(({ items }) => ids(items.map(({ entry }) => entry)));
const shown = (edition: Edition) => [
  ...edition.topics.flatMap(({ items }) => items.flatMap(({ entry, folded }) => ids([entry, ...folded]))),
  ...edition.changes.map(({ entry }) => entry.body.id),
  ...ids(edition.ahead),
];
const rulings = ({ rulings: each }: Edition) =>
  each.map(({ publication, entry, rule, with: other }) => [
    publication,
    entry,
    rule,
    ...(other ? [other] : []),
  ]);
const kinds = ({ changes }: Edition) =>
  changes.map(({ entry, kind, other }) => [entry.body.id, kind, ...(other ? [other.body.id] : [])]);

describe('what a span yields', () => {
  test('an entry that was published and corrected in it stands once, as it is now', () => {
    const edition = compose(
      [fact('a', { state: 'corrected', corrections: [{ on: '2026-11-21', note: 'x' }] })],
      {
        told: [
          ['a', 'published'],
          ['a', 'corrected', 'x'],
        ],
      },
    );
    expect(listed(edition)).toEqual(['a']);
    expect(edition.changes).toEqual([]);
    expect(rulings(edition)).toEqual([
      [1, 'a', 'news'],
      [2, 'a', 'same-entry'],
    ]);
  });

  test('what was published and taken back before composing is left out, and says why', () => {
    const edition = compose(
      [fact('gone', { state: 'retracted', retraction: 'no' }), fact('old', { state: 'superseded' })],
      {
        told: [
          ['gone', 'published'],
          ['old', 'published'],
          ['hidden', 'published'],
        ],
      },
    );
    expect(isEmpty(edition)).toBe(true);
    expect(rulings(edition)).toEqual([
      [1, 'gone', 'retracted-before'],
      [2, 'old', 'superseded-before'],
      [3, 'hidden', 'not-visible'],
    ]);
  });

  test('what subscribers may have had and was changed stands apart, with the note', () => {
    const edition = compose(
      [
        fact('wrong', { state: 'corrected', weight: 5 }),
        fact('gone', { state: 'retracted', retraction: 'no' }),
        fact('old', { state: 'superseded', weight: 1 }),
        fact('back'),
      ],
      {
        told: [
          ['wrong', 'corrected', 'It was 12.'],
          ['gone', 'retracted', 'The source took it back.'],
          ['old', 'superseded'],
          ['back', 'retracted'],
          ['wrong', 'corrected', 'It was 13.'],
        ],
      },
    );
    expect(kinds(edition)).toEqual([
      ['wrong', 'corrected'],
      ['gone', 'retracted'],
      ['old', 'superseded'],
    ]);
    expect(edition.changes[0]?.notes.map(({ note }) => note)).toEqual(['It was 12.', 'It was 13.']);
    expect(listed(edition)).toEqual([]);
    expect(rulings(edition)).toEqual([
      [1, 'wrong', 'same-entry'],
      [2, 'gone', 'change'],
      [3, 'old', 'change'],
      [4, 'back', 'undone'],
      [5, 'wrong', 'change'],
    ]);
  });

  test('what was retracted after the span is left to the digest that announces it', () => {
    const edition = compose([fact('a', { state: 'retracted', retraction: 'no' })], {
      told: [['a', 'corrected', 'x']],
    });
    expect(rulings(edition)).toEqual([[1, 'a', 'retracted-before']]);
  });

  test('an entry and the one it replaces are one item', () => {
    const edition = compose([fact('old', { state: 'superseded' }), fact('new', { supersedes: 'old' })], {
      told: [
        ['new', 'published'],
        ['old', 'superseded'],
      ],
    });
    expect(kinds(edition)).toEqual([['new', 'replaces', 'old']]);
    expect(rulings(edition)).toEqual([
      [1, 'new', 'change'],
      [2, 'old', 'replaced', 'new'],
    ]);
  });

  test('what came and was replaced within the span is not said to replace what nobody saw', () => {
    const edition = compose(
      [
        fact('first', { state: 'superseded' }),
        fact('second', { state: 'superseded', supersedes: 'first' }),
        fact('third', { supersedes: 'second' }),
      ],
      {
        told: [
          ['second', 'published'],
          ['first', 'superseded'],
          ['third', 'published'],
          ['second', 'superseded'],
        ],
      },
    );
    expect(kinds(edition)).toEqual([['third', 'replaces', 'first']]);
    expect(rulings(edition)).toEqual([
      [1, 'second', 'superseded-before', 'third'],
      [2, 'first', 'replaced', 'third'],
      [3, 'third', 'change'],
      [4, 'second', 'superseded-before', 'third'],
    ]);
  });

  test('a replacement that the filter leaves out is named where the old one stood', () => {
    const edition = compose(
      [fact('old', { state: 'superseded' }), fact('new', { supersedes: 'old', topics: ['visits'] })],
      {
        filter: { topics: ['trade'], countries: [] },
        told: [
          ['new', 'published'],
          ['old', 'superseded'],
        ],
      },
    );
    expect(kinds(edition)).toEqual([['old', 'superseded', 'new']]);
    expect(rulings(edition)[0]).toEqual([1, 'new', 'topic']);
  });

  test('a filter keeps what has any of its topics and any of its countries', () => {
    const edition = compose(
      [
        fact('both', { topics: ['visits', 'trade'], countries: ['NO', 'US'] }),
        fact('elsewhere', { countries: ['SE'] }),
        fact('other', { topics: ['visits'], countries: ['NO'] }),
      ],
      { filter: { topics: ['trade'], countries: ['NO'] } },
    );
    expect(edition.topics.map(({ id }) => id)).toEqual(['trade']);
    expect(rulings(edition)).toEqual([
      [1, 'both', 'news'],
      [2, 'elsewhere', 'country'],
      [3, 'other', 'topic'],
    ]);
    expect(toRecord(edition)).toEqual({
      desk: 'north',
      filter: { topics: ['trade'], countries: ['NO'] },
      from: 0,
      to: 99,
      day: today,
      rulings: edition.rulings,
    });
  });
});

describe('what is listed', () => {
  test('under the first topic, the weightiest topic and entry first, then the newest', () => {
    const edition = compose([
      fact('light', { weight: 1 }),
      fact('old', { weight: 4, dates: ['2025'] }),
      fact('new', { weight: 4, dates: ['2026-11-19'] }),
      fact('lead', { weight: 5, topics: ['visits', 'trade'] }),
    ]);
    expect(edition.topics.map(({ id, items }) => [id, ids(items.map(({ entry }) => entry))])).toEqual([
      ['visits', ['lead']],
      ['trade', ['new', 'old', 'light']],
    ]);
  });

  test('one topic does not crowd out the others, whatever it weighs; the rest are counted', () => {
    const heavy = Array.from({ length: 30 }, (_, n) => fact(`heavy-${n}`, { weight: 5, topics: ['visits'] }));
    const edition = compose([...heavy, fact('light', { weight: 1 })]);
    expect(edition.topics.map(({ id, items }) => [id, items.length])).toEqual([
      ['visits', 5],
      ['trade', 1],
    ]);
    expect(edition.more).toEqual([{ id: 'visits', count: 25 }]);
    expect(edition.rulings.filter(({ rule }) => rule === 'counted')).toHaveLength(25);
  });

  test('ahead: what begins or falls due within fourteen days, or may happen in a month or year that is not over', () => {
    const soon = [
      fact('summit', { dates: ['2026-12-07'] }),
      fact('too-far', { dates: ['2026-12-08'] }),
      fact('due', { kind: 'plan', dates: ['2026-10/2026-11'] }),
      fact('some-time', { kind: 'plan', dates: ['2026'] }),
      fact('this-month', { kind: 'plan', dates: ['2026-11'] }),
      fact('next-year', { kind: 'plan', dates: ['2027'] }),
      fact('measure', { kind: 'plan', dates: ['2026-01/2027-06'] }),
      fact('kept', { kind: 'plan', dates: ['2026-12-01'], outcome: 'summit' }),
      fact('past', { dates: ['2026-11-22'] }),
    ];
    const edition = compose([], { ahead: soon });
    expect(ids(edition.ahead)).toEqual(['this-month', 'due', 'summit', 'some-time']);
    expect(isEmpty(edition)).toBe(true);
    expect(ids(compose([], { ahead: soon, filter: { topics: ['visits'], countries: [] } }).ahead)).toEqual(
      [],
    );
  });

  test('what is new and ahead is news; where it would only be counted it stands ahead', () => {
    const summit = fact('summit', { dates: ['2026-12-07'], weight: 1 });
    const edition = compose([summit], { ahead: [summit] });
    expect([listed(edition), ids(edition.ahead), isEmpty(edition)]).toEqual([['summit'], [], false]);
    const full = compose([fact('lead', { weight: 5 }), summit], { ahead: [summit], most: 1 });
    expect([listed(full), ids(full.ahead), full.more]).toEqual([['lead'], ['summit'], []]);
    expect(rulings(full)[1]).toEqual([2, 'summit', 'ahead']);
  });
});

test('the first digest has the eight weightiest of those it is given, and rules on each', () => {
  const newest = Array.from({ length: 30 }, (_, n) => fact(`e-${n}`, { weight: 1 + (n % 5) }));
  const edition = composeStart(makeSpan(newest, []), { desk, filter: all, to: 7, today });
  const weights = edition.news.map(({ body }) => body.weight);
  expect(weights).toEqual([5, 5, 5, 5, 5, 5, 4, 4]);
  expect(edition).toMatchObject({ start: true, from: -1, to: 7 });
  expect(shown(edition)).toHaveLength(8);
  const { start = [], outweighed = [] } = Object.groupBy(edition.rulings, ({ rule }) => rule);
  expect([start.length, outweighed.length]).toEqual([8, 22]);
});

const anyEntry = fc.record({
  weight: fc.integer({ min: 1, max: 5 }),
  topics: fc.constantFrom(['visits'], ['trade'], ['trade', 'visits']),
  countries: fc.constantFrom([], ['NO'], ['NO', 'SE']),
  kind: fc.constantFrom('event', 'plan', 'status'),
  standing: fc.constantFrom('confirmed', 'disputed', 'opinion'),
  state: fc.constantFrom('published', 'corrected', 'superseded', 'retracted'),
  dates: fc.constantFrom(['2026'], ['2026-11-30'], ['2020/..']),
  related: fc.array(
    fc.integer({ min: 0, max: 19 }).map((n) => `f-${n}`),
    { maxLength: 2 },
  ),
  supersedes: fc.option(
    fc.integer({ min: 0, max: 19 }).map((n) => `f-${n}`),
    { nil: undefined, freq: 4 },
  ),
});

test('every publication has one ruling, every entry stands at most once, and what is ruled shown is shown', () => {
  const told = fc.array(fc.tuple(fc.integer({ min: 0, max: 22 }), fc.constantFrom(...publicationEvents)), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      fc.array(anyEntry, { maxLength: 20 }),
      told,
      fc.constantFrom(all, { topics: ['trade'], countries: [] }, { topics: [], countries: ['SE'] }),
      fc.integer({ min: 1, max: 8 }),
      (entries, events, filter, most) => {
        const made = entries.map((over, n) => fact(`f-${n}`, over));
        const edition = compose(made, {
          told: events.map(([n, event]) => [`f-${n}`, event]),
          ahead: made.filter(({ body }) => ['published', 'corrected'].includes(body.state)),
          filter,
          most,
        });
        expect(edition.rulings.map(({ publication }) => publication)).toEqual(events.map((_, at) => at + 1));
        const all = shown(edition);
        expect(new Set(all).size).toBe(all.length);
        for (const { entry, rule } of edition.rulings) {
          if (['news', 'change', 'ahead'].includes(rule)) expect(all).toContain(entry);
          if (['topic', 'country', 'not-visible', 'retracted-before', 'undone'].includes(rule)) {
            const isAhead = ids(edition.ahead).includes(entry);
            if (!isAhead) expect(all).not.toContain(entry);
          }
        }
        const leads = new Set([...listed(edition), ...ids(edition.ahead)]);
        const counted = edition.rulings.filter(({ rule }) => rule === 'counted').map(({ entry }) => entry);
        expect(new Set(counted).size).toBe(edition.more.reduce((sum, { count }) => sum + count, 0));
        for (const { rule, with: lead } of edition.rulings) {
          if (rule === 'folded') expect(leads.has(lead!) || counted.includes(lead!)).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('filters', () => {
  const filter = (over: Partial<Filter>): Filter => ({ topics: [], countries: [], ...over });

  test.each<[Partial<Filter>, Partial<Fact>, FilterPart | undefined]>([
    [{ people: ['a'] }, { people: ['b', 'a'] }, undefined],
    [{ people: ['a'] }, { people: ['b'] }, 'person'],
    [{ organisations: ['a'] }, { organisations: ['b'] }, 'organisation'],
    [{ minWeight: 4 }, { weight: 3 }, 'weight'],
    [{ minWeight: 4 }, { weight: 4 }, undefined],
    [{ noOpinions: true }, { standing: 'opinion' }, 'opinion'],
    [{ noOpinions: true }, { standing: 'reported' }, undefined],
    [{ words: ['gas', 'visa free'] }, { title: 'A Visa-free régime' }, undefined],
    [{ words: ['gas'] }, { title: 'Gasoline', statement: 'Of it.' }, 'word'],
    [{ words: ['pipeline'] }, { statement: 'Two pipelines, says Kéno.' }, undefined],
    [{ words: ['gas'], without: ['keno'] }, { statement: 'Gas, says Kéno.' }, 'without'],
  ])('%o of %o: %s', (over, entry, kept) => {
    expect(unmatched(filter(over), fact('a', entry).body)).toBe(kept);
  });

  test('equal whatever their order; those of before keep their key', () => {
    expect(filterKey(filter({ topics: ['b', 'a'], countries: ['NO'] }))).toBe('[["a","b"],["NO"]]');
    expect(filterKey(filter({ people: [], words: [] }))).toBe('[[],[]]');
    const keys = [{ words: ['a', 'b'] }, { without: ['a'] }, { people: ['a'] }, { minWeight: 2 }].map(
      (over) => filterKey(filter(over)),
    );
    expect(new Set(keys).size).toBe(4);
    expect(filterKey(filter({ words: ['b', 'a', 'b'] }))).toBe(keys[0]);
  });
});

test('one publisher fills at most a third of the places where others have items for them', () => {
  const desk = makeDesk({
    sources: ['a', 'b', 'c'].map((id) => makeSource({ id, publisher: `Press ${id}`, registers: [] })),
  });
  const of = (source: string, count: number, weight: number) =>
    Array.from({ length: count }, (_, n) =>
      fact(`${source}-${n}`, { sources: [source], weight, dates: [`20${10 + n}`] }),
    );
  const listed = (entries: StoredEntry[]) => {
    const edition = composeEdition(makeSpan(entries), {
      ...{ desk, filter: all, from: 3, to: 9, today, most: 6, mostOfTopic: Infinity },
    });
    const counted = edition.rulings.filter(({ rule }) => rule === 'counted').length;
    return {
      shown: shown(edition)
        .map((id) => id[0])
        .sort()
        .join(''),
      counted,
    };
  };
  expect(listed([...of('a', 9, 5), ...of('b', 3, 2), ...of('c', 2, 1)])).toEqual({
    shown: 'aabbcc',
    counted: 8,
  });
  // Where others have nothing for a place, it is filled all the same, and a short digest leaves nothing out.
  expect(listed([...of('a', 9, 5), ...of('b', 1, 2)])).toEqual({ shown: 'aaaaab', counted: 4 });
  expect(listed(of('a', 5, 5))).toEqual({ shown: 'aaaaa', counted: 0 });
});
