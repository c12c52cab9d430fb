import type { Day } from '../domain/dates/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { Draft } from '../domain/draft.ts';
import { type Form, newNamesIn } from '../domain/form.ts';
import type { EntryCheck, FieldFault } from '../domain/ports/content.ts';
import type { DraftView } from '../domain/ports/drafts.ts';
import type { Revision } from '../domain/ports/publishing.ts';
import { withArticle } from '../domain/text.ts';
import { sourceOf } from './derive.ts';
import type { Field, FieldContext, Raw } from './fields/field.ts';
import { fieldsOf } from './fields/fields.ts';
import { calledIn } from './fields/name-field.ts';
import { describedSource, newSourceFields, saidIn } from './fields/source-field.ts';

interface Shown {
  fields: readonly Field[];
  asked: readonly Field[];
  before: Raw;
  faults: readonly FieldFault[];
  notices: readonly string[];
  desk: Desk;
  /** By field, what is offered in place of what was typed. */
  offers?: ReadonlyMap<string, string>;
  /** Fields that are asked besides, though they may be left empty. */
  also?: readonly string[];
}

const longestHint = 100;

/** The form that goes on with a draft: what it says so far, and beside each field what is wrong with it. */
export function draftForm(
  draft: Draft,
  { fields, asked, before, faults, notices, desk, offers, also = [] }: Shown,
): Form | undefined {
  const isShown = (field: Field) =>
    asked.includes(field) ||
    draft.values[field.name] !== undefined ||
    also.includes(field.name) ||
    faults.some(({ field: name }) => name === field.name);
  const shown = fields.filter(isShown);
  if (shown.length === 0) return undefined;
  const whole = faults.filter(({ field }) => field === '').map(({ says }) => says);
  const isUnsaid = draft.act === 'add' && draft.type === 'fact' && !draft.values.statement?.trim();
  return {
    id: draft.id,
    desk: draft.desk,
    title: titleOf(draft),
    about: [...aboutSource(draft), ...whole, ...notices],
    fields: inOrder(draft, shown).map((field) => {
      const { name, label, hint, required, kind, unless, show } = field;
      const offer = offers?.get(name);
      // Topics are the desk's own words: one is new where it is written or pressed so, and not by sending on.
      const isTopic = kind.type === 'name' && kind.kinds.includes('topic');
      const isOffered = offer !== undefined && !(isTopic && newNamesIn(offer).length > 0);
      const value = isOffered ? offer : (draft.values[name] ?? show(before, desk));
      const says = faults.filter(({ field }) => field === name).map((fault) => fault.says);
      // What lacks is needed, as the office of a visit that nothing else tells.
      const isGuess = newSourceFields.some((one) => one.name === name) && offers?.has(name);
      const isNeeded = required || (says.length > 0 && (value === '' || isGuess === true));
      const follows = isUnsaid && value === '' && saidByStatement.has(name);
      const how = follows ? asItSays[kind.type === 'name' ? 'names' : 'date'] : hint;
      return {
        name,
        label,
        required: isNeeded && !follows,
        kind,
        ...(how && { hint: how.slice(0, longestHint) }),
        ...(value !== '' && { value }),
        ...(value !== '' && kind.type === 'name' && { called: calledIn(value, kind.kinds, desk) }),
        ...(says.length > 0 && { fault: says.join(' ') }),
        ...(also.includes(name) && value === '' && { also: true as const }),
        ...(unless && { unless }),
      };
    }),
    ...(draft.act === 'correct' && isOnlyNote(draft) && { unchanged: true }),
    submit: 'Send',
  };
}

const isOnlyNote = ({ values }: Draft) => Object.keys(values).every((name) => name === 'correction');

/** What may be left to the statement. */
const saidByStatement = new Set(['date', 'topic', 'country', 'person', 'place', 'organisation']);
const asItSays = {
  date: 'Such as May 2006 or 27 Feb 2023; left empty: as the statement says',
  names: 'Several with commas; left empty: as the statement says',
};

/** What is written of a fact in an article: the rest is there, and follows. As many as a modal of five has room for. */
const written = ['statement', 'date', 'country', 'topic', 'person'];

function inOrder({ act, type, excerpt }: Draft, shown: readonly Field[]): readonly Field[] {
  const ofSource = shown.filter((field) => newSourceFields.includes(field));
  const fields = shown
    .filter((field) => !ofSource.includes(field))
    .flatMap((field) => (field.name === 'source' ? [field, ...ofSource] : [field]));
  if (act !== 'add' || type !== 'fact' || excerpt?.import === undefined) return fields;
  const first = written.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  return [...first, ...fields.filter((field) => !first.includes(field))];
}

/** The source's own sentence stands beside the statement, to be told in the desk's own words. */
function aboutSource({ excerpt }: Draft): string[] {
  if (!excerpt) return [];
  const { title, url, sentence } = excerpt;
  return [
    ...(title || url ? [[title, url].filter(Boolean).join(', ')] : []),
    ...(sentence ? [`“${sentence}”`] : []),
  ];
}

/** At most 24 characters, as Slack shows them. */
function titleOf({ act, type, id }: Draft): string {
  if (id === '') return act === 'add' ? `Add ${withArticle(type)}` : (unsaved[act] ?? act);
  switch (act) {
    case 'add':
      return type === 'organisation' ? 'Add an organisation' : `Add ${withArticle(type)}: ${id}`;
    case 'source':
      return `Add a source: ${id}`;
    case 'edit':
      return `Edit: draft ${id}`;
    case 'correct':
      return `Correct: draft ${id}`;
    case 'retract':
      return `Retract: draft ${id}`;
    case 'supersede':
      return `Supersede: draft ${id}`;
    case 'import':
      return `Import: draft ${id}`;
    case 'undo':
      return `Undo: draft ${id}`;
  }
}

