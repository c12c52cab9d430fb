import { knownDate } from '../domain/dates/date-range.ts';
import type { Day } from '../domain/dates/day.ts';
import type { Draft } from '../domain/draft.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { StatementReading } from '../domain/ports/drafts.ts';
import type { Revision } from '../domain/ports/publishing.ts';
import type { Field, FieldContext, Raw } from './fields/field.ts';
import { eventDateField } from './fields/field-readers.ts';
import { fieldsOf, spareFields } from './fields/fields.ts';

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
  const { date, isPlan, ...named } = text === '' ? nothing : statement(text);
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
