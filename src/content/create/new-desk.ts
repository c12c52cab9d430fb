import anyAscii from 'any-ascii';
import { type DeskDefinition, deskSchema, isLanguage } from '../../domain/desk.ts';
import { appCommandIds } from '../../domain/ports/answerer.ts';
import { normalise } from '../../search/names/phonetic-key.ts';
import { citiesOf, countrySpellings, type WorldCountry, worldCountry } from './world.ts';

export interface DeskWishes {
  /** As readers see it. */
  name: string;
  /** ISO 3166-1 alpha-2 codes of the region. */
  countries: readonly string[];
  /** Codes of further countries whose dealings with the region are followed. */
  counterparts: readonly string[];
  /** IANA name; missing: that of the first country's capital. */
  zone?: string;
  /** IANA name of the zone of a large city, if it is known. */
  zoneOfCity(city: string): string | undefined;
  /** Languages whose names of the countries are read, as codes such as `sw`; English always is. */
  languages: readonly string[];
  /** What whoever makes the desk calls the countries, in whatever language. */
  called?: readonly { code: string; name: string }[];
  /** Besides the usual ones. */
  topics?: readonly { name: string; spellings: readonly string[] }[];
  /** Further spellings of topics, places, countries and offices, by their names. */
  words?: readonly { name: string; spellings: readonly string[] }[];
  people?: readonly { name: string; country?: string }[] | undefined;
  /** Besides the capitals and cities that are known. */
  places?: readonly { name: string; country: string }[] | undefined;
}

/** Whose months and weekdays are read. */
const mostLanguages = 20;

/** Slack and Discord take 32 characters for the name of a command. */
const longestCommand = 32;

/** `spelt`: whose spellings each of the wished words became. */
interface NewDesk {
  definition: DeskDefinition;
  spelt: { name: string; typed: string; spellings: readonly string[] }[];
}

/** The definition of a desk with no people and no entries, or what to write otherwise. */
export function newDesk(wishes: DeskWishes): NewDesk | { fault: string } {
  const name = wishes.name.trim();
  const id = slug(name, longestCommand);
  if (id === '' || appCommandIds.includes(id))
    return {
      fault: `${name === '' ? 'the region needs a name' : `"${name}" gives no slash command`}; write one such as "Horn of Africa"`,
    };
  const covered = wishes.countries.map(worldCountry);
  const others = wishes.counterparts.filter((code) => !wishes.countries.includes(code)).map(worldCountry);
  const [first] = covered;
  if (!first) return { fault: 'name at least one country' };
  const names = covered.map((country) => country.name);
  const checked = deskSchema.safeParse({
    id,
    name,
    about: shortened(
      `${new Intl.ListFormat('en-GB').format(names)}, and their dealings with other countries.`,
    ),
    zone: wishes.zone ?? usualZone(first, wishes.zoneOfCity),
    owner: shortened(`${name} desk`, 80),
    languages: wishes.languages.filter(isLanguage).slice(0, mostLanguages),
    review: 'one-until-second',
    shelf: { status: 365, plan: 120 },
    topics: topicsOf(wishes.topics ?? []),
    countries: ownSpellings([
      ...covered.map((country) => countryItem(country, true, wishes)),
      ...others.map((country) => countryItem(country, false, wishes)),
    ]),
    offices: [...covered, ...others].flatMap(officesOf),
    people: ownIds(wishes.people ?? []),
    places: ownIds([...covered.flatMap(placesOf), ...(wishes.places ?? [])]),
  });
  if (checked.success) return spelt(checked.data, wishes.words ?? []);
  const [issue] = checked.error.issues;
  return { fault: `${issue?.path.join('.')}: ${issue?.message}` };
}

