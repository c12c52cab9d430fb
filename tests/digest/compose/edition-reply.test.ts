import { describe, expect, test } from 'vitest';
import { composeEdition, composeStart } from '../../../src/digest/compose/compose.ts';
import { type EmptyReplyOptions, emptyReply } from '../../../src/digest/compose/draft-digest.ts';
import { type EditionReplyOptions, editionReply } from '../../../src/digest/compose/edition-reply.ts';
import { explain } from '../../../src/digest/compose/why.ts';
import { entriesIn } from '../../../src/domain/digests/delivery.ts';
import { type Ruling, rules } from '../../../src/domain/digests/edition.ts';
import type { Filter } from '../../../src/domain/digests/filter.ts';
import type { StoredEntry } from '../../../src/domain/ports/entries.ts';
import { replySchema } from '../../../src/domain/reply.ts';
import { items, words } from '../../commands/desk.ts';
import { makeBrief, makeDesk, makeSource } from '../../domain/make.ts';
import { fact, makeSpan, stop, type Told } from '../make-span.ts';

const essay = makeSource({
  id: 'essay',
  title: 'A case',
  publisher: 'The Journal',
  kind: 'opinion',
  author: 'Ann Other',
  registers: [],
});
const desk = makeDesk({ sources: [makeSource(), essay] });
const all: Filter = { topics: [], countries: [] };
const today = '2026-11-23';
const edition = (entries: StoredEntry[], told?: Told[], ahead?: StoredEntry[], filter = all) =>
  composeEdition(makeSpan(entries, told, ahead), { desk, filter, from: 3, to: 9, today });
const reply = (entries: StoredEntry[], over: Partial<EditionReplyOptions> & { told?: Told[] } = {}) => {
  const { told, ...options } = over;
  const made = editionReply(edition(entries, told), { number: 12, format: 'full', zone: 'UTC', ...options });
  expect(replySchema.parse(made)).toEqual(made);
  return made;
};

describe('how a digest begins', () => {
  test('its number and the day in the zone of the subscription; late, it says when it was due', () => {
    const slot = new Date('2026-11-23T18:30:00Z');
    const said = words(reply([fact('a')], { slot, zone: 'Asia/Tokyo', late: true }));
    expect(said.slice(0, 3)).toEqual([
      'North · Digest 12 · 24 November 2026',
      'Due at 03:30, sent late.',
      '1 new entry: 1 fact.',
    ]);
    expect(words(reply([fact('a')]))[0]).toBe('North · Digest 12 · 23 November 2026');
  });

  test('what it is about, what changed, and what is not listed', () => {
    const many = Array.from({ length: 8 }, (_, n) => fact(`f-${n}`, { countries: ['NO'] }));
    const filter = { topics: ['trade', 'visits'], countries: ['NO'] };
    const told: Told[] = [...many.map(({ body }): Told => [body.id, 'published']), ['old', 'corrected', 'x']];
    const made = edition([...many, fact('old', { countries: ['NO'] })], told, [], filter);
    const said = words(editionReply(made, { number: 1, format: 'full', zone: 'UTC' }));
    expect(said[1]).toBe(
      '8 new entries on Trade or Visits about Norway: 8 facts; 1 corrected or superseded.',
    );
    expect(said[2]).toBe(
      'The weightiest are below. And 3 more: /north latest (Trade 3). To read one whole: /north brief, with its id.',
    );
  });

  test('the first one says that it is a start', () => {
    const begin = (n: number) => {
      const entries = Array.from({ length: n }, (_, at) => fact(`f-${at}`));
      const start = composeStart(makeSpan(entries, []), { desk, filter: all, to: 9, today });
      return words(editionReply(start, { number: 1, format: 'full', zone: 'UTC' }));
    };
    expect(begin(30)[1]).toBe(
      'This is a start: the 10 weightiest of the newest 30 entries. From now on only what is new.',
    );
    expect(begin(30)[2]).toBe('10 entries: 10 facts.');
    expect(begin(2)[1]).toBe('This is a start: what there is so far. From now on only what is new.');
  });

  test('a weekly one opens with counts by country of the desk and by topic', () => {
    const week = [
      fact('a', { countries: ['NO', 'US'] }),
      fact('b', { countries: ['SE'] }),
      fact('c', { countries: ['SE'], topics: ['visits', 'trade'] }),
    ];
    const said = words(reply(week, { roundup: true }));
    expect(said).toContain('By country: Sweden 2, Norway 1');
    expect(said).toContain('By topic: Trade 3, Visits 1');
    expect(words(reply(week)).join()).not.toContain('By country');
  });
});

