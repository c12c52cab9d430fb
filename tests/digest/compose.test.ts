import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeEdition, type Edition } from '../../src/digest/compose.ts';
import { editionReply } from '../../src/digest/edition-reply.ts';
import type { StoredEntry } from '../../src/domain/ports/entries.ts';
import { type Reply, replySchema } from '../../src/domain/reply.ts';
import { makeBrief, makeDesk, makeFact } from '../domain/make.ts';

const desk = makeDesk();
const today = '2026-11-23';
const compose = (entries: StoredEntry[], over = {}) =>
  composeEdition(entries, { desk, today, windowDays: 7, ...over });
const ids = (entries: readonly StoredEntry[]) => entries.map(({ body }) => body.id);
const listed = ({ topics, changes, ahead }: Edition) => [
  ...topics.flatMap(({ items }) => ids(items)),
  ...changes.map(({ entry }) => entry.body.id),
  ...ids(ahead),
];
const words = ({ blocks }: Reply) =>
  blocks.map((block) =>
    block.type === 'heading'
      ? block.text
      : block.type === 'text'
        ? block.spans.map(({ text }) => text).join('')
        : block.type === 'entries'
          ? block.items.map(({ id }) => id).join(' ')
          : '',
  );
const fact = (id: string, over: object = {}) => makeFact({ id, published: '2026-11-20', ...over });

describe('what a window holds', () => {
  test('the first day is out, the last is in', () => {
    const edition = compose([
      fact('out', { published: '2026-11-16' }),
      fact('first', { published: '2026-11-17' }),
      fact('last', { published: '2026-11-23' }),
      fact('later', { published: '2026-11-24' }),
    ]);
    expect(listed(edition).sort()).toEqual(['first', 'last']);
    expect(edition.counts).toEqual({ published: 2, briefs: 0, facts: 2, visits: 0 });
  });

  test('nothing: it says so', () => {
    expect(words(editionReply(compose([])))).toEqual([
      'North: digest of 23 November 2026, UTC',
      'Nothing was published from 17 November 2026 to 23 November 2026.',
    ]);
    expect(words(editionReply(compose([], { windowDays: 1 })))[1]).toBe(
      'Nothing was published on 23 November 2026.',
    );
  });
});

test('under the first topic, the weightiest topic and entry first, then the newest', () => {
  const edition = compose([
    fact('light', { weight: 1 }),
    fact('old', { weight: 4, dates: ['2025'] }),
    fact('new', { weight: 4, dates: ['2026-11-19'] }),
    fact('lead', { weight: 5, topics: ['visits', 'trade'] }),
  ]);
  expect(edition.topics.map(({ id, items }) => [id, ids(items)])).toEqual([
    ['visits', ['lead']],
    ['trade', ['new', 'old', 'light']],
  ]);
});

test('beyond the most that is listed, entries are counted by topic', () => {
  const visits = Array.from({ length: 60 }, (_, n) => fact(`row-${n}`, { weight: 1, topics: ['visits'] }));
  const edition = compose([...visits, fact('news', { weight: 4 })], { mostOfTopic: 9 });
  expect(listed(edition)).toHaveLength(10);
  expect(edition.more).toEqual([{ id: 'visits', count: 51 }]);
  expect(words(editionReply(edition))).toContain('And 51 more: /north latest (Visits 51).');
});

test('one topic does not crowd out the others, whatever it weighs', () => {
  const heavy = Array.from({ length: 30 }, (_, n) => fact(`heavy-${n}`, { weight: 5, topics: ['visits'] }));
  const edition = compose([...heavy, fact('light', { weight: 1 })]);
  expect(edition.topics.map(({ id, items }) => [id, items.length])).toEqual([
    ['visits', 5],
    ['trade', 1],
  ]);
  expect(edition.more).toEqual([{ id: 'visits', count: 25 }]);
});

