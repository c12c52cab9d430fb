import { distance } from 'fastest-levenshtein';
import { knownDate } from '../domain/dates/date-range.ts';
import { type Desk, nameOf } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { termsOf } from '../domain/sources/coverage.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import { isEveryday } from '../search/names/world.ts';
import type { ContentWord, Plan } from './plan.ts';
import { synonyms } from './read/lexicon.ts';
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
    ...textsOf(body),
    body.type === 'brief' ? body.summary : '',
    body.why ?? '',
    ...authorsOf(body, desk),
  ];
  const names = [
    ...body.organisations.map((id) => nameOf(desk, 'organisations', id)),
    ...body.places.map((id) => nameOf(desk, 'places', id)),
  ];
  const words = [
    ...new Set([...all, ...names].flatMap((text) => normalise(text.replace(/[’']s\b/g, '')).split(' '))),
  ];
  const stems = new Set(words.flatMap(stemOf));
  const text = ` ${words.join(' ')} `;
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
        (id) => body.people.includes(id) || isAuthor(id, body, desk) || says(text, familyOf(desk, id)),
      ),
    );
  for (const { id } of plan.countries)
    need(id, body.countries.includes(id) || body.places.some((place) => countryOfPlace(desk, place) === id));
  for (const place of plan.places)
    need(place.label, body.places.includes(place.id) || says(text, place.label));
  for (const offices of plan.offices) {
    const own = narrowed(offices, plan, desk);
    const said = own.some((id) =>
      nameOf(desk, 'offices', id)
        .split(' ')
        .some((word) => word.length > 5 && stems.has(stemOf(word.toLowerCase())[0] ?? '')),
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
  const together = units.some((unit) =>
    plan.content.every((content) =>
      holdsWord(content, { ...body, topics: [], organisations: [] }, unit, new Set(unit.flatMap(stemOf))),
    ),
  );
  if (body.type === 'brief' && plan.content.length > 1 && !together) missing.push('together');
  if (
    plan.cues.has('opinion') &&
    plan.persons.length > 0 &&
    !plan.persons.some((ids) => speaks(ids, body, desk))
  )
    missing.push('said');
  for (const content of plan.content) need(content.word, holdsWord(content, body, words, stems));
  return { entry, words, stems, missing, held };
}

export function holdsWord(
  { word, topics, organisations }: ContentWord,
  body: EntryBody,
  words: readonly string[],
  stems: ReadonlySet<string>,
): boolean {
  if (organisations.some((id) => body.organisations.includes(id))) return true;
  const parts = normalise(word)
    .split(' ')
    .filter((part) => stemOf(part).length > 0 || /\d/.test(part));
  const said =
    parts.length > 0 &&
    parts.every(
      (part) =>
        formsOf(part).some((form) => stems.has(form)) ||
        words.some((own) => isForm(part, own)) ||
        isCompound(part, words),
    );
  return said || topics.some((id) => body.topics.includes(id));
}

const formsOf = (part: string): string[] =>
  [part, ...(synonyms.get(part) ?? [])].flatMap((one) => normalise(one).split(' ').flatMap(stemOf));

/** `goldmine` for gold mine. */
function isCompound(part: string, words: readonly string[]): boolean {
  if (part.length < 7) return false;
  return words.some(
    (own) =>
      own.length > 2 &&
      part.startsWith(own) &&
      part.length - own.length > 2 &&
      words.includes(part.slice(own.length)),
  );
}

/** `agreed` and `agreement`; a slip of the finger where the word is no other word. */
function isForm(part: string, own: string): boolean {
  if (part === own) return true;
  if (part.length < 5 || own.length < 5) return false;
  const shared = sharedStart(part, own);
  if (
    shared >= 5 &&
    shared >= Math.max(part.length, own.length) - 4 &&
    Math.abs(part.length - own.length) <= 4
  )
    return shared >= Math.min(part.length, own.length) - 2;
  if (part[0] !== own[0] || (isEveryday(part) && part.length < 8)) return false;
  return distance(part, own) <= (Math.min(part.length, own.length) < 7 || isEveryday(part) ? 1 : 2);
}

function sharedStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

const wordsIn = (text: string) => normalise(text.replace(/[’']s\b/g, '')).split(' ');

/** Whether one of these wrote it, or is said to have said something. */
function speaks(ids: readonly string[], body: EntryBody, desk: Desk): boolean {
  return ids.some((id) => {
    const family = familyOf(desk, id);
    const verb =
      /\b(?:said|says|told|tells|announced|promised|called|calls|holds|thinks|writes|wrote|argues|believes|doubts|expects|leaves)\b/;
    return (
      isAuthor(id, body, desk) ||
      textsOf(body).some((text) => new RegExp(`${family}[^.]*${verb.source}`).test(text))
    );
  });
}

const says = (text: string, name: string) =>
  text.includes(` ${normalise(name)} `) ||
  normalise(name)
    .split(' ')
    .every((word) => text.includes(` ${word} `));

const familyOf = (desk: Desk, id: string) => nameOf(desk, 'people', id).split(' ').at(-1) ?? id;

const countryOfPlace = (desk: Desk, id: string) =>
  desk.definition.places.find((one) => one.id === id)?.country;

function authorsOf(body: EntryBody, desk: Desk): string[] {
  const cited = new Set(body.sources.map(({ id }) => id));
  return desk.sources.filter(({ id }) => cited.has(id)).flatMap(({ author }) => author ?? []);
}

function isAuthor(id: string, body: EntryBody, desk: Desk): boolean {
  const name = nameOf(desk, 'people', id);
  return authorsOf(body, desk).includes(name) || (body.type === 'brief' && body.author === name);
}

/** Whether somebody in the entry held one of the offices at its time. */
export function holdsOffice(body: EntryBody, offices: readonly string[], desk: Desk): boolean {
  return officersIn(body, offices, desk).length > 0;
}

export function officersIn(body: EntryBody, offices: readonly string[], desk: Desk): string[] {
  const edtf = body.type === 'fact' ? body.dates[0]?.edtf : body.dated;
  const day = edtf ? (knownDate(edtf).earliest ?? body.published) : body.published;
  return body.people.filter((id) =>
    termsOf(desk, id, offices).some(({ from, to }) => from <= day && day <= to),
  );
}

const segmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

const unknown =
  /\b(?:not known|unknown|not been checked|not checked|no figure|no cause|no result|neither|does not (?:name|say|give)|gives no|do not name|not in the|cannot say)\b/i;

/** The sentences of an entry that say most of what was asked, in their order, as many as fit. */
export function quote({ entry }: Evidence, plan: Plan, desk: Desk, room: number): string {
  const { body } = entry;
  const sentences = textsOf(body).flatMap((text) =>
    [...segmenter.segment(text)].map(({ segment }) => segment.trim()),
  );
  const scored = sentences.map((sentence, at) => ({
    sentence,
    at,
    score: scoreOf(sentence, plan, desk) + (at === 0 ? 1.2 : 0),
  }));
  const chosen: typeof scored = [];
  let left = room;
  for (const one of scored.toSorted((a, b) => b.score - a.score || a.at - b.at)) {
    if (chosen.length > 0 && (one.score < 1 || one.sentence.length > left)) continue;
    chosen.push(one);
    left -= one.sentence.length + 1;
    if (left <= 0) break;
  }
  const text = chosen
    .toSorted((a, b) => a.at - b.at)
    .map(({ sentence }) => sentence)
    .join(' ');
  return text.length <= room + 40
    ? text
    : `${text.slice(0, Math.max(text.lastIndexOf(' ', room), room / 2))} …`;
}

function scoreOf(sentence: string, plan: Plan, desk: Desk): number {
  const words = normalise(sentence.replace(/[’']s\b/g, '')).split(' ');
  const stems = new Set(words.flatMap(stemOf));
  const text = ` ${words.join(' ')} `;
  const body = { topics: [], organisations: [] } as unknown as EntryBody;
  const own = plan.content.filter((content) => holdsWord(content, body, words, stems)).length;
  const persons = plan.persons.filter((ids) => ids.some((id) => says(text, familyOf(desk, id)))).length;
  const places = plan.places.filter(({ label }) => says(text, label)).length;
  const countries = plan.countries.filter(({ id }) =>
    says(text, desk.definition.countries.find((one) => one.id === id)?.name ?? id),
  ).length;
  const numbers = (plan.asked === 'count' || plan.asked === 'amount') && hasNumber(sentence) ? 1.5 : 0;
  const reasons =
    plan.asked === 'why' && /\b(?:because|cause|reason|over|after|due|since|for)\b/.test(sentence) ? 0.75 : 0;
  return (
    reasons + own * 2 + persons + places + countries * 0.5 + numbers + (unknown.test(sentence) ? 0.75 : 0)
  );
}

const numberWords =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|million|billion|half|third)\b/i;

/** A sentence with a number in it that says at least one of the words asked. */
export function countsAsked(body: EntryBody, plan: Plan): boolean {
  // `how many countries are in the union`: its own entry with a number.
  const named =
    plan.content.length > 0 &&
    plan.content.every(({ organisations }) => organisations.some((id) => body.organisations.includes(id)));
  if (named && body.type === 'fact' && body.kind === 'status' && plan.wanted.has('country'))
    return hasNumber(body.statement);
  const nothing = { topics: [], organisations: [] } as unknown as EntryBody;
  return [body.title, ...textsOf(body)]
    .flatMap((text) => [...segmenter.segment(text)].map(({ segment }) => segment))
    .filter(hasNumber)
    .some((sentence) => {
      const words = normalise(sentence).split(' ');
      return plan.content.some((content) =>
        holdsWord(content, nothing, words, new Set(words.flatMap(stemOf))),
      );
    });
}

/** A number that is no year or day of a month. */
export function hasNumber(text: string): boolean {
  const plain = text
    .replace(
      /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?/g,
      ' ',
    )
    .replace(/\b(?:1[89]|20)\d\d\b/g, ' ')
    .replace(/\b[A-Z]\d\+\d\b/g, ' ');
  return /\d/.test(plain) || numberWords.test(plain);
}