describe('an item', () => {
  test('headline, two sentences, why it matters, date, flag, standing and numbered source', () => {
    const made = reply([
      fact('a', { statement: 'One. Two. Three.', why: 'It sets the price.', countries: ['NO'] }),
    ]);
    expect(items(made)).toEqual([
      {
        id: 'a',
        type: 'fact',
        flags: ['NO'],
        when: '1 February 2026',
        headline: [{ text: 'A thing happened', style: 'strong' }],
        lines: [
          [{ text: 'One. Two. …' }],
          [{ text: 'Why it matters: ', style: 'emphasis' }, { text: 'It sets the price.' }],
        ],
        standing: 'reported',
        remarks: [],
        cites: [1],
      },
    ]);
    expect(made.citations).toMatchObject([{ n: 1, publisher: 'Office of Travels' }]);
  });

  test('an opinion has its author before it, unless it names them itself', () => {
    const opinion = { standing: 'opinion', kind: 'view', sources: ['essay'] };
    const made = reply([
      fact('bare', { ...opinion, statement: 'It will rain.' }),
      fact('named', { ...opinion, statement: 'Other thinks that it will rain.' }),
    ]);
    expect(words(made)).toContain('Opinion of Ann Other: It will rain.');
    expect(words(made)).toContain('Other thinks that it will rain.');
    const short = items(reply([fact('bare', opinion)], { format: 'headlines' }))[0];
    expect(short?.headline.map(({ text }) => text).join('')).toBe('A thing happened, Ann Other');
  });

  test('what tells the same event is told in one item, with all sources, and is found again', () => {
    const meeting = fact('meeting', {
      dates: ['2026-11-06'],
      people: ['jane-roe'],
      weight: 5,
      standing: 'confirmed',
    });
    const made = reply([
      meeting,
      stop('row', ['2026-11-06'], { related: ['meeting'] }),
      fact('essay-3', {
        dates: ['2026-11-06'],
        related: ['meeting'],
        sources: ['essay'],
        title: 'They met',
      }),
    ]);
    expect(items(made)).toMatchObject([{ id: 'meeting', folds: ['essay-3', 'row'], cites: [1, 2] }]);
    expect(words(made)).toContain('Also told by Ann Other: “They met” (reported)');
    expect(words(made)).toContain('In the register: the visit of Jane Roe');
    expect(entriesIn(made)).toEqual(['meeting', 'essay-3', 'row']);
  });

  test('a change says first what changed', () => {
    const told: Told[] = [
      ['wrong', 'corrected', 'The figure was 12, not 21.'],
      ['gone', 'retracted', 'The source took it back.'],
      ['old', 'superseded'],
      ['new', 'published'],
    ];
    const made = reply(
      [
        fact('wrong', { state: 'corrected' }),
        fact('gone', { state: 'retracted', retraction: 'x' }),
        fact('old', { state: 'superseded', title: 'How it was' }),
        fact('new', { supersedes: 'old' }),
      ],
      { told },
    );
    const said = Object.fromEntries(items(made).map(({ id, lines }) => [id, lines[0]?.[0]?.text]));
    expect(said).toEqual({
      wrong: 'Corrected 21 November 2026: The figure was 12, not 21.',
      gone: 'Retracted 21 November 2026: The source took it back.',
      new: 'New, replaces “How it was” (old).',
    });
    expect(words(made)[1]).toBe('Nothing new, but 3 corrected or superseded.');
  });

  test('as headlines each entry is one line', () => {
    const made = reply([fact('a', { why: 'x' }), makeBrief({ id: 'b' })], { format: 'headlines' });
    expect(items(made).map(({ id, lines }) => [id, lines])).toEqual([
      ['b', []],
      ['a', []],
    ]);
  });
});

