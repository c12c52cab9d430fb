import type { EntryBody, Fact } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { type CommandShape, type DeskService, type ExampleNames, scopeOf } from './define.ts';

/** Facts looked at, the weightiest, and visits, the newest. */
const looked = 50;

/** Looks for the names among what anybody may see. */
export async function exampleNames(
  { desk, entries, visits }: Pick<DeskService, 'desk' | 'entries' | 'visits'>,
  now: Date,
): Promise<Partial<ExampleNames>> {
  const scope = scopeOf({ desk }, 'reader', now, 'shared');
  const order = 'published-newest';
  const [weightiest, briefs, stops, disputed] = await Promise.all([
    entries.first(scope, { type: 'fact', order: 'weight' }, looked),
    entries.first(scope, { type: 'brief', order }, 1),
    visits.list(scope, {}, { limit: looked, offset: 0 }),
    entries.first(scope, { type: 'fact', standing: 'disputed', order }, 1),
  ]);
  const { people, topics } = desk.definition;
  const region = desk.definition.countries.filter(({ covered }) => covered);
  const facts = weightiest.map(({ body }) => body).filter(isFact);
  const made = stops.map(({ body }) => body).filter(isFact);
  const country = mostNamed(
    region,
    facts.flatMap(({ countries }) => countries),
  );
  const names: Record<keyof ExampleNames, string | undefined> = {
    country: country?.name,
    neighbour: mostNamed(
      region.filter((one) => one !== country),
      facts.flatMap(({ countries }) => countries),
    )?.name,
    otherwise: country?.spellings.find((spelling) => /[^\p{ASCII}]/u.test(spelling)),
    person: mostNamed(
      people,
      facts.flatMap((fact) => fact.people),
    )?.name,
    topic: mostNamed(
      topics,
      facts.flatMap((fact) => fact.topics),
    )?.name,
    year: yearOf(weightiest[0]),
    words: facts[0] && tellingWords(facts[0].title),
    visited: mostNamed(
      region,
      made.flatMap(({ countries }) => countries),
    )?.name,
    visitor: mostNamed(
      people,
      made.flatMap(({ visit }) => visit?.visitor ?? []),
    )?.name,
    visits: yearOf(stops.at(-1)),
    fact: facts[0]?.id,
    article: briefs[0]?.body.id,
    disputed: disputed.length > 0 ? 'disputed' : undefined,
  };
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined));
}

const isFact = (body: EntryBody): body is Extract<EntryBody, Fact> => body.type === 'fact';

/** The item of the list that stands most often among the ids; of several the first of them. */
function mostNamed<T extends { id: string }>(list: readonly T[], ids: readonly string[]): T | undefined {
  const counts = Map.groupBy(ids, (id) => id);
  const [most] = [...counts]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([id]) => id)
    .filter((id) => list.some((one) => one.id === id));
  return list.find(({ id }) => id === most);
}

const yearOf = (entry: StoredEntry | undefined): string | undefined => entry?.earliest?.slice(0, 4);

/** The two longest words, in their order. */
function tellingWords(title: string): string {
  const words = title.match(/[\p{L}\p{N}]{4,}/gu) ?? [title];
  const longest = new Set(words.toSorted((a, b) => b.length - a.length).slice(0, 2));
  return [...longest].toSorted((a, b) => words.indexOf(a) - words.indexOf(b)).join(' ');
}

/** The command with the examples that the desk can give, names put in. */
export function withExamples<C extends Pick<CommandShape, 'examples'>>(
  command: C,
  names: Partial<ExampleNames>,
): C {
  const known: Readonly<Record<string, string>> = names;
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name) => known[name] ?? '');
  const examples = command.examples
    .filter(({ line, about, needs }) =>
      [...`${line}${about}`.matchAll(/\{(\w+)\}/g), ['', needs ?? ''] as const].every(
        ([, name = '']) => name === '' || name in known,
      ),
    )
    .map(({ line, about }) => ({ line: fill(line), about: fill(about) }));
  return { ...command, examples };
}
