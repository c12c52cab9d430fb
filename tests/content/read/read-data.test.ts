import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkData } from '../../../src/content/check/check-desk.ts';
import { exportTable } from '../../../src/content/export/entries.ts';
import { formatOf, readData } from '../../../src/content/read/read-data.ts';
import { atOnce } from '../../../src/runtime/async.ts';
import { makeDesk, makeFact, makeSource } from '../../domain/make.ts';
import { anyFact } from '../any-entry.ts';

const desk = makeDesk({ sources: [makeSource({ until: '2027-12', registers: [] })] });
const looked = (path: string, bytes: Uint8Array) =>
  atOnce(checkData([atOnce(readData({ path, bytes }))], { desk, filed: desk, entries: ['here'] }));
const corpus = 'tests/content/corpus';

/** What comes of every file of the corpus: how many entries, or which faults. */
const expected: Record<string, number | string[]> = {
  'a-cell-too-few.csv': ['2 csv_columns'],
  'a-cell-too-many.csv': ['2 csv_columns'],
  'alias-bomb.yaml': ['7 yaml_alias'],
  'alias-circle.yaml': ['3 yaml_alias'],
  'anchor.yaml': 2,
  'bom.csv': 1,
  'bom.json': 1,
  'constructor.json': ['1 unknown_key'],
  'control-characters.csv': ['2 wrong_value'],
  'deep-in-a-field.json': ['1 yaml_complex'],
  'deep.json': ['1 yaml_complex'],
  'deep.yaml': ['1 yaml_complex'],
  'duplicate-key.json': ['1 json_duplicate_key'],
  'empty.csv': ['1 empty_file'],
  'empty.json': ['1 json_syntax'],
  'formula.csv': 1,
  'huge-number.json': ['1 wrong_type'],
  'latin-1.csv': ['2 not_utf8'],
  'line-breaks-of-every-kind.csv': 3,
  'lone-surrogate.json': 1,
  'mojibake.md': [
    '2 missing_key',
    '2 missing_key',
    '2 missing_key',
    '2 missing_key',
    '2 missing_key',
    '4 markdown',
  ],
  'no-header.csv': ['1 missing_key'],
  'not-a-list.yaml': ['1 wrong_type'],
  'not-entries.json': ['1 wrong_value', '1 wrong_value', '1 wrong_value', '1 wrong_value', '1 wrong_value'],
  'null-bytes.csv': ['2 wrong_value'],
  'only-commas.csv': 1,
  'open-quote.csv': ['2 csv_quote'],
  'prototype.csv': ['1 unknown_key'],
  'prototype.json': ['1 unknown_key'],
  'prototype.yaml': ['10 unknown_key'],
  'quotes.csv': 1,
  'right-to-left.csv': 1,
  'semicolons.csv': 1,
  'stray-quote.csv': ['2 csv_quote'],
  'tabs.csv': 1,
  'tag.yaml': ['3 yaml_tag'],
  'trailing-comma.json': ['1 json_syntax'],
  'two-documents.yaml': ['10 yaml_documents'],
  'unguarded-formula.csv': 1,
  'utf16-be-without-mark.csv': ['1 not_utf8'],
  'utf16-le.csv': ['1 not_utf8'],
};

describe('the corpus', () => {
  // The second ending keeps the formatter of this repository away from them.
  const files = readdirSync(corpus).map((name) => name.replace(/\.fixture$/, ''));
  test('is known here, file by file', () => expect(Object.keys(expected).sort()).toEqual(files.sort()));

  test.each(files)('%s', (name) => {
    const { entries, faults } = looked(name, readFileSync(`${corpus}/${name}.fixture`));
    expect(faults.length > 0 ? faults.map(({ line, code }) => `${line} ${code}`) : entries.length).toEqual(
      expected[name],
    );
    expect({}).not.toHaveProperty('weight');
    expect({}).not.toHaveProperty('x');
  });
});

test('a file of many megabytes is refused by its size, and a line of ten by its length', () => {
  const row = exportTable([makeFact().body]).split('\r\n')[1] ?? '';
  const header = exportTable([]).trimEnd();
  const long = Buffer.from(`${header}\n${row.replace('A thing happened', 'x'.repeat(10_000_000))}\n`);
  expect(looked('a.csv', long).faults).toMatchObject([{ line: 2, code: 'too_large' }]);
  for (const name of ['a.csv', 'a.json']) {
    const faults = looked(name, Buffer.alloc(20_000_001, ' ')).faults;
    expect(faults).toMatchObject([{ code: 'too_large', what: 'the file is larger than 20 MB' }]);
  }
  expect(looked('a.yaml', Buffer.alloc(1_000_001, ' ')).faults).toMatchObject([{ code: 'too_large' }]);
});

test('any bytes under any name give entries or faults at a place that there is, never an exception', () => {
  const name = fc.constantFrom(
    'a.csv',
    'a.json',
    'a.yaml',
    'a.md',
    'desk.yaml',
    'sources.yaml',
    'pasted',
    '',
  );
  const good = readdirSync(corpus).map((one) => readFileSync(`${corpus}/${one}`).subarray(0, 2000));
  const spoilt = fc
    .tuple(
      fc.constantFrom(...good),
      fc.nat({ max: 2000 }),
      fc.uint8Array({ maxLength: 8 }),
      fc.nat({ max: 8 }),
    )
    .map(([bytes, at, piece, cut]) =>
      Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(Math.min(bytes.length, at + cut))]),
    );
  fc.assert(
    fc.property(name, fc.oneof(fc.uint8Array({ maxLength: 300 }), spoilt), (path, bytes) => {
      const { faults } = looked(path, bytes);
      for (const { line, column, what, fix } of faults) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(`${what}${fix}`).not.toMatch(/\n/);
        expect(what.length + fix.length).toBeLessThan(2000);
      }
    }),
    { numRuns: 1500 },
  );
});

describe('what a pasted text is', () => {
  test('is seen of whatever was exported as a table or as data', () => {
    fc.assert(
      fc.property(anyFact, (fact) => {
        expect(formatOf(exportTable([fact]))).toEqual({ format: 'table', isSure: true });
        expect(formatOf(JSON.stringify([fact], null, 2))).toEqual({ format: 'json', isSure: true });
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['- id: a\n  kind: event\n  title: One\n  statement: Something.\n', { format: 'yaml', isSure: true }],
    ['- {id: a, kind: event, title: One, statement: Something.}', { format: 'yaml', isSure: true }],
    ['- { id: a,\n    title: One }', { format: 'yaml', isSure: false }],
    ['title: One\nsources: two officials\n\nThe talks went on.', { format: 'yaml', isSure: false }],
    [
      '---\nid: a\ntitle: One\nkind: news\nsources: [travels]\n---\nText',
      { format: 'article', isSure: true },
    ],
    ['id;title;Betrag', { format: 'table', isSure: true }],
    ['Talks in Tashkent\n\nBy Ann Lee\n\nThe presidents met, and talked: of water, of rail.', undefined],
    ['[Video] Presidents meet', undefined],
    ['', undefined],
  ])('%j is told by its beginning', (text, is) => expect(formatOf(text)).toEqual(is));
});
