import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostFeeds } from '../../src/domain/feed.ts';
import { mostEntries, readDocument } from '../../src/feeds/read-document.ts';
import { decodePage } from '../../src/http/body.ts';

const folder = 'tests/feeds/corpus';
const base = 'https://courier.example/feed';
const readBytes = (bytes: Uint8Array) => readDocument(decodePage(bytes, 'application/xml').text, base);
const read = (name: string) => readBytes(readFileSync(`${folder}/${name}`));
const feed = (name: string) => {
  const document = read(name);
  if (document.is !== 'feed') throw new Error(`${name} is ${document.is}`);
  return document;
};

test('every kept document is read or refused as it always was', () => {
  expect(Object.fromEntries(readdirSync(folder).map((name) => [name, read(name).is]))).toEqual({
    'atom.xml': 'feed',
    'cyrillic.xml': 'feed',
    'deep.jsonfeed': 'feed',
    'deep.opml': 'broken',
    'deep.xml': 'broken',
    'empty.xml': 'other',
    'entity-bomb.opml': 'list',
    'entity-bomb.xml': 'feed',
    'evil.xml': 'feed',
    'external-entity.xml': 'broken',
    'feed.jsonfeed': 'feed',
    'list.opml': 'list',
    'many-attributes.xml': 'feed',
    'no-channel.xml': 'broken',
    'not-xml.txt': 'other',
    'null-bytes.xml': 'feed',
    'page.html': 'page',
    'prototype.jsonfeed': 'feed',
    'prototype.xml': 'broken',
    'rdf.xml': 'feed',
    'rss.xml': 'feed',
    'truncated.xml': 'broken',
  });
});

test('RSS: the newest first, a link from its base or from its guid, dates of two kinds', () => {
  const { title, ttl, entries } = feed('rss.xml');
  expect({ title, ttl }).toEqual({ title: 'Steppe Courier', ttl: 30 });
  expect(entries.map(({ key, ...entry }) => entry)).toEqual([
    {
      url: 'https://courier.example/2026/water',
      title: 'Water & power',
      published: new Date('2026-11-24T06:00:00Z'),
    },
    {
      url: 'https://courier.example/2026/osh?utm_source=rss',
      title: 'Talks in Osh & Tashkent',
      published: new Date('2026-11-23T03:00:00Z'),
    },
  ]);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(2);
});

test('Atom, RDF, JSON Feed and a feed in another charset say the same things', () => {
  expect(feed('atom.xml')).toMatchObject({
    title: 'The Oxus Herald',
    entries: [{ url: 'https://herald.example/line', title: 'Power line agreed' }],
  });
  expect(feed('rdf.xml')).toMatchObject({
    title: 'Old paper',
    entries: [{ url: 'https://old.example/1', published: new Date('2006-05-05') }],
  });
  expect(feed('feed.jsonfeed')).toMatchObject({
    title: 'Notes',
    entries: [
      { url: 'https://notes.example/7', title: 'Seven' },
      { url: 'https://notes.example/8', title: 'https://notes.example/8' },
    ],
  });
  expect(feed('cyrillic.xml').entries[0]?.title).toBe('Встреча в Оше');
});

test('a list gives each feed once, whatever folder it is in, and nothing that is no web address', () => {
  expect(read('list.opml')).toEqual({
    is: 'list',
    feeds: [
      { title: 'Courier', url: 'https://courier.example/rss' },
      { title: 'The & Herald', url: 'https://herald.example/atom' },
    ],
  });
});

test('a page gives the feeds that it names', () => {
  expect(read('page.html')).toEqual({
    is: 'page',
    feeds: [
      { title: 'Courier & all', url: 'https://courier.example/en/rss.xml' },
      { title: 'https://courier.example/atom.xml', url: 'https://courier.example/atom.xml' },
    ],
  });
});

