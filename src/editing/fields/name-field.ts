import { countryName, type Desk, inWords, isCovered } from '../../domain/desk.ts';
import { asNew, namesIn, newName } from '../../domain/form.ts';
import { appCommands } from '../../domain/ports/answerer.ts';
import type { EntryCheck, FieldFault } from '../../domain/ports/content.ts';
import {
  type Name,
  type NameIndex,
  type NameKind,
  nameLists,
  type Resolution,
} from '../../domain/ports/names.ts';
import { isNamed, type Listed, type NamedKind, titleOf } from '../../domain/sources/listed.ts';
import { findNames } from '../../search/names/in-text.ts';
import { spellingIn } from '../../search/names/near.ts';
import type { Official } from '../../search/names/officials.ts';
import { normalise } from '../../search/names/phonetic-key.ts';
import { idFrom } from '../derive.ts';
import { type Field, type FieldContext, type Raw, short } from './field.ts';

interface NameField {
  name: string;
  label: string;
  kind: NameKind;
  many: boolean;
  required?: boolean;
  hint?: string;
  /** Where the ids stand; one of `many: false` is a text of its own. */
  key: string;
}

/** Each is compared with all that the desk has. */
const mostNames = 60;

/** Names of the desk, as ids or however they are written; a new one is marked: `Amina Hassan (new: Kenya)`. */
export function nameField({ name, label, kind, many, required = false, hint, key }: NameField): Field {
  return {
    name,
    label,
    key,
    required,
    hint,
    kind: { type: 'name', kinds: [kind], many },
    show(raw) {
      const value = get(raw, key);
      return Array.isArray(value) ? value.join(', ') : String(value ?? '');
    },
    write(raw, text, reading) {
      const parts = namesIn(text);
      if (parts.length > mostNames) return `At most ${mostNames} names at once; this has ${parts.length}.`;
      const had = [get(raw, key) ?? []].flat();
      const found = parts.map((part) => readName(part, kind, reading, had, onlyCountry(raw, reading.desk)));
      const isList = parts.every((part) => isName(newName(part)?.name ?? part));
      const offered = found.map((one, at) => ('offer' in one && one.offer ? one.offer : (parts[at] ?? '')));
      if (isList && offered.join() !== parts.join()) reading.offers.set(name, offered.join(', '));
      const wrong = found.flatMap((one) => ('fault' in one ? [one] : []));
      // What to do is said once for all of them.
      const how = new Set(
        found.flatMap((one, at) =>
          'how' in one && (isList || !isName(parts[at] ?? '')) ? (one.how ?? []) : [],
        ),
      );
      if (wrong.length > 0) return [...wrong.map(({ fault }) => fault), ...how].join(' ');
      const ids = [...new Set(found.flatMap((one) => ('id' in one ? [one.id] : [])))];
      if (!many && ids.length > 1) return `One only: ${inWords(ids, 'or')}.`;
      set(raw, key, many ? ids : ids[0]);
      return undefined;
    },
  };
}

/** The country that an entry is about, where it is one. */
function onlyCountry({ countries }: Raw, desk: Desk): string | undefined {
  const [only, another] = (countries as string[] | undefined) ?? [];
  return only === undefined || another !== undefined ? undefined : countryName(desk, only);
}

/** What the names in a field are called; what is no id of the desk stays as it was typed. */
export const calledIn = (value: string, kinds: readonly NameKind[], { definition }: Desk): string[] =>
  namesIn(value).map((typed) => {
    const same = ({ id }: { id: string }) => id.toLowerCase() === typed.toLowerCase();
    const found = kinds.flatMap((kind) => definition[nameLists[kind]].find(same) ?? [])[0];
    return found?.name ?? typed;
  });

/** `how`: what to do; `offer`: what is written for one that shall be added. */
type NameRead = { id: string } | { fault: string; how?: string; offer?: string };

/**
 * What a name means on the desk; off the house spelling it is read with a notice, and one that fits two is asked about.
 * `usual`: the country of one that the desk lacks, where its name tells none.
 */
