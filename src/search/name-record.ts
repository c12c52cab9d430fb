import type { DeskDefinition } from '../domain/desk.ts';
import type { Name } from '../domain/ports/names.ts';
import { worldCountries } from './world-countries.ts';

/** A name with every way it is written, the house spelling first. */
export interface NameRecord {
  name: Name;
  spellings: string[];
}

/** The desk's lists in their own order. */
export function deskRecords(definition: DeskDefinition): NameRecord[] {
  const { countries, people, offices, topics, organisations, places } = definition;
  return [
    ...countries.map((country) =>
      record({ kind: 'country', id: country.id, label: country.name, covered: country.covered }, country),
    ),
    ...people.map((person) => record({ kind: 'person', id: person.id, label: person.name }, person)),
    ...offices.map((office) => record({ kind: 'office', id: office.id, label: office.name }, office)),
    ...topics.map((topic) => record({ kind: 'topic', id: topic.id, label: topic.name }, topic)),
    ...organisations.map((one) => record({ kind: 'organisation', id: one.id, label: one.name }, one)),
    ...places.map((place) =>
      record({ kind: 'place', id: place.id, label: place.name, country: place.country }, place),
    ),
  ];
}

/** The rest of the world: countries that the desk does not list. */
export function otherCountries(definition: DeskDefinition): NameRecord[] {
  const listed = new Set(definition.countries.map((country) => country.id));
  return worldCountries()
    .filter((country) => !listed.has(country.id))
    .map(({ id, label, spellings }) => ({ name: { kind: 'country', id, label, covered: false }, spellings }));
}

function record(name: Name, { spellings }: { spellings: string[] }): NameRecord {
  return { name, spellings: [...new Set([name.label, ...spellings])] };
}
