import { diffWordsWithSpace } from 'diff';
import type { EntryBody } from '../domain/entry.ts';
import type { DiffPart, FieldChange, ToldRevision } from '../domain/ports/editing.ts';
import type { Revision } from '../domain/ports/revisions.ts';
import type { Raw } from './field.ts';
import { fieldsOf } from './fields.ts';

export function told(revision: Revision): ToldRevision {
  const { before, after } = revision;
  return { revision, changes: before && after ? changesBetween(before, after) : [] };
}

/** What was changed, field by field, in the words of the form; the rest under the key that a file has. */
export function changesBetween(before: EntryBody, after: EntryBody): FieldChange[] {
  const [was, is] = [texts(before), texts(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return names.flatMap((field) => {
    const [a = '', b = ''] = [was.get(field), is.get(field)];
    return a === b ? [] : [{ field, parts: parts(a, b) }];
  });
}

function texts(body: EntryBody): Map<string, string> {
  const raw: Raw = { ...body };
  const fields = fieldsOf('edit', body.type, raw);
  const shown = fields.map(({ label, show }) => [label, show(raw)] as const);
  const asked = new Set(fields.map(({ key }) => key.split('.')[0]));
  // The preferred date, and which sources, are shown; what else stands under their keys is told by the keys.
  const more = Object.entries(raw)
    .filter(([key]) => key === 'dates' || key === 'sources' || key === 'visit' || !asked.has(key))
    .filter(([key]) => key !== 'type' && key !== 'id')
    .map(([key, value]) => [key, plain(key, value)] as const);
  return new Map([...shown, ...more].filter(([, text]) => text !== ''));
}

function plain(key: string, value: unknown): string {
  if (key === 'dates')
    return ((value ?? []) as Raw[])
      .map((date, at) => line(at === 0 ? { ...date, edtf: undefined } : date))
      .filter(Boolean)
      .join('; ');
  if (key === 'sources')
    return ((value ?? []) as Raw[]).flatMap(({ id, url }) => (url ? `${id}: ${url}` : [])).join('; ');
  if (key === 'visit') return ((value as { places?: string[] } | undefined)?.places ?? []).join(', ');
  if (!Array.isArray(value)) return value === undefined ? '' : String(value);
  return value.map(line).join('; ');
}

const line = (item: unknown): string =>
  typeof item === 'object' && item !== null
    ? Object.values(item)
        .filter((value) => value !== undefined && (!Array.isArray(value) || value.length > 0))
        .map((value) => (Array.isArray(value) ? value.join(', ') : String(value)))
        .join(': ')
    : String(item);

/** Words that differ: of two texts with fewer in common neither is a change of the other, and comparing takes seconds. */
const mostEdits = 1000;

function parts(before: string, after: string): DiffPart[] {
  const diff = diffWordsWithSpace(before, after, { maxEditLength: mostEdits });
  if (!diff)
    return [
      { text: before, kind: 'gone' },
      { text: after, kind: 'new' },
    ];
  return diff.map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'new' : removed ? 'gone' : 'same',
  }));
}
