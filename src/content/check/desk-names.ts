import { knownDate } from '../../domain/dates/date-range.ts';
import type { Desk, Place } from '../../domain/desk.ts';
import type { NamedKind, Told } from '../../domain/sources/listed.ts';
import type { Source } from '../../domain/sources/source.ts';
import type { SpotOf } from '../read/file-kind.ts';
import { type FaultCode, type Finding, quotedValue } from './fault.ts';
import { didYouMean } from './suggest.ts';

/** The ids that entries may use. No `sources`: nothing is known of them, so that nothing can be said against any. */
export interface DeskNames {
  countries: ReadonlyMap<string, { covered: boolean }>;
  topics: ReadonlySet<string>;
  people: ReadonlySet<string>;
  offices: ReadonlySet<string>;
  organisations: ReadonlySet<string>;
  /** With the country each lies in, where that is known. */
  places: ReadonlyMap<string, string | undefined>;
  sources?: ReadonlySet<string>;
}

/**
 * Names of a definition, or of what stands in a desk.yaml that has faults elsewhere: a fault in one person must not
 * make every topic unknown. Nothing when it is not a group of keys at all.
 */
export function namesOf(definition: unknown): DeskNames | undefined {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) return undefined;
  const lists = definition as Record<string, unknown>;
  const ids = (list: string) => new Set(items(lists[list]).map(({ id }) => id));
  return {
    countries: new Map(items(lists.countries).map((item) => [item.id, { covered: item.covered === true }])),
    topics: ids('topics'),
    people: ids('people'),
    offices: ids('offices'),
    organisations: ids('organisations'),
    places: new Map(
      items(lists.places).map(({ id, country }) => [id, typeof country === 'string' ? country : undefined]),
    ),
  };
}

/** The names of files, and those that chat has added to them. */
export function withToldNames(names: DeskNames | undefined, told: readonly Told[]): DeskNames | undefined {
  if (!names) return undefined;
  const ids = (kind: NamedKind) => told.flatMap((one) => (one.kind === kind ? [one.body.id] : []));
  const places = told.flatMap(({ kind, body }) =>
    kind === 'place' ? [[body.id, (body as Place).country] as const] : [],
  );
  return {
    ...names,
    topics: new Set([...names.topics, ...ids('topic')]),
    people: new Set([...names.people, ...ids('person')]),
    offices: new Set([...names.offices, ...ids('office')]),
    organisations: new Set([...names.organisations, ...ids('organisation')]),
    places: new Map([...places, ...names.places]),
  };
}

export function sourceIds(sources: readonly Source[]): Set<string> {
  return new Set(sources.map(({ id }) => id));
}

function items(list: unknown): ({ id: string } & Record<string, unknown>)[] {
  if (!Array.isArray(list)) return [];
  return list.filter((item) => typeof item === 'object' && item !== null && typeof item.id === 'string');
}

const nouns = {
  country: ['unknown_country', 'add it under "countries" in desk.yaml'],
  topic: ['unknown_topic', 'add it under "topics" in desk.yaml'],
  person: ['unknown_person', 'add the person under "people" in desk.yaml'],
  office: ['unknown_office', 'add it under "offices" in desk.yaml'],
  organisation: ['unknown_organisation', 'add it under "organisations" in desk.yaml'],
  place: ['unknown_place', 'add it under "places" in desk.yaml'],
  source: ['unknown_source', 'add it to sources.yaml'],
} satisfies Record<string, [FaultCode, string]>;

type Noun = keyof typeof nouns;

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
  return [
    { ...spot(path), code, path: label, what: `unknown ${noun} ${quotedValue(id)} in "${label}"`, fix },
  ];
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

/**
 * Whether `after` lacks something that entries of `before` may rest on, or says otherwise what it is. Further names,
 * other spellings and a source that reaches further make no entry wrong.
 */
export function takesAway(before: Desk, after: Desk): boolean {
  const [had, has] = [restOn(before), restOn(after)];
  const reaches = new Map(after.sources.map(({ id, until }) => [id, reachOf(until)]));
  return (
    [...had].some(([name, what]) => has.get(name) !== what) ||
    before.sources.some(({ id, until }) => reachOf(until) > (reaches.get(id) ?? ''))
  );
}

const reachOf = (until: string) => knownDate(until).latest ?? '9999-12-31';

/** All that entries may name, with what is checked of it. */
function restOn({ definition, sources }: Desk): Map<string, string> {
  const { countries, topics, people, offices, organisations, places } = namesOf(definition) as DeskNames;
  const names = Object.entries({ topics, people, offices, organisations });
  return new Map([
    ...names.flatMap(([list, ids]) => [...ids].map((id) => [`${list} ${id}`, ''] as const)),
    ...[...countries].map(([id, { covered }]) => [`countries ${id}`, `${covered}`] as const),
    ...[...places].map(([id, country]) => [`places ${id}`, `${country}`] as const),
    ...sources.map(
      ({ id, kind, grade, publisher, url }) =>
        [`sources ${id}`, JSON.stringify([kind, grade, publisher, url])] as const,
    ),
  ]);
}