test('entities of its own are not unfolded, and none is fetched', () => {
  expect(feed('entity-bomb.xml')).toMatchObject({ title: '&a9;', entries: [{ title: '&a9;' }] });
  expect(read('entity-bomb.opml')).toMatchObject({ feeds: [{ title: '&a9;' }] });
  expect(JSON.stringify(read('external-entity.xml'))).not.toContain('root:');
});

test('what is hidden, turned or leads elsewhere is left out', () => {
  expect(feed('evil.xml')).toMatchObject({
    title: '@everyone txet',
    entries: [{ url: 'https://evil.example/1', title: '*bold* <@U1>[a](javascript:1)' }],
  });
  expect(feed('evil.xml').entries).toHaveLength(1);
  expect(feed('evil.xml').entries[0]).not.toHaveProperty('published');
});

test('nothing in a document reaches the objects of the program', () => {
  expect(feed('prototype.jsonfeed').entries).toHaveLength(1);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a feed of any length gives its newest entries, a list its first feeds', () => {
  const item = (n: number) =>
    `<item><title>${n}</title><link>https://a.example/${n}</link><pubDate>${new Date(n * 1000).toUTCString()}</pubDate></item>`;
  const all = Array.from({ length: mostEntries + 50 }, (_, n) => item(n)).join('');
  const long = readDocument(`<rss version="2.0"><channel><title>t</title>${all}</channel></rss>`, base);
  expect(long).toMatchObject({ entries: { length: mostEntries, 0: { title: String(mostEntries + 49) } } });
  const outlines = Array.from(
    { length: mostFeeds + 50 },
    (_, n) => `<outline xmlUrl="https://a.example/${n}"/>`,
  );
  const list = readDocument(`<opml version="2.0"><body>${outlines.join('')}</body></opml>`, base);
  expect(list).toMatchObject({ feeds: { length: mostFeeds } });
});

const markup = fc.constantFrom(
  ...'<rss version="2.0"> </rss> <channel> </channel> <item> </item> <title> </title> <link> </link> <guid> <feed xmlns="http://www.w3.org/2005/Atom"> </feed> <entry> </entry> <link href="/a"/> <id> <rdf:RDF> <opml> <body> <outline xmlUrl="http://a.b/c"> </outline> <![CDATA[ ]]> <!-- --> <!DOCTYPE x [ <!ENTITY a "b"> ]> &a; &#0; &lt; <?xml <?x ?> { } "items": [ ] "version":"https://jsonfeed.org/version/1", < > xmlns:a="b" <html> <link rel="alternate" type="application/rss+xml" href="//b">'.split(
    ' ',
  ),
);
const soup = fc
  .array(fc.oneof(markup, markup, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 })
  .map((parts) => parts.join(' '));
const whole = soup.map((text) => `<rss version="2.0"><channel><title>t</title>${text}</channel></rss>`);

test('any soup is read or refused; what is read is bounded, of the web and in one line', () => {
  fc.assert(
    fc.property(fc.oneof(soup, whole), (text) => {
      const document = readDocument(text, base);
      const named = 'entries' in document ? document.entries : 'feeds' in document ? document.feeds : [];
      for (const { url, title } of named) {
        expect(url).toMatch(/^https?:\/\//);
        expect(title).toMatch(/^[^\p{Cc}\u202a-\u202e]{1,2000}$/u);
      }
    }),
    { numRuns: 500 },
  );
});

test('any kept document, cut or altered anywhere, is read or refused', () => {
  const kept = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`));
  const change = fc.record({ at: fc.nat(20_000), byte: fc.nat(255), cut: fc.boolean() });
  fc.assert(
    fc.property(fc.constantFrom(...kept), fc.array(change, { maxLength: 5 }), (bytes, changes) => {
      let altered = Uint8Array.from(bytes);
      for (const { at, byte, cut } of changes) {
        if (altered.length === 0) break;
        altered[at % altered.length] = byte;
        if (cut) altered = altered.slice(0, (at % altered.length) + 1);
      }
      expect(readBytes(altered).is).toMatch(/^(feed|list|page|broken|other)$/);
    }),
    { numRuns: 300 },
  );
});
