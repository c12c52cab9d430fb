import type { Desk } from '../domain/desk.ts';
import type { Draft } from '../domain/draft.ts';
import type { Form } from '../domain/form.ts';
import type { DraftView } from '../domain/ports/editing.ts';
import type { FieldFault } from '../domain/ports/entry-check.ts';
import type { Revision } from '../domain/ports/revisions.ts';
import type { Field, Raw } from './field.ts';
import { fieldsOf } from './fields.ts';
import { calledIn } from './name-field.ts';

interface Shown {
  fields: readonly Field[];
  before: Raw;
  faults: readonly FieldFault[];
  notices: readonly string[];
  desk: Desk;
}

const longestHint = 100;

/** The form that goes on with a draft: what it says so far, and beside each field what is wrong with it. */
export function draftForm(draft: Draft, { fields, before, faults, notices, desk }: Shown): Form | undefined {
  if (fields.length === 0) return undefined;
  const whole = faults.filter(({ field }) => field === '').map(({ says }) => says);
  return {
    id: draft.id,
    desk: draft.desk,
    title: titleOf(draft),
    about: [...aboutSource(draft), ...whole, ...notices],
    fields: fields.map(({ name, label, hint, required, kind, show }) => {
      const value = draft.values[name] ?? show(before);
      const says = faults.filter(({ field }) => field === name).map((fault) => fault.says);
      return {
        ...{ name, label, required, kind },
        ...(hint && { hint: hint.slice(0, longestHint) }),
        ...(value !== '' && { value }),
        ...(value !== '' && kind.type === 'name' && { called: calledIn(value, kind.kinds, desk) }),
        ...(says.length > 0 && { fault: says.join(' ') }),
      };
    }),
    submit: 'Save',
  };
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
  switch (act) {
    case 'add':
      return `Add a ${type}: ${id}`;
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
  const form = isEnded ? undefined : draftForm(draft, { fields, before, faults, notices: [], desk });
  return {
    draft,
    ...(form && { form }),
    ...(own && { before: own }),
    ...{ faults, notices: [], changes: [], warnings: [] },
  };
}
