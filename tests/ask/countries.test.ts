import { expect, test } from 'vitest';
import { deskFrom } from '../../src/app/own-desk/wishes.ts';
import type { AskContext } from '../../src/ask/plan.ts';
import { readQuestion } from '../../src/ask/read/read.ts';
import { codes, englishNames, namesIn, ownNames } from '../../src/content/create/world.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';

/** As many as a large region has. */
const size = 25;

function contextOf(countries: readonly string[]): AskContext {
  const made = deskFrom({ name: 'Our region', countries: countries.join(', '), languages: '' });
  if (!('definition' in made)) throw new Error(made.fault);
  const { definition } = made;
  const asked = { desk: { definition, sources: [] }, names: buildNameIndex(definition) };
  return { ...asked, scope: { today: '2026-11-29' }, readPeriod: () => undefined } as unknown as AskContext;
}

/** Ids of the countries that a question is read as, also those of its offices, and the words that nothing explains. */
function readIn(question: string, context: AskContext) {
  const { countries, offices, content } = readQuestion(question, context);
  const own = offices
    .flat()
    .map((id) => context.desk.definition.offices.find((one) => one.id === id)?.country);
  const words = content.map(({ typed }) => typed).filter((word) => word !== 'week');
  return [...new Set([...countries.map(({ id }) => id), ...own]), ...words].join(' ');
}

/** The countries with the longest names, and others as they come in the list of the world; each run reads the same. */
const region = [
  ...new Set([
    ...codes.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, size / 2),
    ...codes.filter((_, at) => at % 17 === 5),
    ...['CI', 'HK', 'KP', 'VN'],
  ]),
];

function lengthOf(code: string): number {
  return Math.max(...englishNames(code).map((name) => name.split(' ').length));
}

const misspelt = contextOf(['TF', 'CD', 'CG', 'BA', 'AG', 'AD', 'VA', 'GF', 'GY']);

test('a country is read by each of its names, and no other one, however long the name is', () => {
  const wrong: string[] = [];
  const context = contextOf(region);
  for (const code of region)
    for (const name of new Set([...englishNames(code), ...namesIn(code, ['en']), ...ownNames(code)]))
      for (const question of [`who is the president of ${name}?`, `what happened in ${name} this week`]) {
        const read = readIn(question, context);
        if (read !== code) wrong.push(`${question} ${code}: ${read}`);
      }
  expect(wrong).toEqual([]);
});

test.each([
  ['French Southerrn Territories', 'TF'],
  ['the Democratic Repubilc of the Congo', 'CD'],
  ['Bosnia and erzegovina', 'BA'],
  ['Antigua ad Barbuda', 'AG'],
  ['Vtican City', 'VA'],
  ['Fench Guiana', 'GF'],
])('%s is misspelt over its whole length, and no part of it is another country', (name, code) => {
  expect(readIn(`who is the president of ${name}?`, misspelt)).toBe(code);
});
