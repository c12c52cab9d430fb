import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKey, cleanUrl, plausibleCanonical } from '../../../src/http/addresses.ts';
import { readPasted } from '../../../src/import/page/read-article.ts';

const articleOf = (text: string) => {
  const read = readPasted(text);
  if (!read.ok) throw new Error(read.fault.code);
  return read.article;
};

test('the first line may be the title, and lines that say where it comes from are no text', () => {
  const text =
    'Grain goes north\nBy Dana Oralova\n18 March 2026\nhttps://a.example/x?utm_source=mail\nA train left.\nIt was long.';
  expect(articleOf(text)).toEqual({
    title: 'Grain goes north',
    author: 'Dana Oralova',
    dated: '2026-03-18',
    url: 'https://a.example/x',
    opinion: false,
    paragraphs: ['A train left.', 'It was long.'],
  });
});

test.each([
  [
    'Title of it\nLakes and Horn Wire\n28 November 2026\nhttps://a.example/x\n\nA train\nleft.',
    'Lakes and Horn Wire',
  ],
  [
    'Title of it\n\nBy Alice Wanjiru\n28 November 2026\nhttps://a.example/x\n\nA train\nleft.',
    'Alice Wanjiru',
  ],
  ['Title of it\n\nAline Mbuyi\n\n28 novembre 2026\n\nhttps://a.example/x\n\nA train left.', 'Aline Mbuyi'],
])(
  'the lines under a title say who wrote it and when, with empty lines between them or without: %j',
  (text, author) => {
    expect(articleOf(text)).toEqual({
      ...{ title: 'Title of it', author, dated: '2026-11-28', url: 'https://a.example/x' },
      ...{ opinion: false, paragraphs: ['A train left.'] },
    });
  },
);

test.each([
  ['By Oona Saarnio, Helsinki Tribune, 27 November 2026', 'Oona Saarnio', 'Helsinki Tribune'],
  ['By Oona Saarnio, Helsinki Tribune, November 27, 2026', 'Oona Saarnio', 'Helsinki Tribune'],
  ['By Oona Saarnio | Helsinki Tribune | 27 November 2026', 'Oona Saarnio', 'Helsinki Tribune'],
  ['By Oona Saarnio, 27 November 2026', 'Oona Saarnio', undefined],
  ['By Oona Saarnio, Bo van Ek, 27 November 2026', 'Oona Saarnio, Bo van Ek', undefined],
  ['By Oona Saarnio, Reuters, 27 November 2026', 'Oona Saarnio', 'Reuters'],
  ['By Oona Saarnio | Le Monde | 27 November 2026', 'Oona Saarnio', 'Le Monde'],
  ['By Oona Saarnio, Ann Lee and Bo Ek, 27 November 2026', 'Oona Saarnio, Ann Lee and Bo Ek', undefined],
])(
  'a byline of several parts is who wrote it, who published it, and its day: %j',
  (line, author, publication) => {
    const { paragraphs, ...about } = articleOf(`Talks open\n${line}\n\nA train left.`);
    expect(about).toEqual({
      ...{ title: 'Talks open', author, dated: '2026-11-27', opinion: false },
      ...(publication && { publication }),
    });
    expect(paragraphs).toEqual(['A train left.']);
  },
);

test('a paragraph alone is a paragraph, and blank lines join what was wrapped', () => {
  expect(articleOf('A train left Almaty today').paragraphs).toEqual(['A train left Almaty today']);
  expect(articleOf('A train\nleft.\n\nIt was\nlong.').paragraphs).toEqual(['A train left.', 'It was long.']);
  expect(articleOf('The first sentence ends.\nThe second too.').title).toBeUndefined();
});

test('nothing to read, and too much of it, is told', () => {
  expect(readPasted(' \n\u200b\n')).toMatchObject({ ok: false, fault: { code: 'empty_text' } });
  expect(readPasted('a'.repeat(200_001))).toMatchObject({ ok: false, fault: { code: 'text_too_long' } });
});

test('any pasted text is read or refused, and what is read shows all there is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const read = readPasted(text);
      if (read.ok)
        for (const line of read.article.paragraphs) expect(line).toMatch(/^[^\p{Cc}\u202a-\u202e]+$/u);
      else expect(read.fault.code).toBe('empty_text');
    }),
  );
});

test.each([
  ['https://a.example/x?utm_source=b&id=3&fbclid=1#top', 'https://a.example/x?id=3'],
  ['https://A.Example:443/x', 'https://a.example/x'],
  ['javascript:alert(1)', undefined],
  ['http://127.0.0.1:8000/', undefined],
  ['https://user:pass@a.example/', undefined],
  ['https://localhost/x', undefined],
])('%s is cited as %s', (address, clean) => {
  expect(cleanUrl(address)).toBe(clean);
});

test.each([
  ['https://www.a.example/y', 'https://m.a.example/x', 'https://www.a.example/y'],
  ['/y', 'https://a.example/x', 'https://a.example/y'],
  ['https://b.example/y', 'https://a.example/x', undefined],
  ['/y?utm_source=b', 'http://wiki.internal:8080/x', 'http://wiki.internal:8080/y'],
  ['http://wiki.internal:81/y', 'http://wiki.internal:8080/x', undefined],
  ['https://b.co.uk/y', 'https://a.co.uk/x', undefined],
  ['https://a.example/', 'https://a.example/x', undefined],
  ['https://a.example.evil.example/y', 'https://a.example/x', undefined],
])('canonical %s on %s is taken as %s', (canonical, page, taken) => {
  expect(plausibleCanonical(canonical, page)).toBe(taken);
});

test('one article has one key, however its address is written', () => {
  const ways = [
    'https://www.a.example/x/?b=2&a=1',
    'http://m.a.example/x/amp?a=1&b=2&utm_medium=x',
    'https://a.example/x/index.html?a=1&b=2#c',
  ];
  expect(new Set(ways.map(addressKey)).size).toBe(1);
  expect(addressKey('https://a.example/x')).not.toBe(addressKey('https://a.example/y'));
});
