import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMarkdown } from '../../../src/content/read/markdown.ts';
import { leadOf, markdownBlocks } from '../../../src/domain/answer/markdown.ts';

/** As much as a summary may hold. */
const most = 6000;
const filled = (piece: string) => piece.repeat(Math.floor(most / piece.length));

describe('a summary that is nested as deeply as its length allows', () => {
  test.each([
    ['quotations', '>'],
    ['spaced quotations', '> '],
    ['lists', '- '],
    ['numbered lists', '1. '],
    ['quotations and lists', '> - '],
    ['starred lists', '* '],
  ])('is a fault at its line: %s', (_, piece) => {
    const text = `A paragraph.\n\n${filled(piece).slice(0, most - 20)}`;
    expect(checkMarkdown(text, 10)).toEqual([
      expect.objectContaining({ line: 13, what: expect.stringContaining('nested too deeply') }),
    ]);
  });

  test.each([
    ['emphasis', '*'],
    ['open brackets', '['],
    ['links', '[a]('],
    ['mixed emphasis', '*a _b '],
    ['code', '`'],
    ['tags', '<a '],
    ['definitions', '[a]: '],
  ])('is read or refused, and shown as text: %s', (_, piece) => {
    const text = filled(piece);
    expect(checkMarkdown(text, 0)).toBeInstanceOf(Array);
    expect(markdownBlocks(text)).toBeInstanceOf(Array);
    expect(typeof leadOf(text)).toBe('string');
  });
});

test('whatever signs stand together, a text is read or refused, never an exception', () => {
  const sign = fc.constantFrom(
    '>',
    '- ',
    '* ',
    '1. ',
    '\n',
    ' ',
    '\t',
    '*',
    '_',
    '[',
    ']',
    '(',
    ')',
    '`',
    '|',
    '#',
    'a',
  );
  const soup = fc.tuple(fc.array(sign, { maxLength: 12 }), fc.integer({ min: 1, max: 600 }));
  fc.assert(
    fc.property(fc.array(soup, { maxLength: 4 }), (parts) => {
      const text = parts
        .map(([signs, times]) => signs.join('').repeat(times))
        .join('\n')
        .slice(0, most);
      for (const { line } of checkMarkdown(text, 0))
        expect(line).toBeLessThanOrEqual(text.split('\n').length + 1);
      markdownBlocks(text);
    }),
    { numRuns: 60 },
  );
});

test('a list within a list is read', () => {
  expect(checkMarkdown('- one\n  - two\n    - three\n', 0)).toEqual([]);
});
