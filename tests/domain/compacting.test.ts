import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CitationList } from '../../src/domain/answer/citations.ts';
import { familyName, itemWithRow, rowLines } from '../../src/domain/answer/entry-row.ts';
import { knownDate, preferredDate } from '../../src/domain/dates/date-range.ts';
import type { EntryBody } from '../../src/domain/entry.ts';
import type { StoredEntry } from '../../src/domain/ports/entries.ts';
import { textOf } from '../../src/domain/reply.ts';
import { type Standing, standingSigns } from '../../src/domain/vocabulary.ts';
import { anyBrief, anyFact } from '../content/any-entry.ts';
import { makeDesk, makeSource } from './make.ts';

const today = '2026-11-28';
const sourced = { kind: 'opinion', publisher: 'Harbour Times', grade: 'C' };
const desk = makeDesk({
  sources: [
    makeSource({ id: 'signed', ...sourced, author: 'Ann Able' }),
    makeSource({ id: 'unsigned', ...sourced }),
  ],
});

/** Entries from a source with an author and one without, about every kind of moment around today. */
const anyOf = (body: fc.Arbitrary<EntryBody>): fc.Arbitrary<EntryBody> =>
  fc
    .record({
      body,
      source: fc.constantFrom('signed', 'unsigned'),
      edtf: fc.constantFrom(
        ...[
          '2026-11-20',
          '2026',
          '2027-03',
          '2026~',
          '2025?',
          '../2026',
          '[2025,2026]',
          '201X',
          '2026-12/..',
        ],
      ),
      other: fc.constantFrom(undefined, '2024-05', '[2026-01..2026-03]', '2026-11~'),
    })
    .map(({ body: given, source, edtf, other }): EntryBody => {
      const sources = [{ id: source }];
      if (given.type === 'brief') return { ...given, sources, dated: edtf };
      const dates = [edtf, ...(other ? [other] : [])].map((one) => ({ edtf: one, sources: [source] }));
      return { ...given, sources, dates: dates as typeof given.dates, disagreements: given.disagreements };
    });

const usualStandings: (Standing | undefined)[] = ['reported', 'confirmed', undefined];

/** One entry in both forms. */
function both(body: EntryBody, usual: Standing | undefined) {
  const stored: StoredEntry = {
    ...{ body, revision: 1, earliest: null, latest: null, recordedAt: new Date(0), actor: 'editor' },
  };
  const setting = { desk, today, citations: new CitationList(desk) };
  const item = itemWithRow(stored, setting, usual ? { usual } : {});
  if (!item.row) throw new Error('no row');
  return {
    item,
    said: rowLines({ ...item, row: item.row }, setting.citations.list())
      .map(textOf)
      .join('\n'),
  };
}

/** Months as rows write them. */
const inShort = (words: string) => words.replace(/(\p{Lu}\p{L}{2})\p{L}* (?=\d{4})/gu, '$1 ');

/** Words of a date without which it says more than is known. */
const doubts = /\b(?:about|possibly|either|or earlier|or later|or|until|since|some day within|the \d+s)\b/g;

describe('compacting drops nothing that changes the meaning', () => {
  test.each([
    ['facts', anyFact],
    ['briefs', anyBrief],
  ])('of %s', (_, arbitrary) => {
    fc.assert(
      fc.property(anyOf(arbitrary), fc.constantFrom(...usualStandings), (body, usual) => {
        const { item, said } = both(body, usual);
        // What it says is said whole: the word that turns it round may be the last.
        if (item.type !== 'visit') expect(said).toContain(body.title);
        else expect(said).toContain(' → ');
        // A standing that readers would not take for granted, and whose opinion it is.
        if (item.standing && item.standing !== usual) {
          expect(said).toContain(`${standingSigns[item.standing]} ${item.standing}`);
        }
        const isOwn = item.standing === 'opinion' || item.standing === 'speculation';
        if (isOwn && body.type === 'fact')
          expect(said).toMatch(body.sources[0]?.id === 'signed' ? /Able/ : /Harbour Times/);
        if (isOwn && body.type === 'brief' && !body.author)
          expect(said).toMatch(body.sources[0]?.id === 'signed' ? /Able/ : /Harbour Times/);
        // Retracted, corrected, restricted, disputed, out of date, no outcome: each remark.
        for (const remark of item.remarks) {
          if (remark === 'sources disagree on the date') expect(said).toMatch(/disagree on the date|\(or /);
          else expect(inShort(said)).toContain(inShort(remark));
        }
        // A date is no surer than it was, and a day, month or year is still there.
        const date = body.type === 'fact' ? preferredDate(body) : knownDate(body.dated ?? '');
        const third = /^(?:early|mid|late) \d{4} /.test(said);
        if (!third)
          for (const [doubt] of date.text.matchAll(doubts))
            expect(said).toContain(doubt.replace('some day within', 'a day of'));
        for (const [year] of date.text.matchAll(/\d{4}/g)) expect(said).toContain(year);
        // A plan is never told as done.
        const begun = date.earliest === null || date.earliest <= today;
        if (body.type === 'fact' && body.kind === 'plan' && begun)
          expect(said).toMatch(/no outcome recorded|a plan;|so far only a plan/);
      }),
      { numRuns: 60, seed: 14 },
    );
  });
});

test.each([
  ['Luis Arce Catacora', [], 'Luis Arce Catacora'],
  ['Luis Arce Catacora', ['Arce'], 'Arce'],
  ['Luis Arce Catacora', ['Luis Arce', 'Лучо'], 'Arce'],
  ['Luis Arce Catacora', ['Luis'], 'Luis Arce Catacora'],
  ['Dina Boluarte', [], 'Boluarte'],
  ['George H. W. Bush', [], 'Bush'],
  ['Ursula von der Leyen', ['Leyen'], 'von der Leyen'],
])('of %s, also spelt %j, the short name is %s', (name, spellings, short) => {
  expect(familyName({ name, spellings })).toBe(short);
});
