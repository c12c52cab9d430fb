import { describe, expect, test } from 'vitest';
import { composeEdition, composeStart, type Edition } from '../../../src/digest/compose/compose.ts';
import { type EditionReplyOptions, editionReply } from '../../../src/digest/compose/edition-reply.ts';
import {
  type EmptyReplyOptions,
  emptyReply,
  type GlanceOptions,
  glanceReply,
} from '../../../src/digest/compose/glance.ts';
import { explain } from '../../../src/digest/compose/why.ts';
import { rowLines } from '../../../src/domain/answer/entry-row.ts';
import { unsigned } from '../../../src/domain/button-actions.ts';
import { dailyBudget, isWithin, weeklyBudget } from '../../../src/domain/digests/budget.ts';
import { entriesIn } from '../../../src/domain/digests/delivery.ts';
import { type Ruling, rules } from '../../../src/domain/digests/edition.ts';
import type { Filter } from '../../../src/domain/digests/filter.ts';
import { digestRenderer } from '../../../src/domain/digests/split-digest.ts';
import type { StoredEntry } from '../../../src/domain/ports/entries.ts';
import { type Reply, replySchema } from '../../../src/domain/reply.ts';
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

const glance = (made: Edition, over: Partial<GlanceOptions> = {}) => {
  const options = {
    number: 12,
    format: 'full',
    zone: 'UTC',
    more: '/deskwire digest more x',
    ...over,
  } as const;
  const reply = glanceReply(made, options);
  expect(replySchema.parse(reply)).toEqual(reply);
  return reply;
};
/** What is shown, line by line. */
const linesOf = ({ blocks, citations }: Reply) =>
  blocks.flatMap((block) => {
    if (block.type === 'entries')
      return block.items.flatMap(({ row, ...item }) =>
        row ? rowLines({ ...item, row }, citations).map((line) => line.map(({ text }) => text).join('')) : [],
      );
    if (block.type === 'fields') return block.items.map(({ label, value }) => `${label}: ${value[0]?.text}`);
    if (block.type === 'heading') return [block.text];
    return block.type === 'text' ? [block.spans.map(({ text }) => text).join('')] : [];
  });

describe('a digest at a glance', () => {
  test('the news first, the desk and the date last; two lines and why for the weightiest', () => {
    const entries = [
      fact('light', { title: 'A light one', weight: 2, dates: ['2026-11-20'] }),
      fact('heavy', {
        title: 'A heavy one',
        weight: 5,
        statement: 'It weighs. Much.',
        why: 'It sets the price.',
      }),
      fact('wrong', { title: 'An earlier one', state: 'corrected' }),
    ];
    const told: Told[] = [
      ['light', 'published'],
      ['heavy', 'published'],
      ['wrong', 'corrected', 'The figure was 12.'],
    ];
    const soon = [fact('soon', { title: 'A summit', dates: ['2026-12-01'] })];
    const slot = new Date('2026-11-23T18:30:00Z');
    expect(linesOf(glance(edition(entries, told, soon), { slot, zone: 'Asia/Tokyo', late: true }))).toEqual([
      'A heavy one [1]',
      '1 Feb · It weighs.',
      'Corrected: The figure was 12 · An earlier one [1]',
      '20 Nov · A light one [1]',
      'Ahead',
      '1 Dec · A summit [1]',
      'Due at 03:30, sent late.',
      'North · Digest 12 · Tue 24 Nov 2026 · 2 new, 1 changed · reported unless marked',
    ]);
  });

  test('headed by its statement, the headline has all of it, and the second line its date alone', () => {
    const long =
      'The road from the border to the port is open to lorries since the two sides signed the papers';
    const leads = (title: string) => {
      const made = edition([
        fact('road', { title, statement: `${title}.`, dates: [{ edtf: '2026-11-20' }] }),
      ]);
      return linesOf(glance(made)).slice(0, 2);
    };
    const [headline, second] = leads(long);
    expect(headline).toContain(long);
    expect(second).toBe('20 Nov');
    expect(leads('The road is open')[1]).toBe('20 Nov');
  });

  test('the first one says that it is a start; what is not listed is behind a button', () => {
    const begin = (n: number) => {
      const entries = Array.from({ length: n }, (_, at) => fact(`f-${at}`, { dates: [`20${10 + at}`] }));
      const start = composeStart(makeSpan(entries, []), { desk, filter: all, to: 9, today });
      return linesOf(glance(start)).at(-2);
    };
    expect(begin(30)).toBe('This is a start: the weightiest so far. From now on only what is new.');
    expect(begin(2)).toBe('This is a start: what there is so far. From now on only what is new.');
    const many = Array.from({ length: 8 }, (_, n) => fact(`f-${n}`, { dates: [`20${10 + n}`] }));
    const reply = glance(edition(many));
    expect(linesOf(reply)).toContain('And 3 more');
    expect(reply.blocks.at(-1)).toMatchObject({
      type: 'choices',
      options: [{ label: 'Read all' }, { label: 'Mistake?' }, { label: 'Settings' }],
    });
  });

  test('a weekly one begins with the week in three lines, then counts, the weightiest first', () => {
    const week = [
      fact('a', { countries: ['NO', 'US'], weight: 5, dates: ['2021'] }),
      fact('b', { countries: ['SE'], weight: 2, dates: ['2022'] }),
      fact('c', { countries: ['SE'], topics: ['visits', 'trade'], weight: 2, dates: ['2023'] }),
      fact('d', { weight: 1, dates: ['2024'] }),
    ];
    const said = linesOf(glance(edition(week), { roundup: true }));
    expect(said.slice(3, 6)).toEqual([
      'By country: Norway 1, Sweden 2',
      'By topic: Trade 4, Visits 1',
      '2024 · A thing happened [1]',
    ]);
    expect(linesOf(glance(edition(week))).join()).not.toContain('By country');
  });

  test('a promise that passed with no outcome is told, and folded entries are not counted as new', () => {
    const promise = fact('promise', { kind: 'plan', title: 'A dam', dates: ['2026-11-20'] });
    const made = edition(
      [fact('a', { dates: ['2026-03-03'], related: ['b'] }), fact('b', { dates: ['2026-03-03'] })],
      undefined,
      [promise],
    );
    expect(made.passed.map(({ body }) => body.id)).toEqual(['promise']);
    const said = linesOf(glance(made, { passed: made.passed }));
    expect(said).toContain('No outcome recorded: A dam, 20 Nov [1]');
    expect(said.at(-1)).toContain('1 new, 1 more on the same events');
  });
});

