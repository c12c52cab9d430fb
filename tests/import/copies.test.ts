import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isNearCopy,
  isNearSame,
  likeness,
  nearSame,
  signatureOf,
} from '../../src/import/claims/duplicates.ts';

const source =
  'The ministers of the five states met in Bishkek on 6 May 2026 and promised to open a shared visa by January 2028, a step that hoteliers have demanded for more than a decade. President Sadyr Japarov received the guests for an hour, and Kazakhstan, Kyrgyzstan and Uzbekistan signed the Treaty of Osh in March 2025.';

test.each([
  'Sadyr Japarov received the ministers in Bishkek on 6 May 2026.',
  'Kazakhstan, Kyrgyzstan and Uzbekistan signed the Treaty of Osh in March 2025.',
  'Five states want one visa from 2028.',
  'A common visa for the region is to come by January 2028, the foreign ministers agreed at their meeting in the Kyrgyz capital.',
  'Bishkek',
  '',
])('the desk may say "%s"', (statement) => {
  expect(isNearCopy(statement, source)).toEqual({ copied: false });
});

test('a sentence of the source is refused, with the longest run as the reason', () => {
  const copied = isNearCopy(
    'In Bishkek they made a step that hoteliers have demanded for more than a decade.',
    source,
  );
  expect(copied).toMatchObject({
    copied: true,
    run: 'a step that hoteliers have demanded for more than a decade',
    words: 11,
    says: expect.stringContaining('desk'),
  });
});

test('a copy with a word changed here and there is one still', () => {
  const changed =
    'Ministers of the five states met in Osh and vowed to open a shared visa soon, a step that hotels have demanded for over a decade.';
  expect(isNearCopy(changed, source).copied).toBe(true);
});

test('capitals, apostrophes and quotation marks hide no copy', () => {
  const shouted = '“A STEP that hoteliers have demanded ‘for more than’ a decade”';
  expect(isNearCopy(shouted, source).copied).toBe(true);
});

/** What nobody can say otherwise makes no copy: there are words enough that could have been others. */
const words = fc
  .array(
    fc.constantFrom(...'the a of visa border treaty met signed river grain rose fell open shared'.split(' ')),
    { minLength: 12, maxLength: 60 },
  )
  .filter((list) => list.filter((word) => word.length > 3).length >= 4);

test('any whole text of plain words is a copy of itself and the same as itself', () => {
  fc.assert(
    fc.property(words, (list) => {
      const text = list.join(' ');
      expect(isNearCopy(text, text).copied).toBe(true);
      expect(likeness(signatureOf(text), signatureOf(text))).toEqual({ jaccard: 1, containment: 1 });
    }),
  );
});

const long = (seed: number, count: number) =>
  Array.from({ length: count }, (_, n) => `word${(n * (7919 + seed * 2)) % 5003}`).join(' ');

test('the same article is known again when shortened or edited, another one is not', () => {
  const article = long(1, 900);
  const edited = article
    .split(' ')
    .map((word, n) => (n % 40 === 0 ? 'changed' : word))
    .join(' ');
  const shortened = article.split(' ').slice(0, 300).join(' ');
  expect(nearSame(article, edited)).toBe(true);
  expect(nearSame(article, shortened)).toBe(true);
  expect(nearSame(article.toUpperCase(), article)).toBe(true);
  expect(nearSame(article, long(2, 900))).toBe(false);
  expect(nearSame(article, `${long(3, 880)} ${article.split(' ').slice(0, 20).join(' ')}`)).toBe(false);
  expect(nearSame('', '')).toBe(false);
});

test('a signature keeps its size, survives storing, and still knows a long text', () => {
  const text = long(4, 4800);
  const signature = signatureOf(text);
  expect(signature.hashes.length).toBe(1024);
  const stored = JSON.parse(JSON.stringify(signature));
  expect(isNearSame(stored, signatureOf(text.split(' ').slice(0, 4400).join(' ')))).toBe(true);
  expect(isNearSame(stored, signatureOf(long(5, 300)))).toBe(false);
});
