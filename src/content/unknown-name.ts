import { type FaultCode, type Finding, shown } from './fault.ts';
import type { SpotOf } from './shape.ts';
import { didYouMean } from './suggest.ts';

const nouns = {
  country: ['unknown_country', 'add it under "countries" in desk.yaml'],
  topic: ['unknown_topic', 'add it under "topics" in desk.yaml'],
  person: ['unknown_person', 'add the person under "people" in desk.yaml'],
  office: ['unknown_office', 'add it under "offices" in desk.yaml'],
  organisation: ['unknown_organisation', 'add it under "organisations" in desk.yaml'],
  place: ['unknown_place', 'add it under "places" in desk.yaml'],
  source: ['unknown_source', 'add it to sources.yaml'],
} satisfies Record<string, [FaultCode, string]>;

export type Noun = keyof typeof nouns;

interface Known {
  has(id: string): boolean;
  keys(): Iterable<string>;
}

/** A finding when `id`, standing at `path`, is not among the known ones. */
export function unknownName(
  noun: Noun,
  id: string,
  known: Known | undefined,
  spot: SpotOf,
  path: readonly PropertyKey[],
): Finding[] {
  if (!known || known.has(id)) return [];
  const [code, add] = nouns[noun];
  const label = path.filter((step) => typeof step === 'string').join('.');
  const fix = didYouMean(id, known.keys(), add);
  return [{ ...spot(path), code, path: label, what: `unknown ${noun} ${shown(id)} in "${label}"`, fix }];
}

/** A finding for every id of a list that is not among the known ones. */
export function unknownNames(
  noun: Noun,
  ids: readonly string[],
  known: Known | undefined,
  spot: SpotOf,
  path: PropertyKey[],
) {
  return ids.flatMap((id, index) => unknownName(noun, id, known, spot, [...path, index]));
}
