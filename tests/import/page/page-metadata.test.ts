import { expect, test } from 'vitest';
import { readArticle, readPasted } from '../../../src/import/page/read-article.ts';

const text =
  'The ministers of the five states met in the old town hall to talk about water, and they agreed on a plan. ';
const url = 'https://paper.example/a';
const page = (head: string, body = '') =>
  `<html><head>${head}</head><body>${body}<article><p>${text.repeat(3)}</p></article></body></html>`;

function about(head: string, body?: string) {
  const read = readArticle(page(head, body), url);
  if (!read.ok) throw new Error(read.fault.says);
  const { title, author, dated } = read.article;
  return { ...(title && { title }), ...(author && { author }), ...(dated && { dated }) };
}

const linked = (json: string) => `<script type="application/ld+json">${json}</script>`;

test.each([
  ['in CDATA', '//<![CDATA[\n{"@type":"NewsArticle","headline":"T","datePublished":"2026-05-05"}\n//]]>'],
  ['with a raw line break', '{"@type":"NewsArticle","headline":"T\n","datePublished":"2026-05-05"}'],
  ['with a comma too many', '{"@type":"NewsArticle","headline":"T","datePublished":"2026-05-05",}'],
  ['of a page with a date', '{"@graph":[{"@type":"WebPage","headline":"T","datePublished":"2026-5-5"}]}'],
])('JSON-LD %s is read', (_, json) => {
  expect(about(linked(json))).toEqual({ title: 'T', dated: '2026-05-05' });
});

test('a title escaped twice and an author with a date and links beside the name are put right', () => {
  expect(about('<meta property="og:title" content="Oil &amp;amp; gas &amp;#8212; now">').title).toBe(
    'Oil & gas — now',
  );
  const by = (line: string) => about('<title>T</title>', `<div class="byline">${line}</div>`).author;
  expect(by('By Dana Oralova, 16 March 2026')).toBe('Dana Oralova');
  expect(by('Dana Oralova | View all posts')).toBe('Dana Oralova');
  expect(by('By Dana Oralova Updated March 16, 2026 10:00')).toBe('Dana Oralova');
});

test('a date in capitals is read, and evening news keeps the day of its readers', () => {
  expect(about('<title>T</title>', '<time>MARCH 16, 2026</time>').dated).toBe('2026-03-16');
  const utc = '<meta property="article:published_time" content="2026-03-17T01:30:00Z">';
  expect(about(utc, '<time>March 16, 2026</time>').dated).toBe('2026-03-16');
  expect(about(utc).dated).toBe('2026-03-17');
});

test.each([
  ['(see https://a.example/Foo_(bar))', 'https://a.example/Foo_(bar)'],
  ['https://a.example/x?utm_source=b&id=1).', 'https://a.example/x?id=1'],
  ['https://a.example/#/news/7', 'https://a.example/#/news/7'],
  ['https://a.example/news#comments', 'https://a.example/news'],
  ['https://www.google.com/url?rct=j&url=https://a.example/rail&ct=ga', 'https://a.example/rail'],
])('of %s the address is %s', (line, address) => {
  const read = readPasted(`A title\n\n${text}\n\n${line}`);
  expect(read.ok && read.article.url).toBe(address);
});
