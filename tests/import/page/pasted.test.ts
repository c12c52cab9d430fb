import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKey, cleanUrl, plausibleCanonical } from '../../../src/http/addresses.ts';
import { readPasted } from '../../../src/import/page/pasted.ts';

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

const told = { dated: '2026-03-18' };
test.each([
  [
    'Dana Oralova | Steppe Courier | March 18, 2026',
    { ...told, author: 'Dana Oralova', publication: 'Steppe Courier' },
  ],
  ['By Dana Oralova\nWednesday, March 18, 2026', { ...told, author: 'Dana Oralova' }],
  ['By Dana Oralova and Ivan Petrov\n18.03.2026', { ...told, author: 'Dana Oralova and Ivan Petrov' }],
  ['Published: March 18, 2026 10:15 GMT\nUpdated: March 19, 2026', told],
  ['Автор: Дана Оралова\nсреда, 18 марта 2026 г., 10:15', { ...told, author: 'Дана Оралова' }],
  ['Дана Оралова\n18 марта 2026', { ...told, author: 'Дана Оралова' }],
  ['ALMATY, 18 March 2026', told],
  ['Source: Steppe Courier\nDate: 18 March 2026', { ...told, publication: 'Steppe Courier' }],
])('a header is read with blank lines, without any, and with some: %j', (header, about) => {
  const whole = { title: 'Grain goes north', ...about, opinion: false };
  const paragraphs = ['A train left Almaty on 18 March.', 'It was long.'];
  const lines = ['Grain goes north', ...header.split('\n'), ...paragraphs];
  for (const text of [
    lines.join('\n'),
    lines.join('\n\n'),
    ['Grain goes north', header, ...paragraphs].join('\n\n'),
    [`Grain goes north\n${header}`, ...paragraphs].join('\n\n'),
  ])
    expect(articleOf(text)).toEqual({ ...whole, paragraphs });
});

test.each([
  'On 18 March 2026 a train left Almaty.',
  '18 March 2026 was a long day',
  'March 18, 2026, was a long day.',
  '2024 was a good year for grain',
  'By 2030 the line will carry five million tonnes',
  'By Friday the two sides had signed a deal.',
  'Grain Exports March 2026',
  '2026 World Cup',
  'В 2024 году собрали много зерна',
  'Dana Oralova, 18 March 2026, watched it leave.',
  'ASTANA, March 18 (Reuters) - Kazakhstan signed a contract on Monday.',
])('a line that says something is text, wherever it stands: %s', (line) => {
  for (const gap of ['\n', '\n\n'])
    for (const text of [
      ['A title here', line, 'It was long.'],
      ['A title here', '18 March 2026', line, 'It was long.'],
    ]) {
      const { paragraphs, title } = articleOf(text.join(gap));
      expect([title, ...paragraphs]).toEqual(['A title here', line, 'It was long.']);
    }
  expect(articleOf(`${line}\n\nIt was long.`).dated).toBeUndefined();
  const wrapped = 'A title here\n\nA train left Almaty on\n18 March 2026\nand it was long.';
  expect(articleOf(wrapped).paragraphs).toEqual(['A train left Almaty on 18 March 2026 and it was long.']);
});

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
