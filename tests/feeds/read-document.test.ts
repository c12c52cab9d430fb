import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostNamedFeeds } from '../../src/domain/feed.ts';
import { mostEntries, readDocument } from '../../src/feeds/read-document.ts';
import { decodePage } from '../../src/http/body.ts';

const folder = 'tests/feeds/corpus';
const base = 'https://courier.example/feed';
const now = new Date('2026-11-28T08:00:00Z');
const readBytes = (bytes: Uint8Array) => readDocument(decodePage(bytes, 'application/xml').text, base, now);
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
    'external-entity.xml': 'feed',
    'feed.jsonfeed': 'feed',
    'list.opml': 'list',
    'many-attributes.xml': 'feed',
    'no-channel.xml': 'broken',
    'not-xml.txt': 'other',
    'null-bytes.xml': 'feed',
    'page.html': 'page',
    'prototype.jsonfeed': 'feed',
    'prototype.xml': 'feed',
    'rdf.xml': 'feed',
    'rss.xml': 'feed',
    'truncated.xml': 'broken',
  });
});

test('RSS: the newest first, a link from its base or from its guid, dates of two kinds', () => {
  const { title, ttl, entries } = feed('rss.xml');
  expect({ title, ttl }).toEqual({ title: 'Steppe Courier', ttl: 30 });
  expect(entries.map(({ key, id, ...entry }) => entry)).toEqual([
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
      { url: 'https://notes.example/8', title: 'No title' },
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
    entries: [{ url: 'https://evil.example/1', title: '*bold* <@U1>[a](javascript:1)' }, {}, {}, {}, {}],
    faults: [
      '4 items have no web address, and cannot be drafted from here.',
      'One item has a date that cannot be read.',
    ],
  });
  expect(feed('evil.xml').entries.filter(({ url }) => url !== undefined)).toHaveLength(1);
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
  const long = readDocument(`<rss version="2.0"><channel><title>t</title>${all}</channel></rss>`, base, now);
  expect(long).toMatchObject({ entries: { length: mostEntries, 0: { title: String(mostEntries + 49) } } });
  const outlines = Array.from(
    { length: mostNamedFeeds + 50 },
    (_, n) => `<outline xmlUrl="https://a.example/${n}"/>`,
  );
  const list = readDocument(`<opml version="2.0"><body>${outlines.join('')}</body></opml>`, base, now);
  expect(list).toMatchObject({ feeds: { length: mostNamedFeeds } });
});

const readText = (text: string) => {
  const document = readDocument(text, base, now);
  return document.is === 'feed' ? document : { ...document, entries: [], faults: [] };
};
const rss = (items: string) => `<rss version="2.0"><channel><title>t</title>${items}</channel></rss>`;
const atom = (entries: string, more = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${more}><title>t</title>${entries}</feed>`;
const titlesOf = (text: string) => readText(text).entries.map(({ title }) => title);
const addressesOf = (text: string) => readText(text).entries.map(({ url }) => url);

test('titles are text or HTML as their format says, and fall back to what else there is', () => {
  const entries = [
    '<title>a &lt;em> tag &amp; more</title>',
    '<title type="html">a &lt;em>tag&lt;/em> &amp;amp; more</title>',
    '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <em>tag</em></div></title>',
    '<title mode="base64">YSA8Yj50YWc8L2I+</title>',
    '<source><title>other</title></source><content type="html">&lt;p>the body&lt;/p></content>',
  ];
  expect(titlesOf(atom(entries.map((one) => `<entry>${one}</entry>`).join('')))).toEqual([
    ...['a <em> tag & more', 'a tag & more', 'a tag', 'a tag', 'the body'],
  ]);
  const items = [
    '<title>Oil &mdash; gas &amp; R&D &lt;b>up&lt;/b></title>',
    '<title><![CDATA[law &amp; order <3]]></title>',
    '<dc:title>Of Dublin</dc:title>',
    '<media:title>Of media</media:title>',
    '<title/><description>&lt;p>The text.&lt;/p></description>',
    '<link>https://a.example/1</link>',
  ];
  const all = rss(items.map((one) => `<ITEM>${one}</ITEM>`).join(''));
  expect(titlesOf(all)).toEqual([
    ...['Oil — gas & R&D up', 'law & order <3', 'Of Dublin', 'Of media', 'The text.', 'https://a.example/1'],
  ]);
});

test('addresses come from a link, an id or an enclosure, and resolve against the nearest base', () => {
  const entry = '<entry xml:base="11/"><link rel="self" href="/self"/><link href="first"/></entry>';
  expect(addressesOf(atom(entry, 'xml:base="/news/"'))).toEqual(['https://courier.example/news/11/first']);
  const items = [
    '<guid>https://a.example/1</guid>',
    '<guid isPermaLink="false">https://a.example/2</guid><enclosure url="https://a.example/2.pdf"/>',
    '<guid>not an address</guid>',
    '<link> //a.example/4 </link>',
  ];
  const document = readText(rss(items.map((one) => `<item>${one}</item>`).join('')));
  expect(document.entries.map(({ url }) => url)).toEqual([
    ...['https://a.example/1', 'https://a.example/2.pdf', undefined, 'https://a.example/4'],
  ]);
  expect(document.faults).toEqual(['One item has no web address, and cannot be drafted from here.']);
});

test('an odd or future date keeps its place among its neighbours', () => {
  const item = (title: string, date: string) =>
    `<item><title>${title}</title><pubDate>${date}</pubDate></item>`;
  const dated = [
    item('next year', '1 Aug 2027 00:00 GMT'),
    item('oldest', 'Mon, 02 Nov 2026 08:00:00 +0500'),
    item('odd', 'lately'),
    item('newest', 'Mon, 23 Nov 2026 08:00:00 MSK'),
  ];
  const document = readText(rss(dated.join('')));
  expect(document.entries.map(({ title }) => title)).toEqual(['newest', 'oldest', 'next year', 'odd']);
  expect(document.faults).toContain('One item has a date that cannot be read.');
});

test('of a feed that is cut off what is whole is read, and it is said', () => {
  const text = rss('<item><title>Whole</title></item><item><title>Cut</title>').slice(0, -20);
  expect(readText(text)).toMatchObject({
    entries: [{ title: 'Whole' }],
    faults: [expect.stringContaining('no web address'), expect.stringContaining('cut off')].toReversed(),
  });
  expect(readDocument('<rss><channel><item><title>Cut', base, now)).toEqual({
    ...{ is: 'broken', says: 'The feed is cut off before its end.' },
  });
});

const cyrillic = Uint8Array.from([0xc2, 0xf1, 0xf2, 0xf0, 0xe5, 0xf7, 0xe0]);
test.each([
  ['text/xml; charset=utf-8', '<?xml version="1.0" encoding="windows-1251"?>'],
  ['text/xml; charset=ISO-8859-1', '<?xml version="1.0" encoding="cp-1251"?>'],
  ['text/xml; charset=cp1251', ''],
  ['text/xml; charset=utf-8', ''],
])('the bytes decide where labels disagree: %s, %s', (type, declaration) => {
  const bytes = Buffer.concat([Buffer.from(`${declaration}<rss><channel><title>`), cyrillic]);
  expect(decodePage(bytes, type).text).toContain('Встреча');
  expect(decodePage(Buffer.from('<p>Встреча'), 'text/html; charset=windows-1251').text).toContain('Встреча');
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
      const document = readDocument(text, base, now);
      const named = 'entries' in document ? document.entries : 'feeds' in document ? document.feeds : [];
      for (const { url = 'https://', title } of named) {
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
