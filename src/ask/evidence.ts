import { familyName } from '../domain/answer/entry-row.ts';
import { knownDate } from '../domain/dates/date-range.ts';
import { countryName, type Desk, nameOf } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { termsOf } from '../domain/sources/coverage.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import type { Plan } from './plan.ts';
import { holdsWord, says, unhyphenated, wordsIn } from './said.ts';
import { narrowed } from './visits/stops.ts';

/** An entry with the words that it says. */
export interface Evidence {
  entry: StoredEntry;
  words: string[];
  stems: Set<string>;
  /** Parts of the question that it does not hold. */
  missing: string[];
  /** How many of the question's own words it holds. */
  held: number;
}

/** What an entry says, in the order in which an answer quotes it. */
export function textsOf(body: EntryBody): string[] {
  if (body.type === 'fact')
    return [
      body.statement,
      body.note ?? '',
      ...body.disagreements.map(({ about, says }) => `On ${about}: ${says}`),
    ].filter(Boolean);
  return [...body.points, ...body.argues, ...body.reports];
}

/** Compares entries with a plan. */
export function weigh(entry: StoredEntry, plan: Plan, desk: Desk): Evidence {
  const { body } = entry;
  const all = [
    body.title,
    ...textsOf(body).map(withoutAccord),
    body.type === 'brief' ? body.summary : '',
    ...authorsOf(body, desk),
  ];
  const organisations = body.organisations.map((id) => nameOf(desk, 'organisations', id));
  const places = body.places.map((id) => nameOf(desk, 'places', id));
  // `make peace` is not said by who joins a Board of Peace.
  const unnamed = (text: string) =>
    organisations
      .filter((name) => name.includes(' of '))
      .reduce((rest, name) => rest.replaceAll(name, ' '), text.replace(/\s+/g, ' '));
  const words = [
    ...new Set(
      [...all.map(unnamed), ...organisations.filter((name) => !name.includes(' of ')), ...places].flatMap(
        wordsIn,
      ),
    ),
  ];
  const stems = new Set(words.flatMap(stemOf));
  const text = ` ${words.join(' ')} `;
  for (const joined of all.flatMap(unhyphenated)) words.push(joined);
  for (const joined of words) for (const stem of stemOf(joined)) stems.add(stem);
  // A statement is on the countries that it says, whether it lists them or not.
  const stated = ` ${wordsIn(body.type === 'fact' ? `${body.title} ${body.statement}` : '').join(' ')} `;
  const isName = (word: string) => familiesOf(desk).has(word);
  const missing: string[] = [];
  let held = 0;
  const need = (label: string, is: boolean) => {
    if (is) held += 1;
    else missing.push(label);
  };
  for (const ids of plan.persons)
    need(
      nameOf(desk, 'people', ids[0] ?? ''),
      ids.some(
        (id) =>
          body.people.includes(id) ||
          isAuthor(id, body, desk) ||
          (says(text, familyOf(desk, id)) && !isOfNamesake(body, ids, desk)),
      ),
    );
  for (const { id } of plan.countries)
    need(
      id,
      body.countries.includes(id) ||
        body.places.some((place) => countryOfPlace(desk, place) === id) ||
        (body.type === 'fact' && says(stated, countryName(desk, id))),
    );
  for (const place of plan.places)
    need(place.label, body.places.includes(place.id) || says(text, place.label));
  const isCountry = (word: string) =>
    desk.definition.countries.some(({ name }) => name.split(' ').includes(word));
  for (const offices of plan.offices) {
    const own = narrowed(offices, plan, desk);
    // The president of one country is not told of by what says “president” of another.
    const said = desk.definition.offices.some(
      ({ id, name, country }) =>
        own.includes(id) &&
        (!country || body.countries.includes(country)) &&
        name
          .split(' ')
          .some(
            (word) => word.length > 5 && !isCountry(word) && stems.has(stemOf(word.toLowerCase())[0] ?? ''),
          ),
    );
    need(nameOf(desk, 'offices', own[0] ?? ''), said || holdsOffice(body, own, desk));
  }
  if (plan.region)
    need(
      desk.definition.name,
      body.countries.some((id) => desk.definition.countries.some((one) => one.id === id && one.covered)),
    );
  // A brief says much: what was asked must stand together in one of its points.
  const units = body.type === 'brief' ? [body.title, ...textsOf(body)].map(wordsIn) : [];
  const namesAll = (unit: readonly string[]) =>
    plan.countries.every(({ id }) => says(` ${unit.join(' ')} `, countryName(desk, id)));
  const together = units.some(
    (unit) =>
      (!isPassing(body, plan) || namesAll(unit)) &&
      plan.content.every((content) =>
        holdsWord(
          content,
          { ...body, topics: [], organisations: [] },
          unit,
          new Set(unit.flatMap(stemOf)),
          isName,
        ),
      ),
  );
  const isWide = plan.content.length > 1 || isPassing(body, plan);
  if (body.type === 'brief' && isWide && !together) missing.push('together');
  if (
    plan.cues.has('opinion') &&
    !plan.cues.has('view') &&
    plan.persons.length > 0 &&
    !plan.persons.some((ids) => speaks(ids, body, desk))
  )
    missing.push('said');
  // What officials say is not what somebody writes.
  const ofOfficials = plan.cues.has('opinion') && plan.cues.has('official') && !plan.cues.has('view');
  if (ofOfficials && plan.persons.length === 0 && isView(body, desk)) missing.push('said');
  if (plan.nth) need(ordinals[plan.nth] ?? '', words.includes(ordinals[plan.nth] ?? ''));
  const itself = isPassing(body, plan)
    ? [body.title, ...textsOf(body)].map(unnamed).flatMap(wordsIn)
    : undefined;
  // What somebody makes of it tells of no act: `a sign of closer ties` signs nothing.
  const literal = isAccount(body, desk);
  for (const content of plan.content)
    need(
      content.word,
      itself
        ? holdsWord({ ...content, topics: [] }, body, itself, new Set(itself.flatMap(stemOf)), isName)
        : holdsWord({ ...content, literal }, body, words, stems, isName),
    );
  return { entry, words, stems, missing, held };
}

