import fc from 'fast-check';
import { briefSchema, type EntryBody, factSchema } from '../../src/domain/entry.ts';
import { briefKinds, entryStates, factKinds, handlings, standings } from '../../src/domain/vocabulary.ts';

/** Characters that a table, a spreadsheet or YAML gives a meaning of its own come often. */
const unit = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  fc.constantFrom(
    ...'=+-@\'"\\|;,:#&*!%{}[]<>`~ ＝',
    '\u00a0',
    '\ufeff',
    'é',
    '𝒳',
    '- ',
    '"',
    '; ',
    ' | ',
    '\\;',
  ),
);
const text = (max: number, extra: string[] = []) =>
  fc
    .array(fc.oneof(unit, ...extra.map((one) => fc.constant(one))), { minLength: 1, maxLength: 24 })
    .map((parts) => parts.join('').trim().slice(0, max).trim())
    .filter((line) => line !== '');
/** One line, as the schemas have it. */
export const anyLine = (max: number) => text(max).filter((line) => !/\p{Cc}|\p{Cs}/u.test(line));
const id = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}$/);
const country = fc.stringMatching(/^[A-Z]{2}$/);
const day = fc.constantFrom('2026-02-28', '1999-12-31', '2026-11-01');
const edtf = fc.constantFrom(
  ...[
    '2026',
    '2006-05',
    '2026-02-28',
    '2023-02-27/2023-03-01',
    '[1991-09-10..1991-09-16]',
    '2026~',
    '../2026',
  ],
  ...['2026-21', '201X', '2025?', '[2025,2026]'],
);
const url = fc.constantFrom('https://example.org/a?b=c;d|e,f#g', 'https://example.org/');
const some = <T>(item: fc.Arbitrary<T>, minLength = 0) => fc.array(item, { minLength, maxLength: 3 });
const perhaps = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: undefined });

const common = {
  id,
  title: anyLine(160),
  topics: some(id, 1),
  countries: some(country),
  people: some(id),
  organisations: some(id),
  places: some(id),
  sources: some(fc.record({ id, at: perhaps(anyLine(120)), url: perhaps(url) }), 1),
  published: day,
  why: perhaps(anyLine(400)),
  weight: fc.integer({ min: 1, max: 5 }),
  state: fc.constantFrom(...entryStates),
  handling: fc.constantFrom(...handlings),
  embargo: perhaps(fc.constant('2026-12-01T08:00:00Z')),
  owner: perhaps(anyLine(80)),
  related: some(id),
  supersedes: perhaps(id),
  corrections: some(fc.record({ on: day, note: anyLine(400) })),
  reviewed: perhaps(day),
  retraction: perhaps(anyLine(400)),
};

const visit = fc.record({
  direction: fc.constantFrom('to-region', 'from-region'),
  visitor: id,
  office: id,
  from: country,
  host: country,
  places: some(id),
  trip: id,
});

/** Any fact that its schema takes, whatever the rules of a desk say of it. */
export const anyFact: fc.Arbitrary<EntryBody> = fc
  .record({
    ...common,
    kind: fc.constantFrom(...factKinds),
    statement: anyLine(800),
    dates: some(fc.record({ edtf, sources: some(id), note: perhaps(anyLine(300)) }), 1),
    standing: fc.constantFrom(...standings),
    visit: perhaps(visit),
    outcome: perhaps(id),
    disagreements: some(fc.record({ about: anyLine(60), says: anyLine(300), sources: some(id, 1) })),
    note: perhaps(anyLine(600)),
  })
  .map((raw) => ({ type: 'fact', ...factSchema.parse(raw) }) as const)
  .map((fact) => JSON.parse(JSON.stringify(fact)) as EntryBody);

const paragraph = text(300, ['\n', '\n\n', '\r\n', '\r', '\t']).filter((one) => !/\p{Cs}/u.test(one));

/** Any brief that its schema takes. */
export const anyBrief: fc.Arbitrary<EntryBody> = fc
  .record({
    ...common,
    kind: fc.constantFrom(...briefKinds),
    author: perhaps(anyLine(120)),
    dated: perhaps(edtf),
    summary: paragraph,
    points: some(anyLine(400)),
    argues: some(anyLine(400)),
    reports: some(anyLine(400)),
  })
  .map((raw) => ({ type: 'brief', ...briefSchema.parse(raw) }) as const)
  .map((brief) => JSON.parse(JSON.stringify(brief)) as EntryBody);
