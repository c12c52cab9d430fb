import { countryName, type Desk, inWords, nameOf } from '../desk.ts';
import type { EntryBody } from '../entry.ts';

/**
 * Selects a desk's entries, stored as it was read: later ways of reading a line change no standing order. An entry needs
 * one of each list that has any; an empty or missing one selects all.
 */
export interface Filter {
  topics: string[];
  countries: string[];
  people?: string[] | undefined;
  organisations?: string[] | undefined;
  /** Folded words or phrases of which the entry has one; see `foldWords`. */
  words?: string[] | undefined;
  /** Folded words or phrases of which it has none. */
  without?: string[] | undefined;
  /** 1 to 5. */
  minWeight?: number | undefined;
  noOpinions?: true | undefined;
}

export const everything: Filter = { topics: [], countries: [] };

type List = 'topics' | 'countries' | 'people' | 'organisations' | 'words' | 'without';

/** What keeps entries out, in the order in which it is asked. */
export const filterParts = [
  'topic',
  'country',
  'person',
  'organisation',
  'weight',
  'opinion',
  'word',
  'without',
] as const;
export type FilterPart = (typeof filterParts)[number];

/** Equal for equal filters, whatever their order. */
export function filterKey(filter: Filter): string {
  const { topics, countries, minWeight, noOpinions } = filter;
  const sorted = (list: readonly string[] = []) => [...new Set(list)].sort();
  const further = (['people', 'organisations', 'words', 'without'] as const).map((list) =>
    sorted(filter[list]),
  );
  const narrows = further.some((list) => list.length > 0) || minWeight !== undefined || noOpinions;
  const key = [sorted(topics), sorted(countries)];
  return JSON.stringify(narrows ? [...key, ...further, minWeight ?? 0, noOpinions ?? false] : key);
}

export const isEverything = (filter: Filter): boolean => filterKey(filter) === filterKey(everything);

/** Lower case, without accents and signs, words apart by one space. */
export function foldWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What keeps the entry out of the filter; undefined: it matches. */
export function unmatched(filter: Filter, body: EntryBody): FilterPart | undefined {
  const named = unnamed(filter, { ...body, people: peopleOf(body) });
  if (named) return named;
  if (body.weight < (filter.minWeight ?? 0)) return 'weight';
  if (filter.noOpinions && isOpinion(body)) return 'opinion';
  return unworded(filter, () => textOf(body));
}

type Named = Pick<EntryBody, 'topics' | 'countries' | 'people' | 'organisations'>;

/** Whether the filter wants a text about these, which has no weight and is no entry. */
export const matchesText = (filter: Filter, about: Named, text: string): boolean =>
  (unnamed(filter, about) ?? unworded(filter, () => text)) === undefined;

function unnamed(filter: Filter, about: Named): FilterPart | undefined {
  const { topics, countries, people = [], organisations = [] } = filter;
  const lacks = (wanted: readonly string[], held: readonly string[]) =>
    wanted.length > 0 && !held.some((one) => wanted.includes(one));
  if (lacks(topics, about.topics)) return 'topic';
  if (lacks(countries, about.countries)) return 'country';
  if (lacks(people, about.people)) return 'person';
  return lacks(organisations, about.organisations) ? 'organisation' : undefined;
}

function unworded({ words = [], without = [] }: Filter, textOf: () => string): FilterPart | undefined {
  if (words.length + without.length === 0) return undefined;
  const text = ` ${foldWords(textOf())} `;
  const has = (phrase: string) => holdsPhrase(text, phrase);
  if (words.length > 0 && !words.some(has)) return 'word';
  return without.some(has) ? 'without' : undefined;
}

/** Whether a folded text, between spaces, has the phrase; a word also finds its plural. */
export const holdsPhrase = (text: string, phrase: string): boolean =>
  [' ', 's ', 'es '].some((end) => text.includes(` ${phrase}${end}`));

export function matchesFilter(filter: Filter, body: EntryBody): boolean {
  return unmatched(filter, body) === undefined;
}

const peopleOf = (body: EntryBody): string[] =>
  body.type === 'fact' && body.visit ? [...body.people, body.visit.visitor] : body.people;

const isOpinion = (body: EntryBody): boolean =>
  body.type === 'brief'
    ? body.kind === 'opinion'
    : body.kind === 'view' || body.standing === 'opinion' || body.standing === 'speculation';

const textOf = (body: EntryBody): string =>
  body.type === 'brief'
    ? [body.title, body.summary, ...body.points].join(' . ')
    : [body.title, body.statement].join(' . ');

/** Names in a part of the filter. */
export function namesIn(filter: Filter, list: List, desk: Desk): string[] {
  const all = filter[list] ?? [];
  switch (list) {
    case 'countries':
      return all.map((id) => countryName(desk, id));
    case 'words':
    case 'without':
      return all.map((word) => `“${word}”`);
    default:
      return all.map((id) => nameOf(desk, list, id));
  }
}

/** `Energy or Trade, about Kenya, with “visa”, weight 4 or more`; `everything` if nothing narrows it. */
export function filterWords(filter: Filter, desk: Desk): string {
  const any = (list: List, lead = '') => {
    const names = namesIn(filter, list, desk);
    return names.length > 0 ? [`${lead}${inWords(names, 'or')}`] : [];
  };
  const parts = [
    ...any('topics'),
    ...any('countries', 'about '),
    ...any('people', 'on '),
    ...any('organisations', 'on '),
    ...any('words', 'with '),
    ...any('without', 'without '),
    ...(filter.minWeight === undefined ? [] : [`weight ${filter.minWeight} or more`]),
    ...(filter.noOpinions ? ['no opinions'] : []),
  ];
  return parts.join(', ') || 'everything';
}

/** Ids and words that a filter selects, for the name of its digest. */
export const selectedNames = (filter: Filter): string[] =>
  (['topics', 'countries', 'people', 'organisations', 'words'] as const).flatMap((list) =>
    (filter[list] ?? []).toSorted(),
  );
