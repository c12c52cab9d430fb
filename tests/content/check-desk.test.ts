import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDesk, checkReadings } from '../../src/content/check/check-desk.ts';
import { readFile, readNow } from '../../src/content/read/read-file.ts';
import { nothingServed } from '../../src/content/sync/sync-plan.ts';
import { asFiles, fixtureDesk } from './fixture-desk.ts';

const names = readdirSync(join(import.meta.dirname, 'fixtures')).map((file) => basename(file, '.fixture'));

const found = (files: ReadonlyMap<string, string | Uint8Array>) => checkDesk('harbour', asFiles(files));
const places = (list: readonly { file: string; line: number; code: string }[]) =>
  list.map(({ file, line, code }) => `${file}:${line} ${code}`).sort();

describe('every fixture has exactly the faults it names', () => {
  test.each(names)('%s', (name) => {
    const { files, expected } = fixtureDesk(name);
    const { faults } = found(files);
    expect(places(faults)).toEqual(places(expected));
    for (const { file, line, code, says } of expected) {
      const words = faults
        .filter((fault) => fault.file === file && fault.line === line && fault.code === code)
        .map(({ what, fix }) => `${what} → ${fix}`);
      expect(words.join('\n')).toContain(says);
    }
  });
});

test('a good desk gives its definition, its sources, its entries and a row for each file', () => {
  const { desk, entries, files, faults } = found(fixtureDesk('good').files);
  expect(faults).toEqual([]);
  expect(desk?.definition.id).toBe('harbour');
  expect(desk?.sources.map(({ id }) => id)).toEqual(['gazette', 'harbour-times']);
  expect(entries.map(({ body }) => body.id).sort()).toEqual([
    'able-riga',
    'able-tallinn',
    'cable-laid',
    'cable-plan',
    'harbour-day',
  ]);
  expect(files.map(({ path }) => path)).toEqual([
    'articles/harbour-day.md',
    'desk.yaml',
    'facts/energy.yaml',
    'facts/visits.yaml',
    'sources.yaml',
  ]);
  expect(files.every(({ hash, fault }) => /^[0-9a-f]{64}$/.test(hash) && fault === undefined)).toBe(true);
});

test('a file with a fault is left out whole, and the other files are not touched by it', () => {
  const { entries, files } = found(fixtureDesk('malformed').files);
  expect([...new Set(entries.map(({ path }) => path))]).toEqual([
    'articles/harbour-day.md',
    'facts/visits.yaml',
  ]);
  expect(files.find(({ path }) => path === 'facts/energy.yaml')?.fault).toMatch(/^line 3: .*\(and 1 more\)$/);
});

test('the hash of an entry is that of its content: order of keys, quotes and comments mean nothing', () => {
  const { files } = fixtureDesk('good');
  const before = found(files).entries.find(({ body }) => body.id === 'cable-laid')?.hash;
  const text = files.get('facts/energy.yaml') ?? '';
  files.set(
    'facts/energy.yaml',
    text.replace(
      '  kind: event\n  title: The cable is laid',
      '  # moved\n  title: "The cable is laid"\n  kind: event',
    ),
  );
  const same = found(files).entries.find(({ body }) => body.id === 'cable-laid')?.hash;
  expect(same).toBe(before);
  files.set('facts/energy.yaml', text.replace('The cable was laid.', 'The cable was laid at last.'));
  expect(found(files).entries.find(({ body }) => body.id === 'cable-laid')?.hash).not.toBe(before);
});

test('bytes that are not UTF-8 are found at their line', () => {
  const files = new Map<string, string | Uint8Array>(fixtureDesk('good').files);
  const bytes = Buffer.from(files.get('facts/energy.yaml') as string);
  bytes[bytes.indexOf('Bo Bright promised')] = 0xe9;
  files.set('facts/energy.yaml', bytes);
  expect(places(found(files).faults)).toEqual(['facts/energy.yaml:4 not_utf8']);
});

test('a byte order mark and Windows line ends are no fault', () => {
  const { files } = fixtureDesk('good');
  for (const [path, text] of files) files.set(path, `\uFEFF${text.replaceAll('\n', '\r\n')}`);
  expect(found(files).faults).toEqual([]);
});

test('a file over a megabyte is refused without being parsed', () => {
  const { files } = fixtureDesk('good');
  files.set('facts/energy.yaml', `# ${'x'.repeat(1_000_000)}`);
  expect(places(found(files).faults)).toEqual(['facts/energy.yaml:1 too_large']);
});

test.each([
  ['deep brackets', '['.repeat(900_000)],
  ['deep lists', '- '.repeat(400_000)],
  ['many commas', `[${','.repeat(900_000)}`],
  ['deep indentation', Array.from({ length: 1200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
])('%s are refused in about a second', (_, text) => {
  const started = performance.now();
  const { faults } = checkDesk('harbour', asFiles(new Map([['facts/evil.yaml', text]])));
  expect(faults.find(({ file }) => file === 'facts/evil.yaml')?.code).toBe('yaml_complex');
  expect(performance.now() - started).toBeLessThan(3000);
});

test('without a desk.yaml nothing serves, and the faults of the other files are told all the same', () => {
  const { files } = fixtureDesk('misspelt-keys');
  files.delete('desk.yaml');
  files.delete('sources.yaml');
  const { desk, entries, faults } = found(files);
  expect(desk).toBeUndefined();
  expect(entries).toEqual([]);
  expect(places(faults)).toEqual(
    [
      'desk.yaml:1 missing_file',
      'sources.yaml:1 missing_file',
      'facts/energy.yaml:3 unknown_key',
      'facts/energy.yaml:9 unknown_key',
      'facts/energy.yaml:11 unknown_key',
    ].sort(),
  );
});

test('of a good desk no place is looked up: that would read each file once more', () => {
  const readings = asFiles(fixtureDesk('good').files).map(readFile);
  const lost = () => {
    throw new Error('a place was looked up');
  };
  const blind = readings.map((reading) => ({
    ...reading,
    ...(reading.desk && { desk: { ...reading.desk, spot: lost } }),
    sources: reading.sources.map((source) => ({ ...source, spot: lost })),
    entries: reading.entries.map((entry) => ({ ...entry, spot: lost })),
  }));
  expect(checkReadings('harbour', blind, nothingServed).faults).toEqual([]);
});

test('no file is held for the places in it: it is read once more, and what has gone by then is placed at its beginning', () => {
  const asked: string[] = [];
  const readings = asFiles(fixtureDesk('unknown-names').files).map((file) =>
    readNow(file, () => {
      asked.push(file.path);
      return { path: file.path, bytes: new Uint8Array() };
    }),
  );
  expect(asked).toEqual([]);
  const { faults } = checkReadings('harbour', readings, nothingServed);
  expect(new Set(asked)).toEqual(new Set(faults.map(({ file }) => file)));
  expect(faults.filter(({ line }) => line > 2)).toEqual([]);
});
