import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeskCommand } from '../../src/command/define.ts';
import { parse } from '../../src/command/parse/parse.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { centralAsia } from '../search/desks.ts';
import { all, brief, facts, search, visits } from './definitions.ts';

const names = buildNameIndex(centralAsia);

function read(definition: DeskCommand, text: string) {
  return parse({ definition, text, names, today: '2026-11-23', head: `/centralasia ${definition.name}` });
}

/** `country:UZ since:2005-01-01`, or the code of the fault. */
function outcome(definition: DeskCommand, text: string): string {
  const parsed = read(definition, text);
  if (!parsed.ok) return parsed.fault.code;
  return Object.entries(parsed.values)
    .map(([name, value]) => `${name}:${value}`)
    .join(' ');
}

function notices(text: string): string {
  return read(visits, text)
    .notices.flatMap((block) => (block.type === 'notice' ? block.spans : []))
    .map((span) => span.text)
    .join(' ');
}

describe('visits, as people type it', () => {
  test.each([
    ['', ''],
    ['uzbekistan since 2005', 'country:UZ since:2005-01-01'],
    ['country:KG since:2010', 'country:KG since:2010-01-01'],
    ['country:kg', 'country:KG'],
    ['"republic of kazakhstan"', 'country:KZ'],
    ['“republic of kazakhstan”', 'country:KZ'],
    ['„republic of kazakhstan“', 'country:KZ'],
    ['«Республика Казахстан»', 'country:KZ'],
    ['‘republic of kazakhstan’', 'country:KZ'],
    ["'republic of kazakhstan' since 2005", 'country:KZ since:2005-01-01'],
    ['"republic of kazakhstan since 2005', 'country:KZ since:2005-01-01'],
    ['republic of kazakhstan', 'country:KZ'],
    ['country:"republic of kazakhstan"', 'country:KZ'],
    ['country:republic of kazakhstan page:2', 'country:KZ page:2'],
    ['tajikistan to-us', 'country:TJ direction:to-us'],
    ['tajikistan to us', 'country:TJ direction:to-us'],
    ['to the us from kazakhstan', 'country:KZ direction:to-us'],
    ['turkmenistan secretary of state', 'country:TM role:us-secretary-of-state'],
    ['secretary of state turkmenistan', 'country:TM role:us-secretary-of-state'],
    ['from 1994-01-01 to 1995-06', 'since:1994-01-01 until:1995-06-30'],
    ['from 1994 to 1997', 'since:1994-01-01 until:1997-12-31'],
    ['to uzbekistan', 'country:UZ direction:to-region'],
    ['from kazakhstan', 'country:KZ direction:from-region'],
    ['to france', 'country:FR direction:from-region'],
    ['person akayev', 'person:askar-akayev'],
    ['person:hillary clinton', 'person:hillary-clinton'],
    ['hillary clinton kazakhstan', 'country:KZ person:hillary-clinton'],
    ['Мирзиёев', 'person:shavkat-mirziyoyev'],
    ['by secretary rice in uzbekistan', 'country:UZ person:condoleezza-rice'],
    ['show me visits by rice in the uzbekistan', 'country:UZ person:condoleezza-rice'],
    ['Show all visits to Kazakhstan, please', 'country:KZ direction:to-region'],
    ['uzbekstan', 'country:UZ'],
    ['astana', 'country:KZ'],
    ['country:samarkand', 'country:UZ'],
    ['france', 'country:FR'],
    ['2006', 'since:2006-01-01 until:2006-12-31'],
    ['in 2006', 'since:2006-01-01 until:2006-12-31'],
    ['kazakhstan 2001-2005', 'country:KZ since:2001-01-01 until:2005-12-31'],
    ['between 2001 and 2005', 'since:2001-01-01 until:2005-12-31'],
    ['after 2005 before 2008', 'since:2006-01-01 until:2007-12-31'],
    ['since May 2006', 'since:2006-05-01'],
    ['since:6 May 2006', 'since:2006-05-06'],
    ['until March 2020', 'until:2020-03-31'],
    ['since yesterday', 'since:2026-11-22'],
    ['until last year', 'until:2025-12-31'],
    ['as of 2025 kazakhstan', 'country:KZ as-of:2025-12-31'],
    ['as-of:2025-06 kazakhstan', 'country:KZ as-of:2025-06-30'],
    ['as_of=2025', 'as-of:2025-12-31'],
    ['--country KZ --since 2005', 'country:KZ since:2005-01-01'],
    ['—country KZ —since=2005', 'country:KZ since:2005-01-01'],
    ['--country=KZ', 'country:KZ'],
    ['country = KZ', 'country:KZ'],
    ['country : KZ', 'country:KZ'],
    ['country：ＫＺ', 'country:KZ'],
    ['COUNTRY:KZ', 'country:KZ'],
    ['kazakhstan\u00a0since\u202f2005', 'country:KZ since:2005-01-01'],
    ['kaza\u200bkhstan', 'country:KZ'],
    ['kazakhstan country:KZ', 'country:KZ'],
    ['IN since 2005', 'country:IN since:2005-01-01'],
    ['visits IN', 'country:IN'],
    ['kazakhstan page 2', 'country:KZ page:2'],
  ])('visits %s', (text, expected) => {
    expect(outcome(visits, text)).toBe(expected);
  });

  test('what was read otherwise than typed is said', () => {
    expect(notices('uzbekstan')).toBe('Read “uzbekstan” as Uzbekistan.');
    expect(notices('uzbkistn')).toBe('Read “uzbkistn” as Uzbekistan.');
    expect(notices('astana')).toBe('Astana is in Kazakhstan; this answers for the country.');
    expect(notices('kirgizia')).toBe('');
    expect(notices('uzbekistan karimov')).toBe('');
  });

  test.each([
    ['mirzyoev', 'Shavkat Mirziyoyev'],
    ['blinkin', 'Antony Blinken'],
  ])('%s is said to be read as %s', (typed, label) => {
    expect(notices(typed)).toBe(`Read “${typed}” as ${label}.`);
  });

  test.each([
    'Каримова',
    'Мирзияев',
    'Zhaparov',
    'secretary rice',
    'Karimov, Islom',
    'otunbaeva',
    'bill clinton',
  ])('%s needs no word', (typed) => {
    expect(notices(typed)).toBe('');
  });

  test('a first name that does not fit the family name is never read as another name', () => {
    for (const [typed, id] of [
      ['jill biden', 'joe-biden'],
      ['gulnara karimova', 'islam-karimov'],
    ] as const) {
      const parsed = read(visits, typed);
      expect(!parsed.ok && parsed.fault).toMatchObject({
        code: 'unknown_name',
        says: `The desk has no person “${typed}”.`,
        choices: [{ set: { person: id } }],
      });
    }
    const turned = read(visits, 'biden jill');
    expect(!turned.ok && turned.fault.says).toBe('This desk does not know “jill”.');
  });

  test.each([
    ['clinton', 'ambiguous'],
    ['Бердымухамедов since 2010', 'ambiguous'],
    ['kazakhstan uzbekistan', 'twice'],
    ['since:2005 since:2006', 'twice'],
    ['foo', 'unknown_word'],
    ['karimova', 'unknown_word'],
    ['uzbekistan foo', 'unknown_word'],
    ['person foo', 'unknown_name'],
    ['country:foo', 'unknown_name'],
    ['contry:KZ', 'unknown_option'],
    ['--foo', 'unknown_option'],
    ['country', 'no_value'],
    ['country: since:2005', 'no_value'],
    ['since:205', 'bad_day'],
    ['from 2005-02-30', 'bad_day'],
    ['since foo', 'unknown_word'],
    ['page two', 'bad_number'],
    ['page:0', 'bad_number'],
    ['page:10001', 'bad_number'],
    ['direction:sideways', 'bad_choice'],
    ['since 2010 until 2005', 'wrong_order'],
    [`kazakhstan${' '.repeat(1000)}`, 'too_long'],
  ])('visits %s is a fault: %s', (text, code) => {
    expect(outcome(visits, text)).toBe(code);
  });

  test('a fault offers whole readings that keep the rest of the line', () => {
    const parsed = read(visits, 'clinton since 2009');
    expect(!parsed.ok && parsed.fault.choices.map((one) => ('set' in one ? one.set : one))).toEqual([
      { person: 'bill-clinton' },
      { person: 'hillary-clinton' },
    ]);
    expect(parsed.values).toEqual({ since: '2009-01-01' });
  });

  test('a country that is covered and one that is not: both ways between the two, or the one that is said', () => {
    expect(outcome(visits, 'us uzbekistan since 2005')).toBe('country:UZ since:2005-01-01 direction:with-us');
    expect(outcome(visits, 'to uzbekistan us')).toBe('country:UZ direction:from-us');
    expect(outcome(visits, 'uzbekistan us to-us')).toBe('country:UZ direction:to-us');
  });

  test('an office is nobody’s name', () => {
    const parsed = read(facts, 'us president');
    expect(!parsed.ok && parsed.fault.says).toBe('facts is not asked by office, such as “president”.');
    expect(!parsed.ok && parsed.fault.choices).toEqual([]);
  });

  test('what a command takes is said in words, with a line to copy', () => {
    const parsed = read(facts, 'plugh');
    expect(!parsed.ok && parsed.fault.write).toBe(
      'Write a topic or a country, for example /centralasia facts minerals; also since:, until: or brief: with a value after it.',
    );
  });

  test('dates in the wrong order are offered the right way round', () => {
    const parsed = read(visits, 'since 2010 until 2005');
    expect(!parsed.ok && parsed.fault.choices).toMatchObject([
      { set: { since: '2005-01-01', until: '2010-12-31' } },
    ]);
  });

  test('a misspelt option is offered in the line as it was typed', () => {
    const parsed = read(visits, 'contry:KZ since 2005');
    expect(!parsed.ok && parsed.fault.choices).toEqual([
      { label: 'country', command: '/centralasia visits country:KZ since 2005' },
    ]);
  });
});