/** The definition with what else its names are called, or what is wrong with that. */
function spelt(
  definition: DeskDefinition,
  words: NonNullable<DeskWishes['words']>,
): NewDesk | { fault: string } {
  const { topics, places, countries, offices } = definition;
  const all = [...topics, ...places, ...countries, ...offices];
  const isKnown = (text: string) =>
    all.some((one) => [one.name, ...one.spellings].some((own) => normalise(own) === normalise(text)));
  const spelt: NewDesk['spelt'] = [];
  for (const { name, spellings } of words) {
    const named = all.filter((one) =>
      [one.name, ...one.spellings].some((own) => normalise(own) === normalise(name)),
    );
    const [only] = named.filter((one) => normalise(one.name) === normalise(name)).concat(named);
    if (!only)
      return { fault: `no topic or city is called "${name}"; write ${asWords(name, spellings, isKnown)}` };
    if (spellings.length === 0)
      return { fault: `write what "${name}" is called after a colon, such as ${only.name}: …` };
    only.spellings = [...new Set([...only.spellings, ...spellings])];
    spelt.push({ name: only.name, typed: name, spellings });
  }
  const checked = deskSchema.safeParse(definition);
  return checked.success
    ? { definition, spelt }
    : { fault: checked.error.issues[0]?.message ?? 'too many words' };
}

/** How to write words whose name is none: with a colon behind it, or the other way round. */
function asWords(name: string, spellings: readonly string[], isKnown: (text: string) => boolean): string {
  const turned = spellings.find(isKnown);
  if (turned !== undefined) return `"${turned}: ${name}"`;
  const words = name.split(/[\s–—-]+/);
  const ends = words.map((_, at) => words.length - 1 - at);
  const end = ends.find((at) => at > 0 && isKnown(words.slice(0, at).join(' ')));
  if (end === undefined)
    return 'a name of the list, a colon and its words, such as "Elections: elecciones, comicios"';
  return `"${words.slice(0, end).join(' ')}: ${words.slice(end).join(' ')}"`;
}

/** `horn-of-africa`; letters of other scripts become Latin ones. */
function slug(text: string, longest = 64): string {
  const plain = anyAscii(text.normalize('NFC')).toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, longest)
    .replace(/-$/, '');
}

const shortened = (text: string, longest = 300) =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;

/**
 * The zone of a city of the country; undefined where the country has several and the city is not its capital. IANA
 * calls few zones after a city such as Georgetown.
 */
export function zoneWithin(
  code: string,
  city: string,
  zoneOfCity: DeskWishes['zoneOfCity'],
): string | undefined {
  const country = worldCountry(code);
  const [first, ...others] = country.zones.map(clockOf);
  const isCapital = normalise(city) === normalise(country.capital ?? country.name);
  return isCapital || others.every((clock) => clock === first) ? usualZone(country, zoneOfCity) : undefined;
}

/** The zone of the capital; where that is not known, one whose clock most zones of the country share. */
function usualZone(
  { name, capital = name, zones }: WorldCountry,
  zoneOfCity: DeskWishes['zoneOfCity'],
): string {
  const supported = new Set(Intl.supportedValuesOf('timeZone'));
  const known = zones.filter((zone) => supported.has(zone));
  const ofCapital = known.find((zone) => normalise(zone.split('/').at(-1) ?? '') === normalise(capital));
  const clocks = Map.groupBy(known, clockOf);
  const city = clocks.size > 1 ? zoneOfCity(capital) : undefined;
  // Another country may have a city of that name.
  const ofCity = city !== undefined && clocks.has(clockOf(city)) ? city : undefined;
  const [usual] = [...clocks.values()].sort((a, b) => b.length - a.length);
  return ofCapital ?? ofCity ?? usual?.[0] ?? 'UTC';
}

/** The hour in the zone on a day of winter and on one of summer. */
const clockOf = (timeZone: string) =>
  ['2026-01-15T00:00Z', '2026-07-15T00:00Z']
    .map((at) => new Date(at).toLocaleString('en-GB', { timeZone }))
    .join();

function countryItem({ code, name }: WorldCountry, covered: boolean, { languages, called = [] }: DeskWishes) {
  const known = countrySpellings(code, languages);
  const taken = new Set([code, name, ...known].map(normalise));
  const also = called.filter((one) => one.code === code && !taken.has(normalise(one.name)));
  return { id: code, name, covered, spellings: [...known, ...new Set(also.map((one) => one.name))] };
}

