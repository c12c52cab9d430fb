import type { DeskDefinition } from '../domain/desk.ts';
import type { NameIndex } from '../domain/ports/names.ts';
import { isTitle } from '../search/names/countries.ts';
import { countriesNamed } from '../search/names/in-text.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { countryNames, isEveryday, placesOfTheWorld } from '../search/names/world.ts';

/** A name that headlines repeat and that the desk does not know. */
export interface UnknownName {
  name: string;
  /** Headlines that have it. */
  times: number;
  /** Countries of the desk that have a place of this name. */
  placeIn: string[];
  /** The country of the desk that most of its headlines name. */
  country?: string;
}

/** Names that are offered; a person reads no longer list. */
const mostOffered = 12;
/** Headlines that are looked at. */
const mostTitles = 5000;
const longestTitle = 300;
const mostWordsInName = 4;

/** The names of people and places that headlines repeat, most frequent first. Only scripts with capitals tell them. */
export function unknownNames(
  titles: readonly string[],
  names: NameIndex,
  definition: DeskDefinition,
): UnknownName[] {
  const covered = definition.countries.filter((country) => country.covered).map(({ id }) => id);
  const found = new Map<string, { name: string; titles: Set<string> }>();
  for (const title of titles.slice(0, mostTitles).map((one) => one.slice(0, longestTitle)))
    for (const name of namesIn(title)) {
      const key = normalise(name);
      const known = found.get(key) ?? { name, titles: new Set() };
      known.titles.add(title);
      found.set(key, known);
    }
  joinFamilyNames(found);
  const ofTheWorld = countryNames(new Set(['en']));
  const isNew = ([key, { name }]: [string, { name: string }]) =>
    !ofTheWorld.has(key) &&
    names.exact(name, ['country', 'person', 'place', 'organisation', 'topic', 'office']).length === 0;
  return [...found]
    .filter(([, { titles: all }]) => all.size > 1)
    .filter(isNew)
    .sort(([, a], [, b]) => b.titles.size - a.titles.size || a.name.localeCompare(b.name))
    .slice(0, mostOffered)
    .map(([, { name, titles: all }]) => {
      const country = countryOf([...all], names, definition);
      const placeIn = placesOfTheWorld(name).filter((code) => covered.includes(code));
      return { name, times: all.size, placeIn, ...(country && { country }) };
    });
}

const wordPattern = /[\p{L}\p{M}]+(?:['’.-][\p{L}\p{M}]+)*/gu;
const calendar =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)$/;

/** Runs of words with capitals; where all words have them, everyday words end a run. */
function namesIn(title: string): Set<string> {
  const words = [...title.matchAll(wordPattern)].map(({ 0: text, index }) => ({
    text: text.replace(/['’]s$/, ''),
    from: index,
    to: index + text.length,
  }));
  const long = words.filter(({ text }) => text.length > 3);
  const capitals = long.filter(({ text }) => /^\p{Lu}/u.test(text)).length;
  const isAllCapitals = capitals > 0.7 * long.length;
  const runs: string[][] = [];
  let last: number | undefined;
  words.forEach(({ text, from, to }, at) => {
    const ends =
      calendar.test(text) || isTitle(normalise(text)) || ((isAllCapitals || at === 0) && isEveryday(text));
    if (!/^\p{Lu}/u.test(text) || ends) {
      last = undefined;
      return;
    }
    const goesOn = last !== undefined && title.slice(last, from) === ' ';
    if (goesOn) runs.at(-1)?.push(text);
    else runs.push([text]);
    last = title.slice(to - 2, to).match(/['’]s$/) ? undefined : to;
  });
  return new Set(
    runs
      .filter((run) => run.length <= mostWordsInName && !run.every((word) => isEveryday(word)))
      .map((run) => run.join(' '))
      .filter((name) => name.length > 3),
  );
}

/** `Ruto` counts as William Ruto, where nobody else of that name is found. */
function joinFamilyNames(found: Map<string, { name: string; titles: Set<string> }>): void {
  for (const [key, { titles }] of found) {
    if (key.includes(' ')) continue;
    const whole = [...found].filter(([other]) => other.endsWith(` ${key}`));
    const [only] = whole;
    if (whole.length !== 1 || !only) continue;
    for (const title of titles) only[1].titles.add(title);
    found.delete(key);
  }
}

function countryOf(
  titles: readonly string[],
  names: NameIndex,
  definition: DeskDefinition,
): string | undefined {
  const times = new Map<string, number>();
  for (const title of titles)
    for (const code of countriesNamed(title, definition, names)) times.set(code, (times.get(code) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0];
}
