import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportTable } from '../../src/content/export/entries.ts';
import { checkMarkdown } from '../../src/content/read/markdown.ts';
import { readTable } from '../../src/content/read/read-table.ts';
import { tableColumns } from '../../src/content/read/table-columns.ts';
import type { EntryBody } from '../../src/domain/entry.ts';
import { atOnce } from '../../src/runtime/async.ts';
import { makeBrief, makeFact } from '../domain/make.ts';
import { anyBrief, anyFact } from './any-entry.ts';

const bodiesOf = (text: string) => {
  const { entries, findings } = atOnce(readTable(text));
  return { bodies: entries.map(({ value }) => JSON.parse(JSON.stringify(value)) as EntryBody), findings };
};
const table = (...rows: string[][]) => stringify([['id', 'type', 'title', 'kind'], ...rows]);
const told = (text: string) =>
  atOnce(readTable(text)).findings.map(({ line, what, fix }) => `${line}: ${what}; ${fix}`);

describe('a table that is read', () => {
  test('gives back whatever facts were written to it', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { minLength: 1, maxLength: 4 }), (facts) => {
        expect(bodiesOf(exportTable(facts))).toEqual({ bodies: facts, findings: [] });
      }),
      { numRuns: 500 },
    );
  });

  test('gives back whatever briefs were written to it, with their line breaks', () => {
    const plain = anyBrief.filter(
      (brief) => brief.type === 'brief' && checkMarkdown(brief.summary, 0).length === 0,
    );
    fc.assert(
      fc.property(plain, (brief) => {
        expect(bodiesOf(exportTable([brief]))).toEqual({ bodies: [brief], findings: [] });
      }),
      { numRuns: 300 },
    );
  });

  test('has no cell that a spreadsheet would run, whatever is in it', () => {
    fc.assert(
      fc.property(anyFact, (fact) => {
        const cells = (parse(exportTable([fact])) as string[][]).flat();
        expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('may have its columns in any order, marks of another country between cells, and no type for facts', () => {
    const { body } = makeFact({
      dates: [{ edtf: '2026-02', sources: ['travels'], note: 'a; b | c\\' }, '2025'],
    });
    const [header = '', row = ''] = exportTable([body]).trimEnd().split('\r\n');
    const cells = new Map(header.split(',').map((name, at) => [name, row.split(',')[at]] as const));
    const names = tableColumns.filter((name) => name !== 'type').toReversed();
    for (const mark of [',', ';', '\t']) {
      const text = stringify([names, names.map((name) => cells.get(name))], { delimiter: mark });
      expect(bodiesOf(text)).toEqual({ bodies: [JSON.parse(JSON.stringify(body))], findings: [] });
    }
  });

  test.each([
    [
      'nothing',
      '',
      '1: the table is empty; put the names of the columns on the first line, as `deskwire export --format csv` does',
    ],
    [
      'a first line that names nothing',
      'a,b\nc,d',
      '1: the first line has no column "id"; put the names of the columns there, as `deskwire export --format csv` does',
    ],
    ['a misspelt column', 'id,titel\n', '1: there is no column "titel"; did you mean "title"?'],
    ['a column twice', 'id,title,title\n', '1: the column "title" stands here twice; remove one of the two'],
    [
      'a cell too many',
      table().concat('a,fact,One, two,event\n'),
      '2: the row has 5 cells, but the first line names 4 columns; put a text with a comma, a line break or a quotation mark in quotes',
    ],
    [
      'a stray quotation mark',
      table().concat('\na,fact,The "old" road,event\n'),
      '3: in the row that begins here a quotation mark stands where none may, or is not closed; put a text that has one in quotes and write it twice there: "the ""old"" road"',
    ],
    [
      'a line of ten megabytes',
      table().concat(`a,fact,"${'x'.repeat(10_000_000)}",event\n`),
      '2: the row that begins here has more than 200000 characters; look for a quotation mark that is opened and not closed',
    ],
    ['another type', table(['a', 'visit', 'One', 'event']), '2: "type" is "visit"; write fact or brief'],
  ])('of %s is refused with line and remedy', (_, text, says) => {
    expect(told(text)).toEqual([says]);
  });

  test('names the line on which a row begins, whatever line breaks and blank lines stand before it', () => {
    const good = exportTable([makeBrief({ id: 'b' }).body]);
    const bad = exportTable([makeFact({ id: 'f' }).body])
      .split('\r\n')[1]
      ?.replace('reported', 'certain');
    const text = `${good}\r\n\r\n${bad}\r\n`;
    expect(told(text)).toEqual([
      expect.stringMatching(/^8: "standing" is "certain"; choose one; there are: confirmed, reported/),
    ]);
  });

  test.each([
    ['start', '2026-01-01', 'leave "start" and "end" empty, and change the event date itself'],
    ['summary', 'Of a brief', 'leave the cell empty, or look at "type"'],
    ['dates', 'May-06', 'write for example'],
    ['sources', 'travels | row 7 | https://example.org/ | more', 'remove it'],
    ['weight', 'heavy', 'write a whole number'],
  ])('a cell "%s" that says %s is refused', (column, cell, says) => {
    const [header = '', row = ''] = exportTable([makeFact().body]).trimEnd().split('\r\n');
    const at = header.split(',').indexOf(column);
    const changed = row.split(',').with(at, `"${cell}"`);
    expect(told(`${header}\n${changed}`)).toEqual([expect.stringContaining(says)]);
  });

  test('of any text at all gives entries or findings, never an exception', () => {
    const piece = fc.constantFrom(
      'id',
      ',',
      ';',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      'fact',
      'type',
      "'",
      '=',
      '\u0000',
      '|',
      '\\',
      'é',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
      fc.array(piece, { maxLength: 40 }).map((all) => `id,type,title\n${all.join('')}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const { line, what, fix } of atOnce(readTable(text)).findings) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
          expect(`${what}${fix}`).not.toMatch(/\n/);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

const spreadsheet = (dates: string, published = '2026-11-21') =>
  `sep=;\r\nid;type;kind;title;statement;dates;standing;topics;countries;sources;published;;\r\na;fact;event;A;The two ministries agreed.;${dates};reported;trade;KZ;b-2026;${published};;\r\n`;

test('the first line and the empty columns that Excel adds are passed over', () => {
  expect(bodiesOf(spreadsheet('2026-03-16'))).toMatchObject({ bodies: [{ id: 'a' }], findings: [] });
});

test.each([
  ['16.03.2026', 'write 2026-03-16'],
  ['3/16/2026', 'write 2026-03-16'],
  ['3/10/2026', 'write 2026-03-10 or 2026-10-03'],
  ['46097', 'write 2026-03-16'],
])('a day as spreadsheets write it, %s, is refused with the very day', (typed, fix) => {
  expect(bodiesOf(spreadsheet(typed)).findings).toMatchObject([{ fix }]);
});
