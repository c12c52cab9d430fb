import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, type Values } from '../../src/command/line.ts';
import { namesOption, textOption } from '../../src/command/options.ts';
import { parse } from '../../src/command/parse/parse.ts';
import { tidy } from '../../src/command/parse/tokens.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { centralAsia } from '../search/desks.ts';
import { search, visits } from './definitions.ts';

const names = buildNameIndex(centralAsia);

function readBack(definition: typeof visits, line: string) {
  const head = `/centralasia ${definition.name}`;
  expect(line.startsWith(head)).toBe(true);
  return parse({ definition, text: line.slice(head.length), names, today: '2026-11-23', head });
}

test('a line is canonical: ids, and quotes only where they are needed', () => {
  expect(commandLine('centralasia', 'visits', { country: 'KZ', page: '2', since: undefined })).toBe(
    '/centralasia visits country:KZ page:2',
  );
  expect(commandLine('centralasia', 'search', { words: 'rare "earths"' })).toBe(
    '/centralasia search words:"rare \\"earths\\""',
  );
});

const ids = (list: readonly { id: string }[]) => fc.constantFrom(...list.map(({ id }) => id));
const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
const dayText = day.map((date) => date.toISOString().slice(0, 10));
const partial = { requiredKeys: [] };

test('reading a written line gives its values again', () => {
  const values = fc
    .record(
      {
        country: ids(centralAsia.countries),
        person: ids(centralAsia.people),
        role: ids(centralAsia.offices),
        direction: fc.constantFrom('to-region', 'from-region', 'to-us'),
        since: dayText,
        until: dayText,
        'as-of': dayText,
        page: fc.integer({ min: 1, max: 10_000 }).map(String),
      },
      partial,
    )
    .filter(({ since, until }) => !since || !until || since <= until);
  fc.assert(
    fc.property(values, (asked) => {
      const parsed = readBack(visits, commandLine('centralasia', 'visits', asked));
      expect(parsed).toMatchObject({ ok: true, values: asked, notices: [] });
      expect(Object.keys(parsed.values).length).toBe(Object.keys(asked).length);
    }),
  );
});

test('words come back whatever they are', () => {
  const words = fc
    .string({ unit: 'grapheme', maxLength: 80 })
    .map(tidy)
    .filter((text) => text !== '' && text.length < 300);
  fc.assert(
    fc.property(words, fc.record({ page: fc.constant('3') }, partial), (text, rest) => {
      const asked: Values = { words: text, ...rest };
      const parsed = readBack(search, commandLine('centralasia', 'search', asked));
      expect(parsed.values).toEqual(asked);
    }),
    { numRuns: 1000 },
  );
});

const written = {
  ...search,
  name: 'write',
  options: {
    title: textOption('Title', 1000),
    topics: namesOption('Topics', ['topic'], ['on']),
    countries: namesOption('Countries', ['country']),
    note: textOption('Note', 1000, ['with']),
  },
  bare: ['topics', 'title'],
};

test('text comes back whatever it is, and so do lists of names', () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ unit: fc.constantFrom(...'"“”\\\', :=-a') }),
    )
    .map(tidy)
    .filter((one) => one !== '' && one.length < 300);
  const list = (of: readonly { id: string }[]) =>
    fc.uniqueArray(ids(of), { minLength: 1, maxLength: 4 }).map((some) => some.join(','));
  const values = fc.record(
    { title: text, topics: list(centralAsia.topics), countries: list(centralAsia.countries), note: text },
    partial,
  );
  fc.assert(
    fc.property(values, (asked) => {
      const parsed = readBack(written, commandLine('centralasia', 'write', asked));
      expect(parsed).toMatchObject({ ok: true, values: asked });
      expect(Object.keys(parsed.values)).toHaveLength(Object.keys(asked).length);
    }),
    { numRuns: 1000 },
  );
});
