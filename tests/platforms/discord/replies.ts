import fc from 'fast-check';
import { createActionCodec } from '../../../src/command/action-codec.ts';
import type { Reply, Span } from '../../../src/domain/reply.ts';
import { standings } from '../../../src/domain/vocabulary.ts';
import type { DiscordContext } from '../../../src/platforms/discord/render/buttons.ts';

export const codec = createActionCodec('a secret of this test');

export const context: DiscordContext = {
  line: '/centralasia visits kazakhstan',
  binding: { person: 'discord:111111:222222', channel: 'discord:111111:333333' },
  actions: codec,
  visibility: 'private',
};

/** A reply as the desk gives it, to be changed by a test where it needs. */
export function replyOf(changes: Partial<Reply> = {}): Reply {
  return {
    version: 1,
    outcome: 'ok',
    visibility: 'private',
    desk: 'centralasia',
    blocks: [
      { type: 'heading', level: 1, text: 'Visits: Kazakhstan' },
      {
        type: 'entries',
        items: [
          {
            id: 'hsg-t-4127',
            type: 'visit',
            flags: ['US', 'KZ'],
            when: '27 February 2023',
            headline: [{ text: 'Antony Blinken', style: 'strong' }, { text: ', US Secretary of State' }],
            lines: [[{ text: 'Kazakhstan (Astana)' }]],
            standing: 'confirmed',
            remarks: [],
            cites: [1],
          },
        ],
      },
    ],
    citations: [
      {
        n: 1,
        source: 'hsg-travels',
        title: 'Travels of the Secretary',
        publisher: 'Office of the Historian',
        date: 'reaches to February 2025',
        url: 'https://history.state.gov/departmenthistory/travels',
      },
    ],
    ...changes,
  };
}

/** What a hostile or careless entry may hold. */
export const evil = [
  '@everyone',
  '@here',
  '<@123456789>',
  '<@&123456789>',
  '<#123456789>',
  '</centralasia visits:123456789>',
  '<t:1700000000:R>',
  '<:emoji:123456789>',
  '<id:customize>',
  '[free](https://evil.example)',
  '](https://evil.example)',
  '](<https://evil.example>)',
  'https://evil.example/a_b',
  '<https://evil.example>',
  'discord.gg/abcdef',
  'https://discord.gg/abcdef',
  '# heading',
  '-# small',
  '- item',
  '* item',
  '+ item',
  '1. item',
  '2) item',
  '> quote',
  '>>> quote',
  '**bold** __under__ *it* _it_ ~~gone~~ ||hidden||',
  '`code` ```block```',
  '``',
  '\\',
  '\\\\[x](https://evil.example)',
  ':smile:',
  'two\nlines\n# heading',
  '\u202egnihton\u202c',
  '\ud800',
  '\u0000\u0007',
  '   ',
  '',
];

const word = fc.oneof(
  { weight: 12, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 12, arbitrary: fc.constantFrom(...evil) },
  {
    weight: 1,
    arbitrary: fc.nat({ max: 9000 }).map((length) => 'far* away '.repeat(Math.floor(length / 9))),
  },
  { weight: 1, arbitrary: fc.nat({ max: 5000 }).map((length) => '<'.repeat(length)) },
  { weight: 8, arbitrary: fc.lorem({ maxCount: 30 }) },
);
const text = fc.array(word, { maxLength: 3 }).map((words) => words.join(' '));
const address = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    'https://a.example/x_(y)',
    'https://a.example/?q=<b>|`',
    `https://a.example/${'l'.repeat(900)}`,
  ),
);
const span: fc.Arbitrary<Span> = fc.record(
  { text, style: fc.constantFrom('strong', 'emphasis', 'code', 'mark'), href: address },
  { requiredKeys: ['text'] },
);
const spans = fc.array(span, { maxLength: 4 });
const id = fc.oneof({ weight: 5, arbitrary: fc.stringMatching(/^[a-z0-9]{2,20}-[a-z0-9]{1,20}$/) }, text);

const item = fc.record(
  {
    id,
    type: fc.constantFrom('brief', 'fact', 'visit'),
    flags: fc.array(fc.oneof(fc.constantFrom('KZ', 'UZ', 'US'), text), { maxLength: 12 }),
    when: text,
    headline: spans,
    lines: fc.array(spans, { maxLength: 4 }),
    standing: fc.constantFrom(...standings),
    remarks: fc.array(text, { maxLength: 3 }),
    cites: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }),
  },
  { requiredKeys: ['id', 'type', 'flags', 'headline', 'lines', 'remarks', 'cites'] },
);
const choice = fc.record({ label: text, command: text });
const block = fc.oneof(
  fc.record({ type: fc.constant('heading'), level: fc.constantFrom(1, 2), text }),
  fc.record({ type: fc.constant('text'), spans }),
  fc.record({ type: fc.constant('code'), text: fc.oneof(text, fc.constant('```\n  - a: "b"\n\n```')) }),
  fc.record({ type: fc.constant('list'), items: fc.array(spans, { maxLength: 6 }) }),
  fc.record({
    type: fc.constant('fields'),
    items: fc.array(fc.record({ label: text, value: spans }), { maxLength: 6 }),
  }),
  fc.record({ type: fc.constant('entries'), items: fc.array(item, { maxLength: 6 }) }),
  fc.record({ type: fc.constant('notice'), tone: fc.constantFrom('info', 'gap', 'warning'), spans }),
  fc.record({ type: fc.constant('choices'), prompt: text, options: fc.array(choice, { maxLength: 14 }) }),
);
const citation = fc.record(
  { source: id, title: text, publisher: text, date: text, at: text, url: fc.oneof(address, text) },
  { requiredKeys: ['source', 'title', 'publisher', 'date'] },
);
const paging = fc.record(
  {
    page: fc.integer({ min: 1, max: 99 }),
    pages: fc.integer({ min: 1, max: 99 }),
    total: fc.nat(),
    unit: fc.constantFrom('stops', 'facts'),
    previous: text,
    next: text,
  },
  { requiredKeys: ['page', 'pages', 'total', 'unit'] },
);

/** Any reply at all, with much in it that wants to be more than text. */
export const anyReply: fc.Arbitrary<Reply> = fc
  .record(
    {
      version: fc.constant(1 as const),
      outcome: fc.constantFrom(
        'ok',
        'question',
        'invalid',
        'not_found',
        'not_covered',
        'forbidden',
        'failed',
      ),
      visibility: fc.constant('private' as const),
      desk: fc.constantFrom('centralasia', 'x'.repeat(64)),
      blocks: fc.array(block, { maxLength: 5 }),
      citations: fc
        .array(citation, { maxLength: 12 })
        .map((list) => list.map((each, index) => ({ ...each, n: index + 1 }))),
      paging,
    },
    { requiredKeys: ['version', 'outcome', 'visibility', 'blocks', 'citations'] },
  )
  .map((reply) => reply as Reply);