describe('other shapes of command', () => {
  test.each([
    [facts, 'minerals', 'topic:minerals'],
    [facts, 'on minerals in kazakhstan since 2024', 'topic:minerals country:KZ since:2024-01-01'],
    [facts, '--brief security', 'topic:security brief:yes'],
    [facts, 'security brief', 'topic:security brief:yes'],
    [facts, 'security brief:no', 'topic:security'],
    [brief, 'hsg-t-4127', 'id:hsg-t-4127'],
    [brief, 'HSG-T-4127.', 'id:hsg-t-4127'],
    [brief, 'id:hsg‑t‑4127', 'id:hsg-t-4127'],
    [brief, '', 'missing'],
    [search, 'critical minerals', 'words:critical minerals'],
    [search, '“critical minerals” deal', 'words:critical minerals deal'],
    [search, 'the art of the deal', 'words:the art of the deal'],
    [search, 'C5+1: what happened', 'words:C5+1: what happened'],
    [search, 'uranium since:2024', 'words:uranium since:2024-01-01'],
    [search, 'uranium from 2005', 'words:uranium since:2005-01-01'],
    [search, 'country policy', 'words:country policy'],
    [search, 'uranium country:kazakhstan', 'words:uranium country:KZ'],
    [search, 'https://example.org/a:b', 'words:https://example.org/a:b'],
    [search, '', 'missing'],
  ])('$name %s', (definition, text, expected) => {
    expect(outcome(definition, text)).toBe(expected);
  });

  test('input is what the schemas made of the values', () => {
    const parsed = read(facts, 'minerals --brief');
    expect(parsed.ok && parsed.input).toEqual({ topic: 'minerals', brief: true });
    const paged = read(visits, 'page 2');
    expect(paged.ok && paged.input).toEqual({ page: 2 });
  });
});

test('no text makes it throw', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      'since',
      'to',
      'from',
      'country:',
      '--page',
      '"',
      '“',
      '2005',
      'clinton',
      '=',
      ':',
      '—',
      'as of',
      'us',
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.array(word, { maxLength: 12 }), (definition, words) => {
      read(definition, words.join(' '));
    }),
    { numRuns: 500 },
  );
});