describe('an extreme desk keeps the budgets', () => {
  const long = (n: number, most: number) =>
    `${'Interministerial Wasserversorgungskommission '.repeat(9).slice(0, most - 4)} ${n}`;
  const extreme = (count: number, told?: Told[]) =>
    edition(
      Array.from({ length: count }, (_, n) =>
        fact(`f-${n}`, {
          ...{
            title: long(n, 150),
            statement: long(n, 790),
            why: long(n, 390),
            dates: [`19${10 + n}`, `19${11 + n}`],
          },
          ...{ standing: 'disputed', countries: ['NO', 'SE', 'US'], sources: ['us-visits', 'essay'] },
          ...(told && { state: 'corrected' }),
        }),
      ),
      told,
      Array.from({ length: 9 }, (_, n) => fact(`s-${n}`, { title: long(n, 150), dates: ['2026-12-01'] })),
    );
  test.each([1, 5, 8])('daily, %i news', (count) => {
    expect(isWithin(glance(extreme(count)), dailyBudget)).toBe(true);
  });
  test('daily, with nothing but corrections', () => {
    const told = Array.from({ length: 9 }, (_, n): Told => [`f-${n}`, 'corrected', long(n, 390)]);
    expect(isWithin(glance(extreme(9, told)), dailyBudget)).toBe(true);
  });
  test('weekly, 40 news in two messages of both platforms', () => {
    const reply = glance(extreme(40), { roundup: true });
    const parts = digestRenderer((part) => part, unsigned).parts(reply, {
      channel: 'slack:T1:C1',
      delivery: 'd',
      more: '/deskwire digest more x',
    });
    expect(parts.length).toBeLessThanOrEqual(2);
    for (const part of parts) expect(isWithin(part.reply, weeklyBudget)).toBe(true);
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
    linesOf(
      emptyReply(edition([], [], ahead), {
        ...{ number: 12, format: 'full', zone: 'UTC', onEmpty: 'one-line', last: [] },
        ...over,
      }),
    );
  const foot = 'North · Digest 12 · Mon 23 Nov 2026 · nothing published';

  test('the first line says since when', () => {
    expect(empty()).toEqual(['Nothing new since digest 11.', foot]);
    expect(empty({ number: 1, since: '2026-11-20' })[0]).toBe('Nothing new since 20 Nov.');
  });

  test('late, it says when it was due', () => {
    const slot = new Date('2026-11-23T08:00:00Z');
    expect(empty({ slot, late: true })[1]).toBe('Due at 08:00, sent late.');
  });

  test('and what is ahead', () => {
    const ahead = [fact('later', { dates: ['2026-12-02'] }), fact('soon', { dates: ['2026-12-01'] })];
    expect(empty({}, ahead).slice(1, 4)).toEqual([
      'Ahead',
      '1 Dec · A thing happened [1]',
      '2 Dec · A thing happened [1]',
    ]);
  });

  test('entries once more, where that was asked for', () => {
    const said = empty({ last: [fact('a', { title: 'The newest' })] });
    expect(said.slice(0, 2)).toEqual(['Nothing new since digest 11. Once more:', '1 Feb · The newest [1]']);
  });
});

test.each([
  [8, 'shown: the first digest has what there was, 8 entries'],
  [12, 'shown: the first digest has the 8 weightiest of the newest 12 entries'],
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
    'behind “Read all”, with lead, which tells the same event',
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
