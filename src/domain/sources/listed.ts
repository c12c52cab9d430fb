import { isDeepStrictEqual } from 'node:util';
import type { Desk, Named, Office, Person, Place, Topic } from '../desk.ts';
import { nameLists } from '../ports/names.ts';
import type { Source } from './source.ts';

/** Names that chat may add to a desk. */
export const namedKinds = ['person', 'office', 'organisation', 'place', 'topic'] as const;
export type NamedKind = (typeof namedKinds)[number];

/** What a desk lists beside its entries, and entries name by its id. */
const listedKinds = ['source', ...namedKinds] as const;
export type ListedKind = (typeof listedKinds)[number];

interface Bodies {
  source: Source;
  person: Person;
  office: Office;
  organisation: Named;
  place: Place;
  topic: Topic;
}
export type ListedBody = Bodies[ListedKind];

/** One of them as chat writes it. */
export interface Listed<Kind extends ListedKind = ListedKind> {
  kind: Kind;
  body: Bodies[Kind];
}

export const isListed = (type: string): type is ListedKind =>
  (listedKinds as readonly string[]).includes(type);

export const isNamed = (type: string): type is NamedKind => (namedKinds as readonly string[]).includes(type);

export const isSource = (one: Listed | undefined): one is Listed<'source'> => one?.kind === 'source';

/** What chat says of one. `filed`: what the desk's files said of it when that was written. */
export interface Told extends Listed {
  filed?: ListedBody | undefined;
}

/** A desk in service: what chat says, until a file says something else than it did when chat wrote. */
export function withTold(desk: Desk, told: readonly Told[]): Desk {
  const byKind = Map.groupBy(told, ({ kind }) => kind);
  const lists = namedKinds.flatMap((kind) => {
    const own = byKind.get(kind);
    return own ? [[nameLists[kind], merged(listOf(desk, kind), own)] as const] : [];
  });
  return {
    definition: { ...desk.definition, ...Object.fromEntries(lists) },
    sources: withToldSources(desk.sources, told),
  };
}

export const withToldSources = (filed: readonly Source[], told: readonly Told[]): Source[] =>
  merged(
    filed,
    told.filter(({ kind }) => kind === 'source'),
  ) as Source[];

function merged(filed: readonly ListedBody[], told: readonly Told[]): ListedBody[] {
  if (told.length === 0) return [...filed];
  const byId = new Map(told.map((one) => [one.body.id, one]));
  const ids = new Set(filed.map(({ id }) => id));
  return [
    ...filed.map((one) => {
      const chat = byId.get(one.id);
      return chat?.filed && isSame(chat.filed, one) ? chat.body : one;
    }),
    ...told.flatMap(({ body }) => (ids.has(body.id) ? [] : [body])),
  ];
}

/** All of a kind that a desk lists. */
export const listOf = (
  { definition, sources }: Pick<Desk, 'definition'> & Partial<Desk>,
  kind: ListedKind,
): readonly ListedBody[] => (kind === 'source' ? sources : definition[nameLists[kind]]) ?? [];

/** What a desk lists under an id, sources first. */
export function listedAs(desk: Desk, id: string): Listed | undefined {
  for (const kind of listedKinds) {
    const body = listOf(desk, kind).find((one) => one.id === id);
    if (body) return { kind, body };
  }
  return undefined;
}

/** What readers see of it first. */
export const titleOf = (body: { title: string } | { name: string }): string =>
  'title' in body ? body.title : body.name;

/** As both are kept. */
export const isSame = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
