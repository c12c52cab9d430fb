import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryBody } from '../../src/domain/entry.ts';
import { factSchema } from '../../src/domain/entry.ts';
import type { IndexedText, SearchQuery } from '../../src/domain/search/query.ts';
import { indexEntry } from '../../src/search/index-entry.ts';
import { createLanguage } from '../../src/search/language.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { centralAsia } from './desks.ts';

const language = createLanguage(centralAsia, buildNameIndex(centralAsia));

function fact(title: string, statement: string, more: object = {}): EntryBody {
  return {
    type: 'fact',
    ...factSchema.parse({
      id: 'an-entry',
      ...{ title, statement },
      topics: ['summits'],
      sources: ['a-source'],
      published: '2026-01-01',
      kind: 'event',
      dates: ['2023-09'],
      standing: 'confirmed',
      ...more,
    }),
  };
}

/** What a store does with query and index, in its simplest form: an entry with all words comes first. */
function matches({ terms }: SearchQuery, { title, text, names }: IndexedText): boolean {
  const words = [...title, ...text];
  return (
    terms.length > 0 &&
    terms.every(({ tokens }) =>
      tokens.some(({ token, column }) => (column === 'names' ? names : words).includes(token)),
    )
  );
}

const finds = (words: string, body: EntryBody) => matches(language.understand(words).query, indexEntry(body));

describe('what is indexed', () => {
  test('words folded and stemmed, dates in words, names as one token each', () => {
    const visit = fact('Meetings in Tashkent', 'The presidents’ agreements were signed.', {
      people: ['shavkat-mirziyoyev'],
      countries: ['UZ'],
    });
    expect(indexEntry(visit)).toEqual({
      title: ['meet', 'tashkent'],
      text: ['presid', 'agreement', 'sign', 'septemb', '2023'],
      names: ['topicsummits', 'countryuz', 'personshavkatmirziyoyev', 'sourceasource'],
      words: ['meetings', 'tashkent', 'presidents', 'agreements', 'were', 'signed', 'september'],
    });
  });

  test('a visit is found by who, in which office, between which countries', () => {
    const body = fact('A visit', 'She came.', {
      kind: 'visit',
      visit: {
        ...{ direction: 'to-region', visitor: 'condoleezza-rice', office: 'us-secretary-of-state' },
        ...{ from: 'US', host: 'KZ', places: ['astana'], trip: 'rice-2005' },
      },
    });
    for (const words of [
      'rice',
      'condoleezza rice',
      'secretary of state',
      'kazakhstan',
      'Нур-Султан',
      'united states',
    ]) {
      expect(finds(words, body), words).toBe(true);
    }
    expect(finds('powell', body)).toBe(false);
  });

  test('tokens are small letters and digits, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }), (text) => {
        fc.pre(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u.test(text));
        const { title, text: words } = indexEntry(fact(text.trim(), text));
        expect([...title, ...words].join(' ')).toMatch(/^[a-z0-9 ]*$/);
      }),
    );
  });
});

