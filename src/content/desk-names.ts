import type { Source } from '../domain/source.ts';

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

export function sourceIds(sources: readonly Source[]): Set<string> {
  return new Set(sources.map(({ id }) => id));
}

function items(list: unknown): ({ id: string } & Record<string, unknown>)[] {
  if (!Array.isArray(list)) return [];
  return list.filter((item) => typeof item === 'object' && item !== null && typeof item.id === 'string');
}
