import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDesk } from '../../src/content/check/check-desk.ts';
import { readWithPlaces, readYaml } from '../../src/content/read/yaml.ts';
import { cases } from '../seed.ts';
import { fixtureDesk } from './fixture-desk.ts';

const path = fc.constantFrom(
  'desk.yaml',
  'sources.yaml',
  'facts/a.yaml',
  'articles/a.md',
  'facts/a.yml',
  'x.txt',
);
const yamlish = fc
  .array(
    fc.constantFrom(
      ...[
        '- ',
        'id: ',
        'a',
        '\n',
        '  ',
        ': ',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '#',
        '&a ',
        '*a',
        '!t ',
        '|\n',
        '>\n',
      ],
      ...[
        '---\n',
        '...\n',
        '\t',
        '? ',
        '%',
        '@',
        '2025',
        '~',
        'null',
        '\u0000',
        '\u2028',
        '𝒳',
        'dates: ',
        '\r\n',
      ],
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc
    .oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      yamlish,
      yamlish.map((text) => `---\nid: a\n---\n${text}`),
    )
    .map((text) => new TextEncoder().encode(text)),
);

/** What may come out of any bytes: entries, or faults at a place that there is. */
function hold(files: { path: string; bytes: Uint8Array }[]): void {
  const { entries, faults, files: rows } = checkDesk('harbour', files);
  for (const fault of faults) {
    expect(fault.line).toBeGreaterThanOrEqual(1);
    expect(fault.column).toBeGreaterThanOrEqual(1);
    expect(fault.what.length + fault.fix.length).toBeLessThan(2000);
    expect(`${fault.what}${fault.fix}`).not.toMatch(/\n/);
  }
  const broken = new Set(faults.map(({ file }) => file));
  expect(entries.filter((entry) => broken.has(entry.path))).toEqual([]);
  expect(rows.filter((row) => broken.has(row.path) !== (row.fault !== undefined))).toEqual([]);
}

test('any bytes in any file give entries or faults, never an exception', () => {
  fc.assert(
    fc.property(path, bytes, (name, content) => hold([{ path: name, bytes: content }])),
    { numRuns: cases(1500) },
  );
});

test('any piece of nonsense put into a good desk gives entries or faults, never an exception', () => {
  const good = [...fixtureDesk('good').files];
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat({ max: 40 }), yamlish, (file, at, cut, piece) => {
      const [target] = good[file % good.length]!;
      hold(
        good.map(([name, text]) => {
          const start = at % text.length;
          const changed = name === target ? text.slice(0, start) + piece + text.slice(start + cut) : text;
          return { path: name, bytes: new TextEncoder().encode(changed) };
        }),
      );
    }),
    { numRuns: cases(400) },
  );
});

test('any YAML text is a value with places, or findings', () => {
  fc.assert(
    fc.property(fc.oneof(yamlish, fc.string({ unit: 'binary' })), (text) => {
      const reading = readYaml(text);
      if (reading.ok) expect(reading.document.spot([0, 'id']).line).toBeGreaterThanOrEqual(1);
      else expect(reading.findings.length).toBeGreaterThan(0);
    }),
    { numRuns: cases(2000) },
  );
});

/** The front matter of an article, or the whole of another file. */
const yamlOf = (text: string) => (text.startsWith('---') ? (text.split(/^---$/m)[1] ?? '') : text);
const pieces = [
  'null',
  'yes',
  'True',
  '0x1f',
  '0o7',
  '012',
  '1_0',
  '1e3',
  '1e400',
  '.5',
  '1.0',
  '-0',
  '.inf',
  '<<: *a',
];
const more = [
  '""',
  "''",
  '"a"',
  "'b'",
  '\\n',
  'a#b',
  ' #',
  'a: b: c',
  '|1\n',
  '>-\n',
  '\u0085',
  '\ufeff',
  ', ',
  '__proto__: ',
];

