import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDesk } from '../../src/content/check/check-desk.ts';
import { readYaml } from '../../src/content/read/yaml.ts';
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
    { numRuns: 1500 },
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
    { numRuns: 400 },
  );
});

test('any YAML text is a value with places, or findings', () => {
  fc.assert(
    fc.property(fc.oneof(yamlish, fc.string({ unit: 'binary' })), (text) => {
      const reading = readYaml(text);
      if (reading.ok) expect(reading.document.spot([0, 'id']).line).toBeGreaterThanOrEqual(1);
      else expect(reading.findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});