const unsaved: Partial<Record<Draft['act'], string>> = {
  source: 'Add a source',
  edit: 'Edit',
  correct: 'Correct',
  retract: 'Retract',
};

/**
 * Whether an error comes of what a draft holds: it nests too deeply, is no JSON, or is of another shape than an entry.
 * What the store cannot do is none of these.
 */
export const isOfContent = (error: unknown): boolean =>
  error instanceof RangeError ||
  error instanceof SyntaxError ||
  error instanceof TypeError ||
  error instanceof DOMException;

const unreadable = {
  field: '',
  says: 'What this draft holds cannot be read. Write it anew here, or discard it.',
};

/** A draft that no rule can read, as plain text: to be seen, put right or discarded, whatever it holds. */
export function asTyped(draft: Draft, revisions: readonly Revision[], desk: Desk): DraftView {
  const own = revisions.find(({ revision }) => revision === draft.base)?.own;
  const { type: _, ...before } = own ?? { type: draft.type };
  const fields = fieldsOf(draft.act, draft.type, before);
  const faults = [unreadable];
  const isEnded = draft.state === 'published' || draft.state === 'discarded';
  const form = isEnded
    ? undefined
    : draftForm(draft, { fields, asked: fields, before, faults, notices: [], desk });
  return {
    draft,
    ...(form && { form }),
    ...(own && { before: own }),
    faults,
    notices: [],
    changes: [],
    warnings: [],
  };
}

interface ReadValues {
  /** What the values make of the entry, as a file would have it. */
  raw: Raw;
  /** By name of the form's field. */
  faults: FieldFault[];
}

/**
 * Puts typed values over what an entry says. A field that says the same as before is left alone, so that what a form
 * cannot show, such as the second of two dates, stays as it is.
 */
export function readValues(
  fields: readonly Field[],
  before: Raw,
  values: Readonly<Record<string, string>>,
  reading: FieldContext,
): ReadValues {
  const raw = structuredClone(before);
  const faults: FieldFault[] = [];
  for (const field of fields) {
    const shown = field.show(before, reading.desk);
    const text = values[field.name]?.trim() ?? shown;
    if (text === '' && field.required) {
      const lacking = field.lacking ?? field.hint;
      faults.push({ field: field.name, says: `Needed${lacking ? `: ${lacking}` : ''}.` });
    } else if (text === '' && shown !== '') delete raw[field.key];
    else if (text !== '' && text !== shown) {
      const { kind } = field;
      const most = 'max' in kind ? kind.max : Number.POSITIVE_INFINITY;
      const says =
        text.length > most
          ? `At most ${most} characters; this has ${text.length}.`
          : field.write(raw, text, reading);
      if (says !== undefined) faults.push({ field: field.name, says });
    }
  }
  return { raw, faults };
}

/** Values that say something else than the entry: the others need not be kept. */
export function changedValues(
  fields: readonly Field[],
  before: Raw,
  values: Readonly<Record<string, string>>,
  desk?: Desk,
): Record<string, string> {
  const same = (name: string, text: string) =>
    fields.some((field) => field.name === name && field.show(before, desk) === text.trim());
  return Object.fromEntries(Object.entries(values).filter(([name, text]) => !same(name, text)));
}

/** One thought a field: what cannot be read at all comes before what follows from its lack. */
export function mergeFaults(
  own: readonly FieldFault[],
  found: readonly FieldFault[],
  fields: readonly Field[],
): FieldFault[] {
  const named = new Set(own.map(({ field }) => field));
  const further = found.map((fault) => faultOfField(fields, fault)).filter(({ field }) => !named.has(field));
  return [...own, ...further];
}

/** Whether all that is wrong is put right by what is offered. `meant`: what is wrong with that. */
export const isAsOffered = (
  offers: ReadonlyMap<string, string>,
  meant: readonly FieldFault[],
  faults: readonly FieldFault[],
): boolean => offers.size > 0 && meant.length === 0 && faults.every(({ field }) => offers.has(field));

/** What is wrong with a new source of which all was said: otherwise it would have been added. */
export function newSourceFaults(
  check: EntryCheck,
  { values }: Draft,
  reading: FieldContext,
  today: Day,
): FieldFault[] {
  const { desk } = reading;
  const described = describedSource(values, desk);
  if (!described?.source) return [];
  const fields = fieldsOf('source', 'source', {});
  const { raw, faults } = readValues(fields, {}, described.source, reading);
  const checked = sourceOf(raw, { desk, today, wanted: undefined }, check);
  return mergeFaults(faults, checked.ok ? [] : checked.faults, fields).map(({ field, says }) => ({
    field: saidIn[field] ?? 'source',
    says,
  }));
}

/** A fault of an entry as a fault of the form's field that it comes from; one of no field stands alone. */
function faultOfField(fields: readonly Field[], { field: key, says }: FieldFault): FieldFault {
  const found = fields.find((field) => key === field.key || key.startsWith(`${field.key}.`));
  return { field: found?.name ?? (key.startsWith('visit') ? 'kind' : ''), says };
}
