import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableLine } from '../../src/runtime/standard-streams.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const hostile = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom('\u001b[2J', '\u009b31m', '\u001b]0;owned\u0007', '\r', '\r\n', '\u202e', '\u2028'),
    ),
  )
  .map((parts) => parts.join(''));

/** By what they are called, not by the pattern under test. */
const obeyed = (text: string) =>
  [...text].filter(
    (char) =>
      (/\p{Cc}/u.test(char) && !'\n\t'.includes(char)) || /[\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(char),
  );

test('nothing that a terminal obeys is left of any text', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(obeyed(printable(text))).toEqual([]);
      expect(printableLine(text)).not.toMatch(/[\n\t]/);
    }),
  );
});

test('what is harmless stays as it is, and what JSON says stays said', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(JSON.parse(printable(JSON.stringify({ text }, null, 2)))).toEqual({ text });
      const shown = printable(text);
      expect(printable(shown)).toBe(shown);
    }),
  );
  expect(printable('Мирзиёев 👩‍🚀 قزاقستان\n\tend')).toBe('Мирзиёев 👩‍🚀 قزاقستان\n\tend');
  expect(printable('a\u001b[2Jb')).toBe('a\\u001b[2Jb');
});

test('nothing else writes to the terminal', () => {
  const allowed = ['src/runtime/standard-streams.ts', 'src/cli/start.ts'];
  const writers = globSync(['src/**/*.ts', 'commands/**/*.ts']).filter((file) =>
    /console\.|std(out|err)\.write|= process;/.test(readFileSync(file, 'utf8')),
  );
  expect(writers.filter((file) => !allowed.includes(file))).toEqual([]);
});
