import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePage } from '../../src/http/body.ts';
import { proposeClaims } from '../../src/import/claims/propose.ts';
import { readArticle } from '../../src/import/page/read-article.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { centralAsia } from '../search/desks.ts';

const folder = 'tests/import/corpus';
const url = 'https://news.example/2024/osh';
const names = buildNameIndex(centralAsia);
const readBytes = (bytes: Uint8Array) => readArticle(decodePage(bytes, 'text/html').text, url);
const outcome = (bytes: Uint8Array) => {
  const read = readBytes(bytes);
  return read.ok ? 'read' : read.fault.code;
};

/** What becomes of every page that is kept; a new file has to say. */
const outcomes: Record<string, string> = {
  'blank.html': 'no_article',
  'broken-utf8.html': 'read',
  'deep-inline.html': 'too_complex',
  'deep.html': 'too_complex',
  'empty.html': 'no_article',
  'entity-bomb.html': 'read',
  'evil.html': 'read',
  'huge-attribute.html': 'read',
  'huge-class.html': 'too_complex',
  'json-bomb.html': 'read',
  'login.html': 'no_article',
  'malformed.html': 'read',
  'many-attributes.html': 'too_complex',
  'many-elements.html': 'too_complex',
  'no-element.html': 'no_article',
  'not-html.html': 'no_article',
  'null-bytes.html': 'read',
  'right-to-left.html': 'read',
  'template-root.html': 'no_article',
};

test('every kept page is read or refused as it always was', () => {
  const found = readdirSync(folder).map((name) => [name, outcome(readFileSync(`${folder}/${name}`))]);
  expect(Object.fromEntries(found)).toEqual(outcomes);
});

const articleOf = (name: string) => {
  const read = readBytes(readFileSync(`${folder}/${name}`));
  if (!read.ok) throw new Error(read.fault.code);
  return read.article;
};

test('a flood of entities is refused before a document is made of it', () => {
  expect(outcome(Buffer.from(`<html><body><p>${'&amp;'.repeat(100_001)}`))).toBe('too_complex');
});

test('nothing of an evil page is run, followed or believed', () => {
  const article = articleOf('evil.html');
  expect(article).toMatchObject({ url, title: '<img src=x onerror=alert(1)> @everyone' });
  expect(article.author).toBeUndefined();
  expect(article.dated).toBeUndefined();
  expect(article.paragraphs.join(' ')).not.toMatch(/alert|hidden/);
});

test('entities of its own are not unfolded', () => {
  expect(articleOf('entity-bomb.html').paragraphs.join('')).not.toContain('lol');
});

test('what hides or turns text is taken out', () => {
  const article = articleOf('right-to-left.html');
  for (const line of [article.title ?? '', ...article.paragraphs])
    expect(line).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
});

const markup = fc.constantFrom(
  ...'<p> </p> <div> </div> <table> <tr> <td> <br> <article> </article> <b> </i> <!-- --> <script> </script> <style> <svg> <template> <!DOCTYPE <![CDATA[ ]]> <html> <body> <head> <title> <base href="//x"> <a href="javascript:1"> &amp; &#0; &lt; <meta charset=utf-16> <time datetime="2024-01-32"> <select><option> <math> <frameset> <noscript> <textarea> <li> <h1> <'.split(
    ' ',
  ),
);
const prose = fc.constantFrom(
  'President Tokayev visited Osh in May 2024. ',
  'The line cost $4 million, 12% more than last year. ',
  '“Come,” he said. ',
);
const soup = fc
  .array(fc.oneof(markup, prose, prose, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 60 })
  .map((parts) => parts.join(''));

test('any soup of markup is read or refused, and its claims are sentences of its text', () => {
  fc.assert(
    fc.property(soup, (html) => {
      const read = readArticle(html, url);
      if (!read.ok) {
        expect(['no_article', 'too_complex']).toContain(read.fault.code);
        return;
      }
      const text = read.article.paragraphs.join('\n');
      for (const line of read.article.paragraphs) expect(line).not.toMatch(/\p{Cc}/u);
      for (const { sentence } of proposeClaims(read.article, names).claims) expect(text).toContain(sentence);
    }),
    { numRuns: 300 },
  );
});

const json = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.anything().map((value) => JSON.stringify(value) ?? ''),
);
const kinds = fc.constantFrom('"NewsArticle"', '["Article",1]', '{}', 'null', '"Person"');

test('any JSON-LD and any attributes leave the article readable', () => {
  const text = 'The road to Batken was closed in May 2024. '.repeat(8);
  fc.assert(
    fc.property(kinds, json, json, fc.string({ unit: 'binary' }), (kind, author, date, attribute) => {
      const quoted = attribute.replaceAll('"', '&quot;');
      const html = `<html lang="${quoted}"><head><script type="application/ld+json">{"@type":${kind},"author":${author},"datePublished":${date}}</script><meta name="author" content="${quoted}"><link rel="canonical" href="${quoted}"><meta name="date" content="${quoted}"></head><body><article><p>${text}</p><p>${text}</p></article></body></html>`;
      const read = readArticle(html, url);
      expect(read).toMatchObject({ ok: true });
    }),
    { numRuns: 300 },
  );
});

test('any bytes in any declared charset become text without null bytes', () => {
  const label = fc.oneof(
    fc.constantFrom(
      'utf-8',
      'windows-1251',
      'koi8-r',
      'gb18030',
      'shift_jis',
      'utf-16',
      'iso-2022-kr',
      'x-user-defined',
      'utf-7',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), label, label, (bytes, header, meta) => {
      const page = Buffer.concat([Buffer.from(`<meta charset="${meta}">`), bytes]);
      expect(decodePage(page, `text/html; charset=${header}`).text).not.toContain('\0');
    }),
  );
});
