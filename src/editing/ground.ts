import { knownDate } from '../domain/dates/date-range.ts';
import type { Day } from '../domain/dates/day.ts';
import { countryName, type Desk, inWords } from '../domain/desk.ts';
import type { Draft } from '../domain/draft.ts';
import type { EntryBody, Fact } from '../domain/entry.ts';
import { asNew, newName } from '../domain/form.ts';
import type { Proposal, StatementReading } from '../domain/ports/drafts.ts';
import { type NameIndex, type NameKind, nameLists } from '../domain/ports/names.ts';
import type { Revision } from '../domain/ports/publishing.ts';
import { type Listed, titleOf } from '../domain/sources/listed.ts';
import { countriesOfAdjectives, findNames } from '../search/names/in-text.ts';
import { type Official, strangerIn } from '../search/names/officials.ts';
import { unlistedOffice } from './derive.ts';
import type { Field, FieldContext, Raw } from './fields/field.ts';
import { eventDateField } from './fields/field-readers.ts';
import { fieldsOf, spareFields } from './fields/fields.ts';
import { nameId, newOfficial } from './fields/name-field.ts';

/** What a draft starts from: the entry as its author saw it, and its fields as they stand with what was typed. */
export interface DraftBase {
  revisions: readonly Revision[];
  own: EntryBody | undefined;
  before: Raw;
  /** All that may be written. */
  fields: readonly Field[];
  /** What the act asks for of them. */
  asked: readonly Field[];
}

/** What is read of a new fact's statement, and how its typed date is read. */
export interface Reading {
  context: FieldContext;
  today: Day;
  statement(text: string): StatementReading;
}

/** One whose statement is read for what it says of itself. */
export const isNewFact = ({ type, act }: Draft): boolean => type === 'fact' && act === 'add';

/** `reading`: missing where what follows from a statement does not matter. */
export function draftBaseOf(draft: Draft, revisions: readonly Revision[], reading?: Reading): DraftBase {
  const own = revisions.find(({ revision }) => revision === draft.base)?.own;
  const { type: _, ...body } = own ?? { type: draft.type };
  const usual = isNewFact(draft)
    ? { kind: 'event', standing: 'reported', ...(reading && saidIn(draft, reading)) }
    : {};
  const before: Raw = written(draft) ?? { ...usual, ...body };
  const kind = draft.values.kind?.trim().toLowerCase() || before.kind;
  const raw = { ...before, kind };
  const asked = fieldsOf(draft.act, draft.type, raw);
  return { revisions, own, before, fields: [...asked, ...spareFields(draft.act, draft.type, raw)], asked };
}

/** What an import says stands in the place of what the entry says: what is typed comes over it. */
export const written = ({ act, values }: Draft): Raw | undefined =>
  act === 'import' ? (JSON.parse(values.written ?? '{}') as Raw) : undefined;

/**
 * What the statement of a new fact says of itself need not be said again: its date, topics, names, and whether it is a
 * plan. What is typed comes over it.
 */
function saidIn({ values }: Draft, { context, today, statement }: Reading): Raw {
  const text = values.statement?.trim() ?? '';
  const { date, isPlan, isJourney: _, ...named } = text === '' ? nothing : statement(text);
  const said: Raw = Object.fromEntries(Object.entries(named).filter(([, ids]) => ids.length > 0));
  const isVisit = values.kind?.trim().toLowerCase() === 'visit';
  const ofVisits = isVisit && !said.topics ? context.names.exact('visit', ['topic']) : [];
  if (ofVisits.length === 1) said.topics = ofVisits.map(({ id }) => id);
  if (date !== undefined) said.dates = [{ edtf: date }];
  const dated: Raw = { ...said };
  if (values.date?.trim()) eventDateField.write(dated, values.date, context);
  const edtf = (dated.dates as { edtf: string }[] | undefined)?.[0]?.edtf;
  return edtf !== undefined && isExpected(edtf, isPlan ?? false, today) ? { ...said, kind: 'plan' } : said;
}

const nothing: Partial<StatementReading> = {};

/** What lies ahead is a plan; what may still come is one where the words say so. */
function isExpected(edtf: string, isPlan: boolean, today: Day): boolean {
  const { earliest, latest } = knownDate(edtf);
  return (earliest !== null && earliest > today) || (isPlan && (latest === null || latest >= today));
}

