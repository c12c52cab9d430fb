import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDesk } from '../../src/content/check/check-desk.ts';
import { exportCalendar, exportTable } from '../../src/content/export/entries.ts';
import { type ExportedFile, exportFiles, type ServedEntry } from '../../src/content/export/files.ts';
import { tableColumns } from '../../src/content/read/table-columns.ts';
import type { Desk } from '../../src/domain/desk.ts';
import { makeBrief, makeDesk, makeFact, makeSource } from '../domain/make.ts';

const bytes = (files: readonly ExportedFile[]) =>
  files.map(({ path, text }) => ({ path, bytes: Buffer.from(text) }));

/** What reading the exported folder gives. */
function readBack(folder: string, files: readonly ExportedFile[]) {
  const { desk, entries, faults } = checkDesk(folder, bytes(files));
  const served = entries.map(({ body, path }): ServedEntry => ({ body, path }));
  return { desk: desk as Desk, entries: served, faults };
}

describe('a desk as files', () => {
  const folder = 'briefs/centralasia';
  const real = globSync(`${folder}/**/*.{yaml,md}`).map((file) => ({
    path: file.slice(folder.length + 1),
    text: readFileSync(file, 'utf8'),
  }));

  test('read from its export, the real desk is the same, and exported again the files are the same', () => {
    const { desk, entries } = readBack('centralasia', real);
    const files = exportFiles(desk, entries);
    const again = readBack('centralasia', files);
    expect(again.faults).toEqual([]);
    expect(again.desk).toEqual(desk);
    const byId = (all: ServedEntry[]) => all.toSorted((a, b) => a.body.id.localeCompare(b.body.id));
    expect(byId(again.entries)).toEqual(byId(entries));
    expect(exportFiles(again.desk, again.entries)).toEqual(files);
  });

  test('what was written in chat has files of its own', () => {
    const entries = [
      { body: makeFact({ id: 'a' }).body },
      { body: makeFact({ id: 'b' }).body, path: 'facts/old.yaml' },
      { body: makeBrief({ id: 'c' }).body },
    ];
    const paths = exportFiles(makeDesk(), entries).map(({ path }) => path);
    expect(paths).toEqual([
      'desk.yaml',
      'sources.yaml',
      'articles/c.md',
      'facts/chat.yaml',
      'facts/old.yaml',
    ]);
  });

  test('more than a file may hold goes on in further ones, under names that are free', () => {
    const statement = 'It happened. '.repeat(60).trim();
    const many = Array.from({ length: 1500 }, (_, at) => ({
      body: makeFact({ id: `f${at}`, statement }).body,
    }));
    const filed = { body: makeFact({ id: 'b' }).body, path: 'facts/chat-2.yaml' };
    const desk = makeDesk({ sources: [makeSource({ until: '2027-12', registers: [] })] });
    const files = exportFiles(desk, [...many, filed]);
    expect(files.map(({ path }) => path)).toEqual([
      ...[
        'desk.yaml',
        'sources.yaml',
        'facts/chat-2.yaml',
        'facts/chat.yaml',
        'facts/chat-3.yaml',
        'facts/chat-4.yaml',
      ],
    ]);
    const { entries, faults } = readBack('north', files);
    expect(faults).toEqual([]);
    expect(entries).toHaveLength(1501);
  });

  test('whatever an entry says, its file says the same', () => {
    const desk = makeDesk({ sources: [makeSource({ until: '2027-12', registers: [] })] });
    const line = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
      .filter((text) => text.trim() !== '' && !/\p{Cc}|\p{Cs}/u.test(text))
      .map((text) => text.trim());
    const dates = fc.constantFrom(
      '2026',
      '2026-02',
      '2026-02-01',
      '[2026-01-02..2026-02-03]',
      '2026~',
      '../2026',
    );
    fc.assert(
      fc.property(
        line,
        line,
        line,
        dates,
        fc.integer({ min: 1, max: 5 }),
        (title, statement, note, date, weight) => {
          const { body } = makeFact({ id: 'a', title, statement, note, dates: [date], weight });
          const { entries, faults } = readBack('north', exportFiles(desk, [{ body }]));
          expect(faults.map(({ code }) => code)).toEqual([]);
          expect(entries.map((entry) => entry.body)).toEqual([body]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a table', () => {
  test('has a row an entry, and no cell that a spreadsheet would run', () => {
    const nasty = ["'=quoted", '=cmd()', '+1', '-1', '@SUM(A1)', 'a "quoted", one'];
    const table = exportTable(nasty.map((title, at) => makeFact({ id: `f${at}`, title }).body));
    const lines = table.trimEnd().split('\r\n');
    expect(lines[0]).toBe(tableColumns.join(','));
    expect(lines.slice(1).map((line) => line.split(',')[3])).toEqual([
      "''=quoted",
      "'=cmd()",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      '"a ""quoted""',
    ]);
  });
});

describe('a calendar', () => {
  const entries = [
    makeFact({
      id: 'day',
      dates: ['2026-02-28'],
      title: `One; day, with marks, and ${'a long name '.repeat(9).trim()}`,
    }),
    makeFact({ id: 'days', dates: ['2026-02-27/2026-03-01'] }),
    makeFact({ id: 'month', dates: ['2026-02'] }),
    makeFact({ id: 'two', dates: ['2026-02-01', '2026-06'] }),
    makeFact({ id: 'gone', dates: ['2026-02-03'], state: 'retracted', retraction: 'It was not so.' }),
    makeFact({ id: 'some-day', dates: ['[2026-02-01..2026-02-03]'] }),
    makeBrief({ dated: '2026-02-01' }),
  ];
  const { text, leftOut } = exportCalendar(makeDesk(), entries, new Date('2026-03-01T00:00:00Z'));

  test('holds what is dated to the day, as whole days that end before the next', () => {
    expect(text.match(/^DT(?:START|END).*$/gm)).toEqual([
      'DTSTART;VALUE=DATE:20260228',
      'DTEND;VALUE=DATE:20260301',
      'DTSTART;VALUE=DATE:20260227',
      'DTEND;VALUE=DATE:20260302',
    ]);
    expect(leftOut).toBe(3);
  });

  test('names each event for good, escapes its text and folds its lines', () => {
    expect(text).toContain('UID:day@north.deskwire');
    expect(text.replace(/\r\n /g, '')).toContain('SUMMARY:One\\; day\\, with marks\\, and a long name');
    expect(text).toMatch(/\r\n [^\r]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});