export function readName(
  typed: string,
  kind: NameKind,
  reading: FieldContext,
  had: readonly unknown[],
  usual?: string,
): NameRead {
  const { desk, names, notices, added } = reading;
  const marked = newName(typed);
  if (marked) return readNew(marked, kind, reading);
  const listed: readonly { id: string; retraction?: string | undefined }[] = desk.definition[nameLists[kind]];
  const asId = kind === 'country' ? typed.toUpperCase() : typed.toLowerCase();
  const own = listed.find(({ id }) => id === asId);
  if (own?.retraction !== undefined && !had.includes(asId))
    return { fault: `${asId} is retracted: ${own.retraction}` };
  const folded = normalise(typed);
  const isNew = ({ body }: Listed) => body.id === asId || normalise(titleOf(body)) === folded;
  const fresh = added.find((one) => one.kind === kind && isNew(one));
  if (own || fresh) return { id: fresh?.body.id ?? asId };
  const read = names.resolve(typed, [kind]);
  if (read.outcome === 'ambiguous') {
    const meant = inWords(read.candidates.map(labelOf), 'or');
    return { fault: `“${short(typed)}” fits several: ${meant}. Write the one that is meant.` };
  }
  if (read.outcome === 'unknown')
    return asInStatement(typed, kind, reading, had, usual) ?? unknownName(typed, kind, reading, read, usual);
  const { name, via } = read;
  if (!listed.some(({ id }) => id === name.id))
    return { fault: `The desk does not list ${name.label}. ${whoAdds(kind, name.label)}` };
  if (via === 'near' || !names.isPlain(typed, name))
    notices.push(`“${short(typed)}” is read as ${name.label}.`);
  return { id: name.id };
}

/** Of a name that the statement spells a letter or two otherwise, that spelling is offered. */
function asInStatement(
  typed: string,
  kind: NameKind,
  reading: FieldContext,
  had: readonly unknown[],
  usual: string | undefined,
): NameRead | undefined {
  const written = spellingIn(reading.statement, typed);
  const read = written === undefined ? undefined : readName(written, kind, reading, had, usual);
  if (written === undefined || !read) return undefined;
  const offer = 'id' in read ? written : read.offer;
  if (offer === undefined) return undefined;
  const fault = `The desk has no ${kind} “${short(typed)}”. The statement says “${short(written)}”.`;
  return { fault, how: 'Sent again as it stands now, the form takes what the statement says.', offer };
}

/**
 * What is a name and no slip in one of the desk is offered as a new one: sent again, the form adds it. A person or office
 * has two words or more; a place lies where it is known to, or in the only country that is named beside it.
 */
function unknownName(
  typed: string,
  kind: NameKind,
  { desk, names, officials }: FieldContext,
  { suggestions, elsewhere = [] }: Extract<Resolution, { outcome: 'unknown' }>,
  usual: string | undefined,
): NameRead {
  const near = suggestions.slice(0, 3).map(labelOf);
  const known = kind === 'topic' ? `It has ${inWords(desk.definition.topics.map(({ name }) => name))}. ` : '';
  const fault = `The desk has no ${kind} “${short(typed)}”.${near.length > 0 ? ` ${didYouMean(near)}` : ''}`;
  const there = countryOfPlace(elsewhere, desk, usual);
  if (!isName(typed)) return { fault, ...(near.length === 0 && known && { how: known.trim() }) };
  const hasOneWord = kind === 'organisation' || kind === 'place' || kind === 'topic';
  const isNew = /\S\s+\S/.test(typed) || (hasOneWord && (near.length === 0 || elsewhere.length > 0));
  const offers: Partial<Record<NameKind, string | undefined>> = {
    person: newOfficial(desk, officials.find(({ name }) => name === typed) ?? { name: typed }),
    office: asNew(typed, countryIn(typed, names, desk) ?? usual),
    place: there && asNew(typed, there),
    organisation: asNew(typed),
    topic: asNew(typed),
  };
  const offer = isNew ? offers[kind] : undefined;
  const listed = near.length > 0 ? '' : known;
  return offer !== undefined && newName(offer)
    ? { fault, how: kind === 'topic' ? `${listed}${whoAdds(kind, typed)}` : `${listed}${sentAgain}`, offer }
    : { fault, how: `${listed}${whoAdds(kind, typed)}` };
}

/** Digits, a sentence and what is longer than a name are none: an answer to another question, or a button's number. */
const isName = (text: string) =>
  /\p{L}/u.test(text) && text.length <= longestName && !/(?:\p{Ll}{5}|\s\S+\s\S+\s\S+)[.!?…]$/u.test(text);

const longestName = 60;

const sentAgain = 'Sent again as it stands now, the form adds what is new.';

/** The only country of the desk that has a place of the name, or else the one that the entry is about. */
function countryOfPlace(elsewhere: readonly Name[], desk: Desk, usual: string | undefined) {
  const known = elsewhere.filter(({ id }) => desk.definition.countries.some((one) => one.id === id));
  const [only, another] = known;
  if (only && !another) return only.label;
  return elsewhere.length === 0 || known.some(({ label }) => label === usual) ? usual : undefined;
}

