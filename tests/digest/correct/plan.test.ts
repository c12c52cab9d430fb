import { describe, expect, test } from 'vitest';
import { type CorrectionSetting, planCorrection } from '../../../src/digest/correct/plan.ts';
import { unsigned } from '../../../src/domain/button-actions.ts';
import { type Delivery, entriesIn } from '../../../src/domain/digests/delivery.ts';
import type { StoredEntry } from '../../../src/domain/ports/entries.ts';
import type { Publication } from '../../../src/domain/ports/publishing.ts';
import type { EntryItem, Reply } from '../../../src/domain/reply.ts';
import { createDigestRenderer as discordDigests } from '../../../src/platforms/discord/digest/render.ts';
import { createDigestRenderer as slackDigests } from '../../../src/platforms/slack/digest/render.ts';
import { makeDesk, makeFact, makeSource } from '../../domain/make.ts';

const desk = makeDesk({ sources: [makeSource(), makeSource({ id: 'gazette', title: 'The Gazette' })] });

const item = (over: Partial<EntryItem> = {}): EntryItem => ({
  id: 'fact-1',
  type: 'fact',
  flags: [],
  headline: [{ text: 'A thing happened' }],
  lines: [[{ text: 'Ten came.' }]],
  remarks: [],
  cites: [4],
  ...over,
});

/** The second part of a digest, whose sources are numbered on from the first. */
const posted = (...items: EntryItem[]): Reply => ({
  version: 1,
  outcome: 'ok',
  visibility: 'public',
  desk: 'north',
  blocks: [{ type: 'entries', items }],
  citations: [{ n: 4, source: 'travels', title: 'Travels abroad', publisher: 'Office of Travels', date: '' }],
});

const publication = (over: Partial<Publication> = {}): Publication => ({
  number: 9,
  desk: 'north',
  entry: 'fact-1',
  revision: 2,
  event: 'corrected',
  day: '2026-11-14',
  recordedAt: new Date('2026-11-14T09:00:00Z'),
  note: 'was ten; it was twelve.',
  ...over,
});

const delivery: Delivery = {
  id: 'd000000000000001',
  key: 'scheduled:7:x',
  kind: 'scheduled',
  subscription: 7,
  channel: 'slack:T1:C1',
  number: 12,
  late: false,
  due: new Date(0),
  createdAt: new Date(0),
  state: 'delivered',
  parts: [],
};

function plan(
  reply: Reply,
  over: Partial<Publication>,
  entry?: StoredEntry,
  more: Partial<CorrectionSetting> = {},
) {
  const part = { reply, body: {}, index: 1, state: 'sent' as const, attempts: 1, message: '17.1' };
  const planned = planCorrection(
    publication(over),
    entry,
    { delivery, part, reply, upTo: 0, format: 'full' as const, newest: true },
    {
      desk,
      now: new Date('2026-11-14T09:02:00Z'),
      today: '2026-11-14',
      renderer: slackDigests(unsigned),
      newDeliveryId: () => 'c000000000000001',
      ...more,
    },
  );
  if (!planned.draft) throw new Error('nothing is sent');
  return { draft: planned.draft };
}

function corrected(reply: Reply, over: Partial<Publication> = {}, entry?: StoredEntry) {
  const said = plan(reply, over, entry).draft.parts[0]?.reply;
  const block = said?.blocks[0];
  const items = block?.type === 'entries' ? block.items : [];
  return {
    lines: items.map(({ lines }) => lines.map((line) => line.map(({ text }) => text).join(''))),
    items,
    citations: said?.citations.map(({ n, source }) => `${n} ${source}`),
  };
}

const now = makeFact({ statement: 'Twelve came.', sources: ['travels', 'gazette'] });

