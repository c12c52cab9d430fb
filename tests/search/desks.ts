import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type DeskDefinition, deskSchema } from '../../src/domain/desk.ts';

/** The desk that readers use: names are tried where they matter. */
export const centralAsia: DeskDefinition = deskSchema.parse(
  parse(readFileSync('briefs/centralasia/desk.yaml', 'utf8')),
);

/** A desk of `count` made-up people, for what must stay fast. */
export function crowdedDesk(count: number): DeskDefinition {
  const syllables = [
    'ba',
    'kor',
    'mi',
    'zha',
    'tur',
    'ye',
    'shi',
    'lan',
    'gu',
    'dek',
    'ov',
    'ra',
    'sul',
    'ni',
  ];
  const word = (seed: number) =>
    [seed, seed * 7 + 3, seed * 13 + 5, Math.floor(seed / 14)].map((n) => syllables[n % 14]).join('');
  return deskSchema.parse({
    ...centralAsia,
    people: Array.from({ length: count }, (_, n) => ({
      id: `person-${n}`,
      name: `${word(n)} ${word(n * 31 + 17)}ev`,
      spellings: [`${word(n * 31 + 17)}yev ${n}`, `${word(n)} ${word(n * 31 + 17)}eff`],
    })),
  });
}