/** The country of what the words name, as of “Governor of Nairobi”. */
function countryIn(text: string, names: NameIndex, desk: Desk): string | undefined {
  const named = findNames(text, names).flatMap(({ candidates }) => candidates);
  const ids = named.flatMap(({ kind, id, country }) => (kind === 'country' ? id : (country ?? [])));
  const [only, another] = new Set(ids);
  return only === undefined || another !== undefined ? undefined : countryName(desk, only);
}

/** Somebody as a new person, with the country that the desk lists. */
export const newOfficial = ({ definition }: Desk, { name, country }: Official): string =>
  asNew(name, definition.countries.find(({ id }) => id === country)?.name);

const whoAdds = (kind: NameKind, typed: string) =>
  isNamed(kind)
    ? `To add it, write “${asNew(short(typed), kind === 'place' ? 'its country' : undefined)}”, or type /${appCommands.edit} add ${kind}.`
    : 'Whoever keeps the desk adds countries.';

export const didYouMean = (near: readonly string[]) => `Did you mean ${inWords(near, 'or')}?`;

const labelOf = ({ label, id }: Name) => `${label} (${id})`;

function readNew(
  { name, country }: { name: string; country: string | undefined },
  kind: NameKind,
  reading: FieldContext,
): NameRead {
  const { desk, added, notices } = reading;
  if (!isNamed(kind)) return { fault: whoAdds(kind, name) };
  if (!isName(name))
    return {
      fault: `“${short(name)}” is no name of ${kind === 'office' || kind === 'organisation' ? 'an' : 'a'} ${kind}.`,
    };
  const id = nameId(name);
  const same = added.find((one) => one.kind === kind && one.body.id === id);
  if (same) return { id };
  const there = namesake(desk, kind, { id, name });
  if (there) {
    notices.push(`“${short(name)}” is not new: it is read as ${there.name}.`);
    return { id: there.id };
  }
  const hasCountry = kind === 'person' || kind === 'office' || kind === 'place';
  if (country !== undefined && !hasCountry)
    notices.push(`“${short(name)}” is added without a country: only people, offices and places have one.`);
  const of = country === undefined || !hasCountry ? undefined : readName(country, 'country', reading, []);
  if (of && 'fault' in of) return { fault: of.fault };
  if (kind === 'place' && !of) return { fault: `Say where it lies: “${asNew(name, 'its country')}”.` };
  const body = {
    id,
    name,
    spellings: [],
    ...(of && { country: of.id }),
  };
  const more = { person: { roles: [] }, office: {}, topic: { words: [] }, organisation: {}, place: {} }[kind];
  added.push({ kind, body: { ...body, ...more } as Listed['body'] });
  return { id };
}

/** A new person or place of a covered country is about that country. */
export function alsoCountries(raw: Raw, desk: Desk, added: readonly Listed[]): void {
  const of = added.flatMap(({ body }) => ('country' in body && body.country ? [body.country] : []));
  const also = of.filter((id) => isCovered(desk, id));
  if (also.length > 0)
    raw.countries = [...new Set([...((raw.countries as string[] | undefined) ?? []), ...also])];
}

/** What is wrong with a name that is added beside an entry. */
export function addedFaults(check: EntryCheck, desk: Desk, { kind, body }: Listed): FieldFault[] {
  const checked = check.listed(desk, kind, { ...body });
  return checked.ok ? [] : checked.faults.map(({ says }) => ({ field: kind, says }));
}

/** A name in any script has an id in Latin letters. */
export const nameId = (name: string): string => idFrom(normalise(name) || name);

/**
 * The one of a kind that has this id or is spelt so: two that are spelt alike could not be told apart. `own`: the id of
 * the one that is changed. A retracted one is spelt no more.
 */
export function namesake(desk: Desk, kind: NamedKind, { id, name = '', spellings = [] }: Raw, own = '') {
  const others = desk.definition[nameLists[kind]].filter((one) => one.id !== own);
  const spelt = new Map(
    others
      .filter(({ retraction }) => retraction === undefined)
      .flatMap((one) => [one.name, ...one.spellings].map((text) => [normalise(text), one] as const)),
  );
  const met = [name, ...(spellings as string[])].map(String).find((text) => spelt.has(normalise(text)));
  const taken = others.find((one) => one.id === id);
  return taken ?? (met === undefined ? undefined : spelt.get(normalise(met)));
}

function get(raw: Raw, key: string): unknown {
  return key.split('.').reduce<unknown>((value, step) => (value as Raw | undefined)?.[step], raw);
}

function set(raw: Raw, key: string, value: unknown): void {
  const steps = key.split('.');
  const last = steps.pop() as string;
  let at = raw;
  for (const step of steps) {
    at[step] ??= {};
    at = at[step] as Raw;
  }
  at[last] = value;
}
