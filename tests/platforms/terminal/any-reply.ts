import fc from 'fast-check';
import type { Block, Reply } from '../../../src/domain/reply.ts';
import { standings } from '../../../src/domain/vocabulary.ts';

/** What an ill-meaning or careless author would put into an entry. */
const nasty = fc.constantFrom(
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\u001b',
  '\r\ndeskwire> ',
  '\u2028',
  '\u202egnp.exe',
  '\u2066\u2069',
  'pay\u200bpal\ufeff\u00ad',
  '\u{e0041}\u{e0042}',
  '\u0301'.repeat(40),
  '🇰🇿',
  '👩‍👩‍👧‍👦',
  '❤️',
  '中文字符',
  'Қасым-Жомарт Тоқаев',
  'می‌شود',
  'क्ष'.repeat(30),
  '\ud800',
  '\ue000',
  '\t\t',
  '\u00a0\u00a0\u3000',
  'w'.repeat(150),
  'ᄀ'.repeat(60),
);

export const anyText = fc
  .array(fc.oneof(nasty, fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), {
    maxLength: 5,
  })
  .map((parts) => parts.join(' '));

const anyAddress = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), anyText);

const span = fc.record(
  {
    text: anyText,
    style: fc.constantFrom('strong' as const, 'emphasis' as const, 'code' as const, 'mark' as const),
    href: anyAddress,
  },
  { requiredKeys: ['text'] },
);
const spans = fc.array(span, { maxLength: 4 });
const id = fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,4}$/);

const item = fc.record(
  {
    id,
    type: fc.constantFrom('brief' as const, 'fact' as const, 'visit' as const),
    flags: fc.array(fc.stringMatching(/^[A-Z]{2}$/), { maxLength: 6 }),
    when: fc.oneof(anyText, fc.constantFrom('May 2006', '27 February – 1 March 2023', '7')),
    headline: spans,
    lines: fc.array(spans, { maxLength: 2 }),
    standing: fc.constantFrom(...standings),
    remarks: fc.array(anyText, { maxLength: 2 }),
    cites: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 4 }),
  },
  { requiredKeys: ['id', 'type', 'flags', 'headline', 'lines', 'remarks', 'cites'] },
);

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    type: fc.constant('heading' as const),
    level: fc.constantFrom(1 as const, 2 as const),
    text: anyText,
  }),
  fc.record({ type: fc.constant('text' as const), spans }),
  fc.record({ type: fc.constant('code' as const), text: anyText }),
  fc.record({ type: fc.constant('list' as const), items: fc.array(spans, { maxLength: 3 }) }),
  fc.record({
    type: fc.constant('fields' as const),
    items: fc.array(fc.record({ label: anyText, value: spans }), { maxLength: 3 }),
  }),
  fc.record({ type: fc.constant('entries' as const), items: fc.array(item, { maxLength: 3 }) }),
  fc.record({
    type: fc.constant('notice' as const),
    tone: fc.constantFrom('info' as const, 'gap' as const, 'warning' as const),
    spans,
  }),
  fc.record({
    type: fc.constant('choices' as const),
    prompt: anyText,
    options: fc.array(fc.record({ label: anyText, command: anyText }), { maxLength: 12 }),
  }),
);

const citation = fc.record(
  {
    n: fc.integer({ min: 1, max: 300 }),
    source: id,
    title: anyText,
    publisher: anyText,
    date: anyText,
    at: anyText,
    url: anyAddress,
  },
  { requiredKeys: ['n', 'source', 'title', 'publisher', 'date'] },
);

const paging = fc.record(
  {
    page: fc.integer({ min: 1, max: 9 }),
    pages: fc.integer({ min: 1, max: 9 }),
    total: fc.nat(),
    unit: anyText,
    next: anyText,
    previous: anyText,
  },
  { requiredKeys: ['page', 'pages', 'total', 'unit'] },
);

/** Any reply that the contract allows, and some addresses that it does not. */
export const anyReply: fc.Arbitrary<Reply> = fc
  .record({
    blocks: fc.array(block, { maxLength: 4 }),
    citations: fc.array(citation, { maxLength: 3 }),
    paging: fc.option(paging, { nil: undefined }),
  })
  .map(({ paging, ...rest }) => ({
    version: 1,
    outcome: 'ok',
    visibility: 'private',
    ...rest,
    ...(paging && { paging }),
  })) as fc.Arbitrary<Reply>;