describe('what is found', () => {
  const linked = fact('A summit', 'The leaders met.', { people: ['shavkat-mirziyoyev'] });
  const written = fact('A summit', 'The leaders met with President Mirziyoyev.');
  const other = fact('A summit', 'The leaders met with President Tokayev.', {
    people: ['kassym-jomart-tokayev'],
  });

  test.each([
    'Мирзиёев',
    'Mirziyaev',
    'Mirzijojew',
    'Shavkat Mirziyoyev',
    'president Mirziyoyev',
    'mirziyoyev summit',
  ])('“%s” finds what links him and what writes his name', (words) => {
    expect(finds(words, linked)).toBe(true);
    if (!words.includes(' ')) expect(finds(words, written)).toBe(true);
    expect(finds(words, other)).toBe(false);
  });

  test.each([
    ['critical minerals', 'A deal on critical minerals', true],
    ['critical mineral', 'A deal on critical minerals', true],
    ['“critical minerals”', 'A deal on critical minerals', true],
    ['the critical of minerals', 'A deal on critical minerals', true],
    ['uranium', 'A deal on uranium', true],
    ['uranium', 'A deal on lithium', false],
    ['corrido', 'A new corridor', false],
    ['visa', 'A pause of visas', true],
    ['corrido deal', 'A new corridor', false],
    ['september 2023', 'A meeting', true],
    ['2022', 'A meeting', false],
    ['c5+1', 'The C5+1 met', true],
    ['c5 + 1', 'The C5+1 met', true],
    ['c5', 'The C5+1 met', true],
    ['b5+1', 'The C5+1 met', false],
    ["' OR 1=1 --", 'The C5+1 met', false],
    ['1 summit', 'A summit', true],
    ['the of and', 'The end of it', false],
    ['', 'Anything', false],
  ])('“%s” in “%s”: %s', (words, title, found) => {
    expect(finds(words, fact(title, 'Nothing more.'))).toBe(found);
  });

  test('a family name that two share finds both', () => {
    for (const person of ['bill-clinton', 'hillary-clinton']) {
      expect(finds('clinton', fact('A visit', 'It took place.', { people: [person] }))).toBe(true);
    }
    expect(finds('hillary clinton', fact('A visit', 'It took place.', { people: ['bill-clinton'] }))).toBe(
      false,
    );
  });

  test('a word that nothing holds is read as the name it misspells, and that is said', () => {
    expect(language.misspelt('mirziyovey')?.label).toBe('Shavkat Mirziyoyev');
    const { query, readAs } = language.understand(
      'mirziyovey uzbekistn',
      new Map([
        ['mirziyovey', 'Shavkat Mirziyoyev'],
        ['uzbekistn', 'Uzbekistan'],
      ]),
    );
    expect(readAs.map(({ label }) => label)).toEqual(['Shavkat Mirziyoyev', 'Uzbekistan']);
    const linked = fact('A summit', 'x y', { people: ['shavkat-mirziyoyev'], countries: ['UZ'] });
    expect(matches(query, indexEntry(linked))).toBe(true);
  });

  test('words that any desk’s readers say are read without a glossary of its own, names as names', () => {
    const person = { id: 'ada-wahl', name: 'Ada Wahl', spellings: ['Wahl'], roles: [], country: 'DE' };
    const said = (definition: typeof centralAsia, words: string) =>
      createLanguage(definition, buildNameIndex(definition))
        .understand(words)
        .readAs.map(({ label }) => label);
    const plain = { ...centralAsia, glossary: {} };
    expect(said(plain, 'закон землетрясение wahl')).toEqual(['law', 'earthquake', 'election']);
    expect(said({ ...plain, people: [person] }, 'закон wahl')).toEqual(['law']);
    expect(said({ ...plain, glossary: { statute: ['закон'] } }, 'закон')).toEqual(['statute']);
  });

  test('phrases and words with a minus are told from words', () => {
    const { query } = language.understand('"rare earths" deal -uranium multi-vector');
    expect(query.terms.map(({ word }) => word)).toEqual(['rare', 'earths', 'deal', 'multi', 'vector']);
    expect(query.phrases).toEqual([['rare', 'earth']]);
    expect(query.without).toContainEqual({ token: 'uranium', column: 'words' });
  });

  test('a word that is repeated counts as often as it is said', () => {
    const { query } = language.understand('water and more water, clean waters');
    expect(query.terms.map(({ word, times }) => [word, times])).toEqual([
      ['water', 3],
      ['clean', 1],
    ]);
  });

  test.each([
    'power',
    'while',
    'several',
    'region',
    'begin',
    'launches',
    'march',
    'peace',
    'general',
    'woman',
    'price',
  ])('the everyday word “%s” is not taken for a name', (word) => {
    expect(language.misspelt(word)).toBeUndefined();
  });
});

describe('what is marked', () => {
  const shown = (text: string, words: string) =>
    language
      .highlighter(language.understand(words).query)(text)
      .map((span) => (span.style === 'mark' ? `[${span.text}]` : span.text))
      .join('');

  test.each([
    ['Deals on minerals', 'mineral deal', '[Deals] on [minerals]'],
    ['Nursultan Nazarbayev came', 'Назарбаев', '[Nursultan Nazarbayev] came'],
    ['In Nur-Sultan, later Astana', 'astana', 'In [Nur-Sultan], later [Astana]'],
    ['Türkmenistan’s gas', 'turkmenistan', '[Türkmenistan]’s gas'.replace(']’s', '’s]')],
    ['Шавкат Мирзиёев прибыл', 'mirziyoyev', '[Шавкат Мирзиёев] прибыл'],
    ['😀 summit 👨‍👩‍👧 in Almaty', 'alma-ata', '😀 summit 👨‍👩‍👧 in [Almaty]'],
    ['Nothing here', 'uranium', 'Nothing here'],
  ])('%s for “%s”', (text, words, marked) => {
    expect(shown(text, words)).toBe(marked);
  });

  test('the text stays whole, and no letter is divided', () => {
    const words = fc.constantFrom('mirziyoyev', 'e', 'the summit', '2006', 'мир', 'é', 'kazakhstan');
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), words)), words, (parts, asked) => {
        const text = parts.join(' ');
        const spans = language.highlighter(language.understand(asked).query)(text);
        expect(spans.map((span) => span.text).join('')).toBe(text);
        if (text.isWellFormed()) expect(spans.every((span) => span.text.isWellFormed())).toBe(true);
      }),
    );
  });
});
