import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readApart } from '../../src/import/read-apart.ts';
import { readArticle } from '../../src/import/read-article.ts';
import { inThread } from '../../src/in-thread.ts';

const url = 'https://news.example/2024/osh';
const never = new AbortController().signal;
const page = (html: string) => ({ html, url });
const articles = ['evil.html', 'login.html', 'many-elements.html', 'right-to-left.html'];

test.each(articles)('%s comes out as it does here', async (name) => {
  const html = readFileSync(`tests/import/corpus/${name}`, 'utf8');
  expect(await readApart(inThread, page(html), never)).toEqual(readArticle(html, url));
});

/** The largest that is read at all: nearly 10,000 elements. */
const heavy = page(`<article>${'<p>A line was agreed in Osh, as they said.</p>'.repeat(9_000)}`);

test('others are answered while a heavy page is read', async () => {
  let answered = 0;
  const others = setInterval(() => {
    answered++;
  }, 1);
  const read = await readApart(inThread, heavy, never);
  clearInterval(others);
  expect(read.ok).toBe(true);
  expect(answered).toBeGreaterThan(20);
});

test('a page that is not read in time is given up', async () => {
  const late = new AbortController();
  const read = readApart(inThread, heavy, late.signal);
  late.abort();
  expect(await read).toMatchObject({ ok: false, fault: { code: 'too_complex' } });
  expect(await readApart(inThread, heavy, AbortSignal.abort())).toMatchObject({ ok: false });
});
