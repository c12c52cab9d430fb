import { knownDate } from '../domain/dates/date-range.ts';
import type { Day } from '../domain/dates/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { Draft, DraftAct } from '../domain/draft.ts';
import type { EntryBody } from '../domain/entry.ts';
import { saysTitle } from '../domain/facts/terms.ts';
import type { Checked, EntryCheck } from '../domain/ports/content.ts';
import type { NameIndex } from '../domain/ports/names.ts';
import { termsOf } from '../domain/sources/coverage.ts';
import type { Source } from '../domain/sources/source.ts';
import { namesOffice, type Official, strangerIn } from '../search/names/officials.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { oneLine, type Raw } from './fields/field.ts';

type Visit = Partial<
  Record<'direction' | 'visitor' | 'office' | 'from' | 'host' | 'trip', string | undefined>
> & { places?: string[] };

/**
 * What follows from the rest of a visit need not be said: the visitor from the only person, the office from when it was
 * held, the countries and the way from each other. Only where a single answer fits; what is said stands.
 */
export function completeVisit(raw: Raw, desk: Desk): void {
  const list = (key: string) => (raw[key] as string[] | undefined) ?? [];
  const said = (raw.visit as Visit | undefined) ?? {};
  const { countries, offices, people, places } = desk.definition;
  const edtf = (raw.dates as { edtf: string }[] | undefined)?.[0]?.edtf;
  const visitor = said.visitor ?? only(list('people'));
  const own = people.find(({ id }) => id === visitor)?.country;
  const office =
    said.office ??
    (visitor && edtf ? only(officesHeld(desk, visitor, edtf)) : undefined) ??
    officeSaid(String(raw.statement ?? ''), said.from ?? own, desk);
  const from = said.from ?? offices.find(({ id }) => id === office)?.country ?? own;
  const placed = list('places').map((id) => places.find((place) => place.id === id)?.country ?? id);
  const others = (ids: readonly string[]) => only([...new Set(ids)].filter((id) => id !== from));
  const host = said.host ?? others(list('countries')) ?? others(placed);
  const covered = (id: string | undefined) => countries.some((one) => one.id === id && one.covered);
  const direction =
    said.direction ?? (host && from ? (covered(host) ? 'to-region' : 'from-region') : undefined);
  const stops = list('places').filter((id) => places.find((place) => place.id === id)?.country === host);
  const family = visitor?.split('-').at(-1);
  const trip =
    said.trip ?? (family && edtf ? idFrom(`${family} ${knownDate(edtf).edtf.slice(0, 7)}`) : undefined);
  const parts = { direction, visitor, office, from, host, trip };
  const known = Object.entries(parts).filter(([, value]) => value !== undefined);
  raw.visit = { ...said, ...Object.fromEntries(known), places: said.places ?? stops };
  const also = (key: string, values: (string | undefined)[]) => {
    raw[key] = [...new Set([...list(key), ...values.filter((value) => value !== undefined)])];
  };
  also('people', [visitor]);
  also('countries', [host, from]);
}

/** Where a visit went, once another country or other places are said of one that there is. */
export function moveStops(raw: Raw, { definition }: Desk): void {
  const visit = raw.visit as Visit;
  const listed = (raw.places as string[] | undefined) ?? [];
  const inHost = (id: string) => definition.places.find((place) => place.id === id)?.country === visit.host;
  raw.visit = { ...visit, places: listed.filter(inHost) };
}

/** Offices that the person may have held on the day. */
function officesHeld(desk: Desk, person: string, edtf: string): string[] {
  const { earliest, latest } = knownDate(edtf);
  const roles = desk.definition.people.find(({ id }) => id === person)?.roles ?? [];
  const held = [...new Set(roles.map(({ office }) => office))];
  return held.filter((office) =>
    termsOf(desk, person, [office]).some(
      ({ from, to }) => from <= (latest ?? '9999-12-31') && to >= (earliest ?? '0000-01-01'),
    ),
  );
}