/** Both readers, the fast one first and the one that knows places, give the same value or the same findings. */
function readAlike(text: string): void {
  const reading = readYaml(text);
  const placed = readWithPlaces(text);
  if (!reading.ok || !placed.ok) {
    expect(reading).toEqual(placed);
    return;
  }
  expect(reading.document.value).toStrictEqual(placed.document.value);
  expect(reading.document.spot([0, 'id'])).toEqual(placed.document.spot([0, 'id']));
}

test('every file of the briefs is read by the fast parser as by the one that knows places', () => {
  for (const file of globSync('briefs/*/**/*.{yaml,md}')) readAlike(yamlOf(readFileSync(file, 'utf8')));
});

test.each<[string, string]>([
  ['a key twice', '- id: a\n  title: b\n  id: c\n'],
  ['a key twice on a line', '[{ id: a, id: b }]\n'],
  ['anchors and aliases', '- &one { id: a }\n- *one\n'],
  ['an alias of nothing', '- id: *one\n'],
  ['merged keys', '- &one { id: a }\n- <<: *one\n  title: b\n'],
  ['words that were booleans in YAML 1.1', '- { on: yes, off: no, y: n }\n'],
  ['a date', '- published: 2006-05-01\n  dates: [2006-05, 2006]\n'],
  ['numbers of many kinds', '- [012, 0o14, 0x1F, 1_000, 1e3, 1., .5, +1, -0, 1e400, .inf, .nan]\n'],
  ['keys that are no words', '- { 1: a, 1.0: b, null: c, true: d, .inf: e, ~: f }\n'],
  ['the prototype', '- __proto__: { a: b }\n'],
  ['a second document', '- a\n---\n- b\n'],
  ['a document that begins further in', '  ---\n  a\n'],
  ['a tag', '- !!str 1\n- !own a\n'],
  ['a directive', '%YAML 1.1\n---\n- yes\n'],
  ['a tab before a key', '- id: a\n\ttitle: b\n'],
  ['a quote that is not closed', '- title: "a\n  id: b\n- id: c\n'],
  ['something behind a quote', '- title: "a"b\n'],
  ['a quote that is a key of its own', '- a: ""key: b\n'],
  ['a second colon', '- title: a: b\n'],
  ['lines as Windows ends them', '- id: a\r\n  note: >-\r\n    one\r\n    two\r\n'],
  ['blocks', '- a: |\n    one\n\n     two\n  b: >+\n    one\n    two\n\n  c: |1\n    x\n'],
  ['a comment in a block', '|\n #a\n'],
  ['no value', ''],
  ['deeper than any entry', `${'['.repeat(35)}${']'.repeat(35)}`],
  ['much deeper', `${'['.repeat(300)}${']'.repeat(300)}`],
  ['too deep in a long text', `# ${'x'.repeat(60_000)}\n${'['.repeat(45)}${']'.repeat(45)}`],
])('%s: both parsers say the same', (_, text) => readAlike(text));

test('both parsers say the same of any text', () => {
  const odd = fc
    .array(fc.oneof(yamlish, fc.constantFrom(...pieces, ...more)), { maxLength: 12 })
    .map((parts) => parts.join('').slice(0, 400));
  fc.assert(fc.property(odd, readAlike), { numRuns: cases(3000) });
});

test('both parsers say the same of a file with nonsense in it', () => {
  const lines = globSync('briefs/*/**/*.{yaml,md}').flatMap((file) =>
    yamlOf(readFileSync(file, 'utf8')).split('\n'),
  );
  const piece = fc.oneof(yamlish, fc.constantFrom(...pieces, ...more));
  fc.assert(
    fc.property(fc.nat(lines.length - 12), fc.nat(), fc.nat(6), piece, (first, place, cut, nonsense) => {
      const text = lines.slice(first, first + 12).join('\n');
      const at = text.length === 0 ? 0 : place % text.length;
      readAlike(text.slice(0, at) + nonsense + text.slice(at + cut));
    }),
    { numRuns: cases(1000) },
  );
});
