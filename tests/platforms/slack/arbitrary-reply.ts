import fc from 'fast-check';
import type { Block, Reply } from '../../../src/domain/reply.ts';
import { standings } from '../../../src/domain/vocabulary.ts';

/** Words as an author, or someone who means harm, might write them. */
const nasty = fc.constantFrom(
  '<!here>',
  '<!channel>',
  '<@U123>',
  '<#C1|general>',
  '<https://evil.example|State Department>',
  '@everyone',
  '*bold*',
  '_it_',
  '~no~',
  '`code`',
  '&lt;!here&gt;',
  '> quote',
  ':smile:',
  '\u202eabc',
  'Ԝорлд',
  '🇰🇿',
  '\n\n',
  'a|b',
  '\ud800',
  '<!date^1^{date}|x>',
  '"quoted"',
  '\\',
  'x&y',
);
const word = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 2, arbitrary: nasty },
);
export const words = (most: number) => fc.array(word, { maxLength: most }).map((all) => all.join(' '));

const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc
    .string({ unit: 'grapheme-ascii', maxLength: 1800 })
    .map((tail) => `https://example.org/${tail}`)
    .filter(URL.canParse),
  fc.constantFrom(
    'https://good.example@evil.example/',
    'https://example.org/a|b>c<d',
    'https://example.org/?a=1&b=2',
  ),
);

const span = fc.record(
  {
    text: words(8),
    style: fc.constantFrom('strong', 'emphasis', 'code', 'mark'),
    href: url,
  },
  { requiredKeys: ['text'] },
);
const long = fc.record({
  text: fc.oneof(
    words(900),
    fc.integer({ min: 3000, max: 9000 }).map((n) => '&_<'.repeat(n / 3)),
  ),
});
const spans = fc.oneof(
  { weight: 8, arbitrary: fc.array(span, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(long, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(span, { minLength: 80, maxLength: 150 }) },
);

const id = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/), fc.integer({ min: 0, max: 400 }))
  .map(([a, n]) => a + '9'.repeat(n > 350 ? n : 0));

const entry = fc.record(
  {
    id,
    type: fc.constantFrom('brief' as const, 'fact' as const, 'visit' as const),
    flags: fc.array(fc.constantFrom('KZ', 'uz', 'XK', 'Europe', ''), { maxLength: 4 }),
    when: words(5),
    headline: spans,
    lines: fc.array(spans, { maxLength: 4 }),
    standing: fc.constantFrom(...standings),
    remarks: fc.array(words(5), { maxLength: 3 }),
    cites: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
  },
  { requiredKeys: ['id', 'type', 'flags', 'headline', 'lines', 'remarks', 'cites'] },
);

const command = fc.oneof(words(6), words(400)).map((tail) => `/centralasia ${tail}`);

const block = fc.oneof(
  fc.record({
    type: fc.constant('heading'),
    level: fc.constantFrom(1, 2),
    text: fc.oneof(words(4), words(90)),
  }),
  fc.record({ type: fc.constant('text'), spans }),
  fc.record({ type: fc.constant('code'), text: fc.oneof(words(90), fc.constant('```\n  - a: "b"\n\n```')) }),
  fc.record({ type: fc.constant('list'), items: fc.array(spans, { maxLength: 60 }) }),
  fc.record({
    type: fc.constant('fields'),
    items: fc.array(fc.record({ label: words(3), value: spans }), { maxLength: 12 }),
  }),
  fc.record({ type: fc.constant('entries'), items: fc.array(entry, { maxLength: 12 }) }),
  fc.record({ type: fc.constant('notice'), tone: fc.constantFrom('info', 'gap', 'warning'), spans }),
  fc.record({
    type: fc.constant('choices'),
    prompt: words(10),
    options: fc.array(fc.record({ label: words(6), command }), { maxLength: 30 }),
  }),
) as fc.Arbitrary<Block>;

const citation = fc.record(
  { source: words(2), title: words(8), publisher: words(4), date: words(3), at: words(3), url },
  { requiredKeys: ['source', 'title', 'publisher', 'date'] },
);

export const replies: fc.Arbitrary<Reply> = fc
  .record(
    {
      version: fc.constant(1 as const),
      outcome: fc.constantFrom('ok' as const, 'question' as const, 'not_found' as const),
      visibility: fc.constantFrom('private' as const, 'public' as const),
      desk: fc.constant('centralasia'),
      blocks: fc.array(block, { maxLength: 6 }),
      citations: fc.array(citation, { maxLength: 9 }),
      paging: fc.record(
        {
          page: fc.nat(),
          pages: fc.nat(),
          total: fc.nat(),
          unit: words(2),
          previous: command,
          next: command,
        },
        { requiredKeys: ['page', 'pages', 'total', 'unit'] },
      ),
    },
    { requiredKeys: ['version', 'outcome', 'visibility', 'desk', 'blocks', 'citations'] },
  )
  .map(
    (reply) =>
      ({ ...reply, citations: reply.citations.map((each, at) => ({ ...each, n: at + 1 })) }) as Reply,
  );