/** A spelling that two countries share would be no country's; it stays with neither, unless it is one's name. */
function ownSpellings<T extends { name: string; spellings: string[] }>(items: readonly T[]): T[] {
  const folded = (text: string) =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  const owners = new Map<string, Set<T>>();
  for (const item of items)
    for (const text of [item.name, ...item.spellings])
      owners.set(folded(text), (owners.get(folded(text)) ?? new Set()).add(item));
  return items.map((item) => ({
    ...item,
    spellings: item.spellings.filter((text) => owners.get(folded(text))?.size === 1),
  }));
}

/** Whoever holds them is for the desk to add. */
function officesOf({ code, name }: WorldCountry) {
  const office = (title: string, ...also: string[]) => ({
    id: slug(`${title} ${name}`),
    name: `${title} of ${name}`,
    country: code,
    spellings: also.map((one) => `${one} of ${name}`),
  });
  return [
    office('Head of state', 'President'),
    office('Head of government', 'Prime Minister'),
    office('Foreign minister', 'Minister of Foreign Affairs'),
  ];
}

const placesOf = ({ code }: WorldCountry) => citiesOf(code).map((name) => ({ name, country: code }));

/** Each with an id of its name; a name that is there already is left out, as is one that makes no id. */
function ownIds<T extends { name: string }>(items: readonly T[]): (T & { id: string })[] {
  const byId = new Map(items.toReversed().map((item) => [slug(item.name), { ...item, id: slug(item.name) }]));
  byId.delete('');
  return [...byId.values()].toReversed();
}

/** The usual ones and further ones. What is a topic of its own is no word for another one. */
function topicsOf(further: NonNullable<DeskWishes['topics']>) {
  const usual = usualTopics.map(([name, ...spellings]) => ({ name: name as string, spellings }));
  const own = new Set(further.map(({ name }) => normalise(name)));
  const rest = usual.map(({ name, spellings }) => ({
    name,
    spellings: spellings.filter((spelling) => !own.has(normalise(spelling))),
  }));
  return ownIds([
    ...rest,
    ...further.map(({ name, spellings }) => ({ name, spellings: [...new Set(spellings)] })),
  ]);
}

export const usualTopicNames = (): string[] => usualTopics.map(([name]) => name);

/** Each with its spellings. */
const usualTopics = [
  ['Visits', 'visit', 'trip', 'tour', 'travel'],
  ['Summits', 'summit', 'leaders’ meeting'],
  [
    'Diplomacy',
    'diplomatic',
    'talks',
    'negotiations',
    'treaty',
    'foreign policy',
    'foreign affairs',
    'bilateral relations',
  ],
  ['Trade', 'commerce', 'export', 'exports', 'import', 'imports', 'tariff', 'tariffs'],
  ['Economy', 'economic', 'inflation', 'budget', 'central bank', 'currency'],
  ['Investment', 'investments', 'investor', 'investors', 'finance', 'loan', 'loans'],
  ['Energy', 'oil', 'gas', 'petroleum', 'pipeline', 'electricity', 'nuclear power'],
  ['Minerals', 'mining', 'critical minerals', 'raw materials'],
  [
    'Transport',
    'railway',
    'railways',
    'road',
    'roads',
    'port',
    'ports',
    'airport',
    'airline',
    'flights',
    'corridor',
    'logistics',
  ],
  [
    'Security',
    'defence',
    'defense',
    'military',
    'army',
    'troops',
    'police',
    'ceasefire',
    'border',
    'borders',
    'terrorism',
  ],
  ['Elections', 'election', 'vote', 'voting', 'ballot', 'referendum'],
  ['Politics', 'domestic politics', 'parliament', 'constitution', 'opposition', 'protest', 'protests'],
  ['Human rights', 'rights', 'press freedom', 'detention'],
  ['Migration', 'immigration', 'migrants', 'refugees', 'visa', 'visas'],
  ['Environment', 'climate', 'climate change', 'water', 'drought', 'flood', 'floods'],
  ['Technology', 'digital', 'artificial intelligence', 'telecoms'],
] as const;
