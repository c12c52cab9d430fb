import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { proposeClaims, sentences, sentencesOf } from '../../../src/import/claims/propose.ts';
import { foundClaims, keptArticle } from '../../../src/import/kept-article.ts';
import { readArticle } from '../../../src/import/page/read-article.ts';
import { readArticleInWorker, readClaimsInWorker } from '../../../src/import/page/read-in-worker.ts';
import { runInWorker } from '../../../src/runtime/async.ts';
import { buildNameIndex } from '../../../src/search/names/name-index.ts';
import { centralAsia as desk } from '../../search/desks.ts';

const url = 'https://news.example/2024/osh';
const never = new AbortController().signal;
const names = buildNameIndex(desk);
const page = (html: string) => ({ html, url, desk });
const articles = ['evil.html', 'login.html', 'many-elements.html', 'right-to-left.html'];

test.each(articles)('%s comes out as it does here', async (name) => {
  const html = readFileSync(`tests/import/corpus/${name}`, 'utf8');
  expect(await readArticleInWorker(runInWorker, page(html), never)).toEqual(
    keptArticle(readArticle(html, url), names),
  );
});

/** The largest that is read at all: nearly 10,000 elements. */
const heavy = page(`<article>${'<p>A line was agreed in Osh, as they said.</p>'.repeat(9_000)}`);

test('others are answered while a heavy page is read', async () => {
  let answered = 0;
  const others = setInterval(() => {
    answered++;
  }, 1);
  const read = await readArticleInWorker(runInWorker, heavy, never);
  clearInterval(others);
  expect(read.ok).toBe(true);
  expect(answered).toBeGreaterThan(20);
});

test('a page that is not read in time is given up', async () => {
  const late = new AbortController();
  const read = readArticleInWorker(runInWorker, heavy, late.signal);
  late.abort();
  expect(await read).toMatchObject({ ok: false, fault: { code: 'too_complex' } });
  expect(await readArticleInWorker(runInWorker, heavy, AbortSignal.abort())).toMatchObject({ ok: false });
});

test('the sentences that were kept are read again as they would be here', async () => {
  const html = readFileSync('tests/import/articles/railway.html', 'utf8');
  const kept = keptArticle(readArticle(html, url), names);
  if (!kept.ok) throw new Error(kept.fault.says);
  const { article } = kept;
  expect(await readClaimsInWorker(runInWorker, { ...article, desk }, never)).toEqual(
    foundClaims(article, names),
  );
});

/** As long as a paragraph may be, and without an end that plain rules would see. */
const endless = {
  'an open quotation': `“${'He said so. '.repeat(1_600)}`,
  'abbreviations alone': 'Mr. Dr. Prof. U.S. '.repeat(1_000),
  'small letters after every stop': 'it was. so they say. '.repeat(900),
  'digits and dots': `In 1${'.1'.repeat(9_900)}`,
  'no spaces': 'a'.repeat(20_000),
  'capitals alone': 'KAZAKHSTAN TASHKENT '.repeat(1_000),
};

test.each(Object.entries(endless))('%s ends in sentences of a length that can be read', (_, paragraph) => {
  const pieces = sentences(paragraph);
  expect(pieces.join('').replace(/\s/g, '')).toBe(paragraph.replace(/\s/g, ''));
  const longestPiece = Math.max(
    ...[...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(paragraph)].map(
      ({ segment }) => segment.length,
    ),
  );
  for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(4_000 + longestPiece);
});

test('reading ends when it is told to, with what was found by then', () => {
  const paragraphs = Array.from(
    { length: 50 },
    (_, at) => `On ${1 + (at % 28)} May 2024 Antony Blinken came to Astana.`,
  );
  let asked = 0;
  const { claims, partly } = proposeClaims({ opinion: false, paragraphs }, names, () => ++asked > 10);
  expect([claims.length, partly]).toEqual([10, true]);
  expect(proposeClaims({ opinion: false, paragraphs }, names)).toMatchObject({ partly: false });
});

test('no more sentences are looked for than are read', () => {
  const paragraphs = Array.from({ length: 1_000 }, () => 'They met in Osh. '.repeat(1_000));
  const { partly } = proposeClaims({ opinion: false, paragraphs }, names);
  expect(partly).toBe(true);
  expect(sentencesOf('One. Two.').next().value).toBe('One.');
});

test('others are answered while claims are sought in the longest text', async () => {
  const text = Array.from({ length: 9 }, () => Object.values(endless).join('\n\n'))
    .join('\n\n')
    .slice(0, 199_000);
  let answered = 0;
  const others = setInterval(() => {
    answered++;
  }, 1);
  const read = await readArticleInWorker(runInWorker, { text, desk }, never);
  clearInterval(others);
  expect(read.ok).toBe(true);
  expect(answered).toBeGreaterThan(20);
});