interface Known {
  desk: Desk;
  names: NameIndex;
  /** Whom the statement names with an office and the desk does not list. */
  officials: readonly Official[];
  /** Names that are added with the draft. */
  added: readonly Listed[];
  /** The statement tells of a journey. */
  isJourney(): boolean;
}

/** The fields of names that a statement may name, with the keys of their ids. */
const named = {
  country: 'countries',
  person: 'people',
  place: 'places',
  organisation: 'organisations',
} as const satisfies Partial<Record<NameKind, keyof EntryBody>>;

interface Proposed {
  says: string[];
  proposed: Proposal[];
}

/** What the statement of a draft says and its fields leave out: what to say of it, and the presses that put it right. */
export function proposedFor(
  { act, values }: Draft,
  body: EntryBody,
  own: EntryBody | undefined,
  known: Known,
): Proposed {
  if (body.type !== 'fact' || act === 'import' || values.statement === undefined)
    return { says: [], proposed: [] };
  // What the entry left out before was looked at then.
  const before = own?.type === 'fact' ? listedIn(own.statement, known) : [];
  const left = listedIn(body.statement, known).filter(
    ({ field, id }) => !body[named[field]].includes(id) && !before.some((one) => one.id === id),
  );
  // Whom this draft adds the desk does not have by an id yet.
  const all = (field: keyof typeof named) =>
    body[named[field]].map((id) => {
      const own = known.added.find((one) => one.kind === field && one.body.id === id)?.body;
      return own ? asNew(titleOf(own), countryOf(own, known.desk)) : id;
    });
  const visit = act === 'add' && values.kind === undefined ? asVisit(body, all('person'), known) : undefined;
  const are = left.length > 1 ? 'are' : 'is';
  return {
    says: [
      ...(visit ? ['Is this a visit? The statement tells of a journey.'] : []),
      ...(left.length > 0
        ? [`The statement names ${inWords(left.map(({ name }) => name))} too, which ${are} in no field.`]
        : []),
    ],
    proposed: [
      ...(visit ? [{ label: 'It is a visit', values: visit }] : []),
      ...left.map(({ field, id, name }) => adding(field, name, [...all(field), id])),
      ...strangersIn(body.statement, known).map((one) =>
        adding('person', newName(one)?.name ?? one, [...all('person'), one]),
      ),
    ],
  };
}

/** What makes a visit of an event whose statement tells of one; undefined: it names no visitor. */
function asVisit(
  { kind, statement }: Fact,
  people: readonly string[],
  known: Known,
): Record<string, string> | undefined {
  if (kind !== 'event' || !known.isJourney()) return undefined;
  const strangers = strangersIn(statement, known);
  // Who of several is the visitor is asked.
  if (people.length > 0)
    return { kind: 'visit', ...(strangers.length > 0 && { person: [...people, ...strangers].join(', ') }) };
  const { desk, names } = known;
  const visitor = strangerIn(statement, names);
  if (!visitor) return undefined;
  const office = unlistedOffice(statement, visitor, desk);
  return {
    kind: 'visit',
    person: newOfficial(desk, visitor),
    ...(office && { office: asNew(office.title, office.of) }),
  };
}

const countryOf = (body: Listed['body'], desk: Desk) =>
  'country' in body && body.country ? countryName(desk, body.country) : undefined;

const adding = (field: string, name: string, all: readonly string[]): Proposal => ({
  label: `Add ${name}`,
  values: { [field]: all.join(', ') },
});

/** Names of the desk that can mean but one, and countries by their adjectives. */
function listedIn(statement: string, { desk, names }: Known) {
  const adjectives = countriesOfAdjectives(statement, names).map((one) => ({ candidates: [one] }));
  const all = [...findNames(statement, names), ...adjectives];
  const found = all.flatMap(({ candidates: [only, another] }) => {
    const field = fields.find((one) => one === only?.kind);
    if (!only || another || !field) return [];
    const listed = desk.definition[nameLists[field]].find(({ id }) => id === only.id);
    return listed ? [{ field, id: listed.id, name: listed.name }] : [];
  });
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

const fields = Object.keys(named) as (keyof typeof named)[];

/** People that a statement names with an office, and that its entry does not. */
function strangersIn(statement: string, { desk, officials, added }: Known): string[] {
  const known = new Set(added.map(({ body }) => body.id));
  return officials
    .filter(({ name }) => statement.includes(name) && !known.has(nameId(name)))
    .map((one) => newOfficial(desk, one));
}
