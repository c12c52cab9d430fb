import { addDays } from '../src/domain/dates/day.ts';
import type { DeskDefinition } from '../src/domain/desk.ts';
import { type EntryBody, factSchema } from '../src/domain/entry.ts';

/** A small fast generator with a seed, so that every run measures the same entries. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const words =
  'agreement border bridge budget cargo census committee contract corridor council customs debt delegation dialogue drought energy export fertiliser forum gas grain grant harvest hydropower investment irrigation lithium loan memorandum migration ministry pipeline port protocol quota rail refinery reservoir school signing steel summit tariff telecom tender textile tourism transit treaty tungsten uranium visa water wheat'.split(
    ' ',
  );

/** `n` facts of a real desk's shape: one in ten a visit, the rest spread over its topics, countries and people. */
export function syntheticEntries(desk: DeskDefinition, source: string, n: number): EntryBody[] {
  const next = seeded(20_261_123);
  const pick = <T>(items: readonly T[]): T => items[next(items.length)] as T;
  const covered = desk.countries.filter((country) => country.covered).map((country) => country.id);
  const others = desk.countries.filter((country) => !country.covered).map((country) => country.id);
  const people = desk.people.map((person) => person.id);
  const offices = desk.offices.map((office) => office.id);

  return Array.from({ length: n }, (_, i) => {
    const day = addDays('1992-01-01', next(12_600));
    const sentence = Array.from({ length: 18 }, () => pick(words)).join(' ');
    const visit = i % 10 === 0;
    const [host, from] = [pick(covered), pick(others)];
    const person = pick(people);
    return {
      type: 'fact' as const,
      ...factSchema.parse({
        id: `synthetic-${i}`,
        kind: visit ? 'visit' : pick(['event', 'status', 'view']),
        title: `${pick(words)} ${pick(words)} ${pick(words)} ${i}`,
        statement: sentence,
        dates: [day],
        standing: pick(['confirmed', 'reported']),
        topics: [visit ? 'visits' : pick(desk.topics).id],
        countries: visit ? [host, from] : [host],
        people: [person],
        sources: [source],
        published: addDays(day, 3),
        weight: 1 + next(5),
        ...(visit && {
          visit: {
            direction: 'to-region',
            visitor: person,
            office: pick(offices),
            from,
            host,
            trip: `trip-${Math.floor(i / 20)}`,
          },
        }),
      }),
    };
  });
}