test('what was put right stands in a part of its own', () => {
  const corrections = [{ on: '2026-11-21', note: 'The figure was 12, not 21.' }];
  const edition = compose([
    fact('older', { published: '2026-01-01', state: 'corrected', corrections }),
    fact('replacement', { supersedes: 'first-try' }),
    fact('withdrawn', { state: 'retracted', retraction: 'The source took it back.' }),
    fact('plain'),
  ]);
  expect(edition.changes.map(({ entry, kind }) => [entry.body.id, kind])).toEqual([
    ['older', 'corrected'],
    ['replacement', 'replaces'],
    ['withdrawn', 'retracted'],
  ]);
  expect(JSON.stringify(editionReply(edition))).toContain(
    'Corrected 21 November 2026: The figure was 12, not 21.',
  );
  expect(edition.topics.flatMap(({ items }) => ids(items))).toEqual(['plain']);
});

test('ahead: what begins or falls due within fourteen days, whenever it was published', () => {
  const long = { published: '2026-01-01' };
  const edition = compose([
    fact('summit', { ...long, dates: ['2026-12-07'] }),
    fact('too-far', { ...long, dates: ['2026-12-08'] }),
    fact('due', { ...long, kind: 'plan', dates: ['2026-10/2026-11'] }),
    fact('some-time', { ...long, kind: 'plan', dates: ['2026'] }),
    fact('kept', { ...long, kind: 'plan', dates: ['2026-12-01'], outcome: 'summit' }),
    fact('past', { ...long, dates: ['2026-11-22'] }),
  ]);
  expect(ids(edition.ahead)).toEqual(['due', 'summit']);
  expect(words(editionReply(edition))).toContain('Ahead: the next 14 days');
});

test('an item: headline, two sentences, why it matters, date, standing and numbered source', () => {
  const entry = fact('opinion-1', {
    standing: 'opinion',
    kind: 'view',
    statement: 'One. Two. Three.',
    why: 'It sets the price.',
    countries: ['NO'],
  });
  const reply = editionReply(
    compose([entry, makeBrief({ published: '2026-11-20', why: 'First of its kind.' })]),
  );
  expect(replySchema.parse(reply)).toEqual(reply);
  const items = reply.blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));
  expect(items.find(({ id }) => id === 'opinion-1')).toEqual({
    id: 'opinion-1',
    type: 'fact',
    flags: ['NO'],
    when: '1 February 2026',
    headline: [{ text: 'A thing happened', style: 'strong' }],
    lines: [
      [{ text: 'Opinion, reported by Office of Travels: ', style: 'emphasis' }, { text: 'One. Two. …' }],
      [{ text: 'Why it matters: ', style: 'emphasis' }, { text: 'It sets the price.' }],
    ],
    standing: 'opinion',
    remarks: [],
    cites: [1],
  });
  expect(items.find(({ id }) => id === 'brief-1')?.lines[1]).toEqual([{ text: 'What it says, in short.' }]);
  expect(reply.citations).toMatchObject([
    { n: 1, publisher: 'Office of Travels', date: 'reaches to February 2025' },
  ]);
});

test('no entry is listed twice, and none published is left uncounted', () => {
  const entry = fc.record({
    published: fc.constantFrom('2026-11-01', '2026-11-20', '2026-11-23'),
    weight: fc.integer({ min: 1, max: 5 }),
    topics: fc.constantFrom(['visits'], ['trade'], ['trade', 'visits']),
    kind: fc.constantFrom('event', 'plan', 'status'),
    state: fc.constantFrom('published', 'corrected', 'superseded', 'retracted'),
    dates: fc.constantFrom(['2026'], ['2026-11-30'], ['2020/..']),
    corrections: fc.constantFrom([], [{ on: '2026-11-22', note: 'put right' }]),
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), fc.integer({ min: 0, max: 8 }), (all, most) => {
      const entries = all.map((over, n) => fact(`f-${n}`, over));
      const edition = compose(entries, { most });
      const shown = listed(edition);
      expect(new Set(shown).size).toBe(shown.length);
      const counted = edition.more.reduce((sum, { count }) => sum + count, 0);
      const news = edition.topics.flatMap(({ items }) => items).length + counted;
      const fresh = entries.filter(
        ({ body }) => body.published > '2026-11-16' && ['published', 'corrected'].includes(body.state),
      );
      expect(news).toBe(fresh.filter(({ body }) => !apart(edition).has(body.id)).length);
    }),
  );
});

function apart({ changes, ahead }: Edition): Set<string> {
  return new Set([...changes.map(({ entry }) => entry.body.id), ...ids(ahead)]);
}
