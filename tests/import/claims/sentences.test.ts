import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentences } from '../../../src/import/claims/propose.ts';
import { worked } from '../../worked.ts';

test.each([
  ['Mr. Tokayev met Gen. Petrov. They spoke.', ['Mr. Tokayev met Gen. Petrov.', 'They spoke.']],
  ['The U.S. Senate voted. It failed.', ['The U.S. Senate voted.', 'It failed.']],
  ['He flew to the U.S. The trip was short.', ['He flew to the U.S.', 'The trip was short.']],
  ['On Jan. 5 he came. No. 3 won.', ['On Jan. 5 he came.', 'No. 3 won.']],
  ['George H. W. Bush came. He left.', ['George H. W. Bush came.', 'He left.']],
  ['“We came. We listened,” Penn said. He left.', ['“We came. We listened,” Penn said.', 'He left.']],
  ['It cost 3.5 million. Nobody paid.', ['It cost 3.5 million.', 'Nobody paid.']],
  ['One! Two? Three', ['One!', 'Two?', 'Three']],
  ['Президент приехал. Он выступил.', ['Президент приехал.', 'Он выступил.']],
  ['', []],
])('"%s"', (paragraph, expected) => {
  expect(sentences(paragraph)).toEqual(expected);
});

test('no letter is lost or doubled', () => {
  const letters = (text: string) => text.replace(/\s+/g, '');
  const text = fc
    .array(fc.constantFrom('A', ' ', '. ', '“', '”', '"', 'U.S.', 'Mr. ', '? ', 'b', '\u202e'))
    .map((parts) => parts.join(''));
  fc.assert(fc.property(text, (paragraph) => letters(sentences(paragraph).join('')) === letters(paragraph)));
});

/** A million letters in paragraphs as long as they may be. Read again from their beginning, each takes minutes. */
test.each(['A. ', 'Mr. ', '“He said so. ', 'so it was. and ', '"a" ', '… '])(
  'the work for “%s” and the same again grows with the text, not with its square',
  (unit) => {
    const paragraph = unit.repeat(20_000 / unit.length);
    expect(worked(() => Array.from({ length: 50 }, () => sentences(paragraph)))).toBeLessThan(2.5);
  },
);