/** The office of the country that a text says by its title alone, as “Bolivian President”: the longest that fits. */
function officeSaid(text: string, country: string | undefined, { definition }: Desk): string | undefined {
  const said = ` ${normalise(text)} `;
  const own = definition.countries.find(({ id }) => id === country);
  const ends = own
    ? [own.name, ...own.spellings].flatMap((one) => [` of ${normalise(one)}`, ` of the ${normalise(one)}`])
    : [];
  // Of “Secretary of State” all is the title.
  const bare = (title: string) => {
    const end = ends.find((one) => title.endsWith(one)) ?? '';
    return title.slice(0, title.length - end.length);
  };
  const titles = definition.offices
    .filter((office) => country !== undefined && office.country === country)
    .flatMap(({ id, name, spellings }) =>
      [name, ...spellings].map((one) => ({ id, title: bare(normalise(one)) })),
    )
    .filter(({ title }) => title !== '' && saysTitle(said, title));
  const longest = Math.max(...titles.map(({ title }) => title.length));
  return only([...new Set(titles.filter(({ title }) => title.length === longest).map(({ id }) => id))]);
}

/** What is wrong with these is said by what they follow from: the statement, or the visitor, office and countries of a visit. */
export function followingOf({ type }: Draft, { title, visit }: Raw): string[] {
  const { visitor, office, from, host, trip } = (visit as Raw | undefined) ?? {};
  return [
    ...(type === 'fact' && title === undefined ? ['title'] : []),
    ...(from === undefined || host === undefined ? ['visit.direction'] : []),
    ...(visitor === undefined ? ['visit.office'] : []),
    ...(trip === undefined ? ['visit.trip'] : []),
    ...(office === undefined && from === undefined ? ['visit.from'] : []),
  ];
}

/** Of a visit that names nobody whom the desk knows, the one whom its statement may mean: to be offered as a new person. */
export function unknownVisitor({ act, values }: Draft, before: Raw, names: NameIndex): Official | undefined {
  const kind = values.kind?.trim().toLowerCase() ?? before.kind;
  const isSaid = [values.person, values.visitor].some((one) => one?.trim());
  if (act !== 'add' || kind !== 'visit' || isSaid || [before.people ?? []].flat().length > 0)
    return undefined;
  return strangerIn(values.statement ?? '', names);
}

/** `US Secretary of State Marco Rubio`: the office of a visitor, and its country, where the desk does not list it. */
export function unlistedOffice(
  statement: string,
  { name, country }: Official,
  desk: Desk,
): { title: string; of: string } | undefined {
  const before = statement.slice(0, statement.indexOf(name));
  const [, title = ''] =
    /(?:^|\P{L})(?:The )?(\p{Lu}[\p{L}.]*(?: (?:\p{Lu}[\p{L}.]*|of|for|and|the))*) $/u.exec(before) ?? [];
  const of = desk.definition.countries.find(({ id }) => id === country)?.name;
  const isOne = of !== undefined && title.includes(' ') && namesOffice(title);
  return isOne && officeSaid(statement, country, desk) === undefined ? { title, of } : undefined;
}

const only = (ids: readonly string[]) => (ids.length === 1 ? ids[0] : undefined);

/** Who added it is in the audit; readers see sources, and need not see people's ids. */
const addedBy = 'chat';

interface At {
  desk: Desk;
  today: Day;
  /** The id under which drafts cite it already. */
  wanted: string | undefined;
}

/** A source from what was said of it. Without a word on its reach it knows nothing after the day it appeared. */
export function sourceOf(raw: Raw, { desk, today, wanted }: At, check: EntryCheck): Checked<Source> {
  const same = desk.sources.find(({ url }) => url !== undefined && url === raw.url);
  if (same) return { ok: false, faults: [{ field: 'url', says: `The desk has this address: ${same.id}.` }] };
  const until = raw.until ?? raw.dated ?? today;
  const usual = lastOfPublisher(desk, String(raw.publisher ?? ''));
  return check.listed(desk, 'source', {
    kind: usual?.kind ?? 'press',
    grade: usual?.grade ?? 'F',
    ...raw,
    id: freeSourceId(wanted ?? usualId(raw), desk),
    until,
    added: today,
    checked: today,
    by: addedBy,
  }) as Checked<Source>;
}

/** The source of this publisher that was added last. */
function lastOfPublisher({ sources }: Desk, publisher: string): Source | undefined {
  const plain = publisher.trim().toLowerCase();
  const same = sources.filter((source) => source.publisher.toLowerCase() === plain);
  return same.toSorted((a, b) => (a.added < b.added ? -1 : 1)).at(-1);
}

