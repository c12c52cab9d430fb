import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../src/content/read/read-json.ts';
import { atOnce } from '../../../src/runtime/async.ts';
import { makeFact } from '../../domain/make.ts';
import { anyFact } from '../any-entry.ts';

const told = (text: string) =>
  atOnce(readJson(text)).findings.map(({ line, column, what, fix }) => `${line}:${column} ${what}; ${fix}`);
const fact = (over: object) => JSON.stringify([{ ...makeFact().body, ...over }], null, 2);

describe('data that is read', () => {
  test('gives back whatever facts were written to it, in one list or one alone', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 3 }), fc.constantFrom(0, 2, '\t'), (facts, indent) => {
        const { entries, findings } = atOnce(readJson(JSON.stringify(facts, null, indent)));
        expect(findings).toEqual([]);
        expect(entries.map(({ value }) => JSON.parse(JSON.stringify(value)))).toEqual(facts);
      }),
      { numRuns: 300 },
    );
    expect(atOnce(readJson(JSON.stringify(makeFact().body))).entries).toHaveLength(1);
  });

  test.each([
    [
      'nothing',
      '',
      '1:1 the JSON cannot be read from here: value expected; look at commas, quotes and brackets',
    ],
    ['an open bracket', '[\n{"id": "a"}', '2:12 the JSON cannot be read from here: '],
    ['a comment', '[] // none', '1:4 the JSON cannot be read from here: invalid comment token'],
    [
      'a key twice',
      '[{"id": "a",\n "id": "b"}]',
      '2:2 the key "id" stands here a second time; keep one of the two',
    ],
    ['a key that is none', '[{"__proto__": {"type": "fact"}}]', '1:3 unknown key "__proto__"; remove it'],
    ['no type', '[{}]', '1:2 "type" is missing; write fact or brief'],
    ['a number in the place of an entry', '[3]', '1:2 "type" is missing; write fact or brief'],
    ['lists in lists', '['.repeat(100_000), '1:1 the file is nested too deeply'],
    [
      'lists in a field',
      fact({ title: JSON.parse('['.repeat(900) + ']'.repeat(900)) }),
      '5:14 "title" is a list; write text',
    ],
    [
      'a wrong word',
      fact({ standing: 'certain' }),
      '32:17 "standing" is "certain"; choose one; there are: confirmed',
    ],
    ['a wrong item', fact({ topics: ['trade', 7] }), '8:7 "topics" is a number, "7"; put it in quotes: "7"'],
    ['an unknown key', fact({ titel: 'x' }), '34:5 unknown key "titel"'],
  ])('of %s is refused with its place and what to write', (_, text, says) => {
    expect(told(text)).toEqual([expect.stringContaining(says)]);
    expect({}).not.toHaveProperty('type');
  });

  test('of any text at all gives entries or findings at a place that there is, never an exception', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      ':',
      ',',
      '"id"',
      '"type":"fact"',
      '\n',
      '\\',
      '1e9',
      'null',
      '"__proto__":',
      '//',
      '/*',
      '\u0000',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
      fc.json(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const { line, what, fix } of atOnce(readJson(text)).findings) {
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
          expect(`${what}${fix}`).not.toMatch(/\n/);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
