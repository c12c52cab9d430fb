import { expect, test } from 'vitest';
import { namesOption } from '../../src/command/define.ts';
import { maxHouseLine, parse } from '../../src/command/parse/parse.ts';
import type { NameIndex } from '../../src/domain/ports/names.ts';
import { buildNameIndex } from '../../src/search/name-index.ts';
import { centralAsia } from '../search/desks.ts';
import { worked } from '../worked.ts';
import { all, visits } from './definitions.ts';

const real = buildNameIndex(centralAsia);

/** The desk's names, and how often a misspelt one was looked for. */
function counted(): { names: NameIndex; searches(): number } {
  let searches = 0;
  return {
    names: {
      ...real,
      resolve(text, kinds) {
        searches += 1;
        return real.resolve(text, kinds);
      },
    },
    searches: () => searches,
  };
}

const read = (definition: (typeof all)[number], text: string, names = real) =>
  parse({ definition, text, names, today: '2026-11-23', head: '/centralasia', longest: maxHouseLine });

const line = (unit: string) => unit.repeat(Math.floor(maxHouseLine / unit.length));

test.each(['Ab ', 'karimof,', 'z,', 'zzq, ', 'tokayef and ', 'country:', 'from astanna ', '13 May '])(
  'a line of “%s” again and again looks for few misspelt names',
  (unit) => {
    for (const definition of all) {
      const { names, searches } = counted();
      read(definition, line(unit), names);
      expect(searches()).toBeLessThanOrEqual(60);
    }
  },
);

/** Read for each word to the end, and at each of these to the end again, they took half a minute. */
test.each(['1 ', 'a ', 'Ab ', 'z,', 'and ', '! ', '!', '“', 'since ', '\ufdfa'])(
  'the longest line of “%s” is read in little work by every command',
  (unit) => {
    expect(worked(() => all.map((definition) => read(definition, line(unit))))).toBeLessThan(6);
  },
);

test('a line of very many words is refused by their number, and one in quotes is a single word', () => {
  const refused = read(visits, 'rice '.repeat(300));
  expect(refused).toMatchObject({ ok: false, fault: { code: 'too_long' } });
  expect(read(visits, `person:"${'rice '.repeat(300)}"`)).toMatchObject({
    ok: false,
    fault: { code: 'unknown_name' },
  });
});

test('a list of very many names is refused by their number', () => {
  const topics = namesOption('Topics', ['topic']);
  const definition = { ...visits, options: { topics }, bare: ['topics'] };
  const many = Array.from({ length: 100 }, (_, at) => `topic${at}`).join(',');
  expect(read(definition, `topics:${many}`)).toMatchObject({
    ok: false,
    fault: { code: 'bad_value', says: 'topics takes at most 60 words at once; this has 100.' },
  });
});

test('what one letter stands for counts by its own length', () => {
  expect(read(visits, '\ufdfa'.repeat(3_000))).toMatchObject({ ok: false, fault: { code: 'too_long' } });
});