describe('the corrected part', () => {
  test('says what was corrected and what stands, with further sources under further numbers', () => {
    const { lines, items, citations } = corrected(posted(item(), item({ id: 'other' })), {}, now);
    expect(lines).toEqual([
      ['Corrected 14 November 2026: was ten; it was twelve.', 'Twelve came.'],
      ['Ten came.'],
    ]);
    expect(items.map(({ cites }) => cites)).toEqual([[4, 5], [4]]);
    expect(citations).toEqual(['4 travels', '5 gazette']);
  });

  test('a digest of headlines stays one', () => {
    expect(corrected(posted(item({ lines: [] })), {}, now).lines).toEqual([
      ['Corrected 14 November 2026: was ten; it was twelve.'],
    ]);
  });

  test('an entry that was told within another is named', () => {
    expect(corrected(posted(item({ id: 'lead', folds: ['fact-1'] })), {}, now).lines).toEqual([
      ['Corrected 14 November 2026, “A thing happened”: was ten; it was twelve.', 'Ten came.'],
    ]);
  });

  test('retracted: its words go, why stays', () => {
    const over = { event: 'retracted' as const, note: 'The source withdrew it.' };
    const { lines, items } = corrected(
      posted(item()),
      over,
      makeFact({ state: 'retracted', retraction: 'x' }),
    );
    expect(lines).toEqual([['Retracted 14 November 2026: The source withdrew it.']]);
    expect(items[0]?.remarks).toEqual(['retracted']);
  });

  test('an entry that readers may no longer see keeps the words that were posted', () => {
    expect(corrected(posted(item())).lines).toEqual([
      ['Corrected 14 November 2026: was ten; it was twelve.', 'Ten came.'],
    ]);
  });
});

const fold = [{ text: 'Also told: ', style: 'emphasis' as const }, { text: '“Another”' }];

test.each(['corrected', 'retracted'] as const)('%s: what is told in the same item stays', (event) => {
  const reply = posted(item({ folds: ['another'], lines: [[{ text: 'Ten came.' }], fold] }));
  const entry = event === 'corrected' ? now : makeFact({ state: 'retracted', retraction: 'x' });
  expect(corrected(reply, { event }, entry).lines[0]?.at(-1)).toBe('Also told: “Another”');
});

describe('a part that was never sent', () => {
  const unsent = (reply: Reply, over: Partial<Publication>, entry: StoredEntry, ping?: string) => {
    const part = { reply, body: {}, index: 0, state: 'waiting' as const, attempts: 0 };
    const setting = {
      ...{ desk, now: new Date('2026-11-14T09:02:00Z'), today: '2026-11-14' },
      ...{ renderer: slackDigests(unsigned), newDeliveryId: () => 'c000000000000001' },
    };
    const message = { delivery, part, reply, upTo: 0, format: 'full' as const, newest: true, ping };
    return planCorrection(publication(over), entry, message, setting).unsent;
  };
  const gone = makeFact({ state: 'retracted', retraction: 'x' });

  test('leaves out what is retracted, with its sources, and says so', () => {
    const reply = posted(item(), item({ id: 'other', cites: [] }));
    const left = unsent(reply, { event: 'retracted', note: 'It never was.' }, gone);
    expect(JSON.stringify(left)).not.toMatch(/It never was|Travels abroad/);
    expect(entriesIn(left!.reply)).toEqual(['other']);
    expect(JSON.stringify(left?.body)).toContain('One entry was retracted before this was sent');
  });

  test('keeps the item in which others are told too', () => {
    const reply = posted(item({ folds: ['another'], lines: [fold] }));
    const left = unsent(reply, { event: 'retracted', note: 'It never was.' }, gone);
    expect(entriesIn(left!.reply)).toEqual(['fact-1', 'another']);
  });

  test('still pings', () => {
    const left = unsent(posted(item()), {}, now, 'slack:T1:S123');
    expect(JSON.stringify(left?.body)).toContain('S123');
    expect(JSON.stringify(plan(posted(item()), {}, now).draft.parts)).not.toContain('S123');
  });
});

test.each([
  ['slack', slackDigests(unsigned)],
  ['discord', discordDigests(unsigned)],
])('%s: the edit carries the mark of the message, what is posted instead its own', (_, renderer) => {
  const { draft } = plan(posted(item()), {}, now, { renderer });
  const [part] = draft.parts;
  expect(draft.key).toBe('correction:9:d000000000000001:1');
  expect(JSON.stringify(part?.body)).toContain('d000000000000001');
  expect(JSON.stringify(part?.edits?.instead)).toContain('c000000000000001');
  expect(JSON.stringify(part?.edits?.instead)).toContain('Correction to digest 12');
});

test('a message that is full already: a short correction is posted', () => {
  const full = posted(item({ lines: [[{ text: 'word '.repeat(790) }]] }), item({ id: 'other' }));
  const { draft } = plan(full, { entry: 'other', note: 'was another. '.repeat(30) }, now, {
    renderer: discordDigests(unsigned),
  });
  expect(draft.parts).toHaveLength(1);
  expect(draft.parts[0]?.edits).toBeUndefined();
  expect(JSON.stringify(draft.parts[0]?.body)).toContain('Correction to digest 12');
});
