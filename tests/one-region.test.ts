import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { deskSchema } from '../src/domain/desk.ts';

/** A table of the large cities of every time zone of the world. */
const ofTheWorld = ['src/digest/schedule/cities.ts'];

/** Shorter spellings are codes and abbreviations, which are also words. */
const shortest = 5;

test('what belongs to the example desk alone is in its folder, and not in the program', () => {
  const desk = deskSchema.parse(parse(readFileSync('briefs/centralasia/desk.yaml', 'utf8')));
  const covered = new Set(desk.countries.filter((country) => country.covered).map(({ id }) => id));
  const within = ({ country }: { country?: string | undefined }) =>
    country !== undefined && covered.has(country);
  const own = [
    desk.id,
    ...[
      { name: desk.name, spellings: [] },
      ...desk.countries.filter(({ id }) => covered.has(id)),
      ...desk.places.filter(within),
      ...desk.people.filter(within),
    ].flatMap(({ name, spellings }) => [name, ...spellings]),
  ].filter((text) => text.length >= shortest);
  expect(own.length).toBeGreaterThan(300);
  const any = new RegExp(`(?<![\\p{L}])(?:${own.map(RegExp.escape).join('|')})(?![\\p{L}])|${desk.id}`, 'iu');
  const files = globSync(['src/**/*.{ts,js,css,svg}', 'commands/**/*.ts'])
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !ofTheWorld.includes(file));
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at) => (any.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