describe('nothing new', () => {
  const empty = (over: Partial<EmptyReplyOptions> = {}, ahead: StoredEntry[] = []) =>
    words(
      emptyReply(edition([], [], ahead), {
        ...{ number: 12, format: 'full', zone: 'UTC', onEmpty: 'one-line', last: [] },
        ...over,
      }),
    );

  test('one line says since when', () => {
    expect(empty()).toEqual(['North · Digest 12 · 23 November 2026: nothing new since digest 11.']);
    expect(empty({ number: 1, since: '2026-11-20' })[0]).toMatch(/nothing new since 20 November 2026\.$/);
  });

  test('late, it says when it was due', () => {
    const slot = new Date('2026-11-23T08:00:00Z');
    expect(empty({ slot, late: true })[0]).toMatch(
      /nothing new since digest 11\. Due at 08:00, sent late\.$/,
    );
  });

  test('and what is ahead, the soonest on one line', () => {
    const ahead = [fact('later', { dates: ['2026-12-02'] }), fact('soon', { dates: ['2026-12-01'] })];
    expect(empty({}, ahead).slice(1)).toEqual([
      'Ahead, and 1 more in /north upcoming:',
      '1 December 2026: A thing happened',
    ]);
  });

  test('the newest once more, where that was asked for', () => {
    const said = empty({ onEmpty: 'last', last: [fact('a', { title: 'The newest' })] });
    expect(said.slice(0, 2)).toEqual([
      'North · Digest 12 · 23 November 2026: nothing new since digest 11. Once more the newest:',
      '1 February 2026: The newest',
    ]);
  });
});

test.each([
  [8, 'shown: the first digest has what there was, 8 entries'],
  [12, 'shown: the first digest has the 10 weightiest of the newest 12 entries'],
])('a first digest of %i entries is explained by its own numbers', (count, words) => {
  const entries = Array.from({ length: count }, (_, n) => fact(`f-${n}`));
  const { rulings } = composeStart(makeSpan(entries, []), { desk, filter: all, to: 9, today });
  const [first] = rulings;
  expect(first && explain(first, { desk, filter: all, rulings })).toBe(words);
});

test('one told with another that is only counted is not said to be shown', () => {
  const heavy = Array.from({ length: 5 }, (_, n) => fact(`heavy-${n}`, { weight: 5 }));
  const event = { weight: 1, dates: ['2026-03-03'] };
  const { rulings } = edition([...heavy, fact('lead', { ...event, related: ['same'] }), fact('same', event)]);
  const own = rulings.find(({ entry }) => entry === 'same');
  expect(own && explain(own, { desk, filter: all, rulings })).toBe(
    'counted, not listed, with lead, which tells the same event',
  );
});

test('every ruling is explained in words of its own', () => {
  const filter = { topics: ['trade'], countries: ['NO'] };
  const rulings = rules.map(
    (rule): Ruling => ({ publication: 1, entry: 'a', event: 'published', rule, with: 'b' }),
  );
  const said = rulings.map((ruling) => explain(ruling, { desk, filter, rulings }));
  expect(new Set(said).size).toBe(rules.length);
  expect(said).toContain('left out: it is not on Trade');
  expect(said).toContain('left out: it is not about Norway');
  expect(said).toContain('shown with b, which tells the same event');
});