/** Of sources that agree nobody has agreed. */
const withoutAccord = (text: string): string =>
  text.replace(/\b(?:all|both|it|they|sources|press|register) (?:agrees?|differs?)\b/gi, ' ');

/** An entry of somebody else with the family name of those asked for. */
export function isOfNamesake(body: EntryBody, ids: readonly string[], desk: Desk): boolean {
  if (ids.some((id) => body.people.includes(id))) return false;
  const families = new Set(ids.map((id) => familyOf(desk, id)));
  return body.people.some((id) => families.has(familyOf(desk, id)));
}

/** Asked of several countries, an entry on more of them, or a view that was not asked for, must say itself what is asked. */
function isPassing(body: EntryBody, { countries, cues }: Plan): boolean {
  if (countries.length < 2) return false;
  const isView = body.type === 'fact' && (body.standing === 'opinion' || body.standing === 'speculation');
  return body.countries.length > countries.length || (isView && !cues.has('opinion') && !cues.has('view'));
}

/** `second term`: a count that no register answers is a word of the entry. */
const ordinals: Readonly<Record<number, string>> = { 2: 'second', 3: 'third' };

const families = new WeakMap<object, ReadonlySet<string>>();

/** The last words of persons' names: a word that resembles one is another's, as the feminine form is. */
function familiesOf({ definition }: Desk): ReadonlySet<string> {
  const made =
    families.get(definition) ??
    new Set(definition.people.map(({ name }) => normalise(name).split(' ').at(-1) ?? ''));
  families.set(definition, made);
  return made;
}

/** Whether one of these wrote it, or is said to have said something. */
function speaks(ids: readonly string[], body: EntryBody, desk: Desk): boolean {
  return ids.some((id) => {
    const family = familyOf(desk, id);
    const verb =
      /\b(?:said|says|told|tells|announced|promised|called|calls|holds|thinks|writes|wrote|argues|believes|doubts|expects|leaves)\b/;
    // `Smith met Brown, Green writes`: Green says it.
    const ofOthers = (text: string) =>
      text.replace(/(\p{L}+) \p{L}+/gu, (all, name: string) =>
        name !== family && familiesOf(desk).has(normalise(name)) && verb.test(all) ? ' ' : all,
      );
    return (
      isAuthor(id, body, desk) ||
      textsOf(body).some((text) => new RegExp(`${family}[^.]*${verb.source}`).test(ofOthers(text)))
    );
  });
}

/** The last word of the name by which texts call the person. */
export function familyOf({ definition }: Desk, id: string): string {
  const own = definition.people.find((person) => person.id === id);
  return (own ? familyName(own) : id).split(' ').at(-1) ?? id;
}

const countryOfPlace = (desk: Desk, id: string) =>
  desk.definition.places.find((one) => one.id === id)?.country;

const isView = (body: EntryBody, desk: Desk): boolean =>
  body.type === 'brief'
    ? body.author !== undefined
    : body.standing === 'opinion' || body.standing === 'speculation' || isAccount(body, desk);

/** What the author of a source writes, in his own name. */
const isAccount = (body: EntryBody, desk: Desk): boolean =>
  body.type === 'fact' &&
  authorsOf(body, desk).some((name) => body.statement.includes(name.split(' ').at(-1) ?? name));

function authorsOf(body: EntryBody, desk: Desk): string[] {
  const cited = new Set(body.sources.map(({ id }) => id));
  return desk.sources.filter(({ id }) => cited.has(id)).flatMap(({ author }) => author ?? []);
}

function isAuthor(id: string, body: EntryBody, desk: Desk): boolean {
  const name = nameOf(desk, 'people', id);
  return authorsOf(body, desk).includes(name) || (body.type === 'brief' && body.author === name);
}

/** Whether somebody in the entry held one of the offices at its time. */
function holdsOffice(body: EntryBody, offices: readonly string[], desk: Desk): boolean {
  return officersIn(body, offices, desk).length > 0;
}

/** Whether the entry names the person, and not only what is called after them: `Trump's board`. */
export function isSubject(id: string, body: EntryBody, desk: Desk): boolean {
  const family = familyOf(desk, id);
  const texts = [body.title, ...textsOf(body)].join(' ');
  return (
    !texts.includes(family) ||
    texts
      .split(family)
      .slice(1)
      .some((after) => !/^['’]s?\b/.test(after))
  );
}

export function officersIn(body: EntryBody, offices: readonly string[], desk: Desk): string[] {
  const edtf = body.type === 'fact' ? body.dates[0]?.edtf : body.dated;
  const day = edtf ? (knownDate(edtf).earliest ?? body.published) : body.published;
  return body.people.filter((id) =>
    termsOf(desk, id, offices).some(({ from, to }) => from <= day && day <= to),
  );
}
