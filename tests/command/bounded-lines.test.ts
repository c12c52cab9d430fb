import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { nearestIds } from '../../src/command/answer/nearest.ts';
import { completeLine } from '../../src/command/complete/line.ts';
import type { DeskService } from '../../src/command/define.ts';
import { namesOption } from '../../src/command/options.ts';
import { maxAppLine, parse } from '../../src/command/parse/parse.ts';
import { slashesOf } from '../../src/command/slashes.ts';
import type { EntryReader, Scope } from '../../src/domain/ports/entries.ts';
import type { NameIndex } from '../../src/domain/ports/names.ts';
import { longestId } from '../../src/domain/vocabulary.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
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
  parse({ definition, text, names, today: '2026-11-23', head: '/centralasia', longest: maxAppLine });

const line = (unit: string) => unit.repeat(Math.floor(maxAppLine / unit.length));

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

/** Entries that are none, and how often they were looked up. */
function noEntries() {
  const seen = { lookups: 0 };
  const completeIds = async () => {
    seen.lookups += 1;
    return [];
  };
  return { entries: { completeIds } as unknown as EntryReader, seen };
}

test('whatever is typed for an id, the ids most like it are looked up a few times', async () => {
  const typed = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('a', '-', '1', '\ufdfa')).map((all) => all.join('')),
  );
  await fc.assert(
    fc.asyncProperty(typed, fc.integer({ min: 1, max: 2_000 }), async (unit, times) => {
      const { entries, seen } = noEntries();
      await nearestIds(entries, {} as Scope, unit.repeat(times), 5);
      expect(seen.lookups).toBeLessThanOrEqual(longestId * 2 + 1);
    }),
  );
});

test('a line that could not be asked is not completed, and looks nothing up', async () => {
  const { entries, seen } = noEntries();
  const desk = { definition: { id: 'centralasia', zone: 'UTC', countries: [] } };
  const service = { desk, entries, names: real } as unknown as DeskService;
  const id = { description: 'Id of an entry', kind: { type: 'entry' as const }, schema: z.string() };
  const entry = { ...visits, options: { id }, bare: ['id'] };
  for (const unit of ['a-', '1-', '\ufdfa', '“', ':flag-']) {
    const text = `/centralasia visits ${line(unit)}`;
    const slashes = slashesOf([entry], [], () => [service])();
    const at = { text, cursor: text.length, slashes, now: new Date() };
    expect(await completeLine(at)).toEqual([]);
  }
  expect(seen.lookups).toBe(0);
});