/** Author or publisher and year, as sources of files are mostly named: `sanchez-2026`. */
function usualId({ author, publisher, dated, title }: Raw): string {
  const family = typeof author === 'string' ? author.trim().split(/\s+/).at(-1) : publisher;
  return idFrom(`${family ?? title ?? 'source'} ${String(dated ?? '').slice(0, 4)}`);
}

function freeSourceId(wanted: string, { sources }: Desk): string {
  const taken = new Set(sources.map(({ id }) => id));
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(tried)) return tried;
  }
}

interface Act {
  act: DraftAct;
  values: Readonly<Record<string, string>>;
  /** The entry as it stands, in its own state; nothing for a new one. */
  before: Raw;
  /** The day of the desk on which it is approved. */
  today: Day;
}

/** What an approved draft makes of the entry, besides what its fields say. `raw` is changed and given back. */
export function entryOf(raw: Raw, { act, values, before, today }: Act): Raw {
  const corrections = (before.corrections as EntryBody['corrections'] | undefined) ?? [];
  switch (act) {
    case 'add':
      return Object.assign(raw, { published: today, state: 'published' });
    case 'edit': {
      if (values.still === 'yes') raw.reviewed = today;
      const isOut = before.state !== 'draft' && before.state !== 'in review';
      return isOut ? raw : Object.assign(raw, { published: today, state: 'published' });
    }
    case 'correct': {
      const note = oneLine(values.correction ?? '');
      return Object.assign(raw, { state: 'corrected', corrections: [...corrections, { on: today, note }] });
    }
    case 'retract':
      return Object.assign(raw, { state: 'retracted', retraction: oneLine(values.reason ?? '') });
    case 'supersede':
      return Object.assign(raw, { supersedes: values.supersedes });
    case 'undo':
    case 'source':
    case 'import':
      return raw;
  }
}

const longestTitle = 160;
/** A first sentence shorter than this says too little alone. */
const shortestTitle = 30;

/** What a statement is listed by where nobody wrote a title: all of it, its first sentence, or as many words as fit. */
function titleFrom(statement: string): string {
  const text = oneLine(statement).replace(/\.$/, '');
  if (text.length <= longestTitle) return text;
  const first = /^(.{1,159}?)[.!?]\s+\p{Lu}/u.exec(text)?.[1];
  if (first !== undefined && first.length >= shortestTitle) return first;
  const cut = text.slice(0, longestTitle - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), shortestTitle)).toWellFormed()}…`;
}

/** A title that nobody wrote follows the statement. */
export function completeTitle(raw: Raw, before: Raw): void {
  const said = (of: Raw) => String(of.statement ?? '');
  const follows = before.title !== undefined && before.title === titleFrom(said(before));
  const untouched = raw.title === undefined || raw.title === '' || (follows && raw.title === before.title);
  if (untouched && said(raw).trim() !== '') raw.title = titleFrom(said(raw));
}

const longest = 64;
/** Room for `-2` and so on. */
const spare = 4;

const plainWords = /[a-z0-9]+/g;

/**
 * An id from a title: its words in plain small letters, joined by hyphens, whole words only; of another script as they
 * sound. `entry` when none is left.
 */
export function idFrom(title: string): string {
  const latin = title
    .normalize('NFKD')
    .replace(/[\p{M}'’‘ʻʼ`]/gu, '')
    .toLowerCase();
  const words = latin.match(plainWords)?.some((word) => /[a-z]/.test(word))
    ? latin.match(plainWords)
    : normalise(title).match(plainWords);
  let id = '';
  for (const word of words ?? []) {
    const longer = id === '' ? word.slice(0, longest - spare) : `${id}-${word}`;
    if (longer.length > longest - spare) break;
    id = longer;
  }
  return id || 'entry';
}

/** The first of `id`, `id-2`, `id-3` … that is not taken: an id is never used again. */
export async function freeId(id: string, isTaken: (id: string) => Promise<boolean>): Promise<string> {
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? id : `${id}-${n}`;
    if (!(await isTaken(tried))) return tried;
  }
}
