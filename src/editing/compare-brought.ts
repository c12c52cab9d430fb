import { isDeepStrictEqual } from 'node:util';
import { briefSchema, type EntryBody, factSchema } from '../domain/entry.ts';
import type { BroughtEntry } from '../domain/ports/data-import.ts';
import type { Revision } from '../domain/ports/revisions.ts';
import { changesBetween } from './entry-diff.ts';

/** What an entry that somebody brings is beside the revisions that the desk has of it. Both are of one type. */
export function compareBrought(brought: EntryBody, revisions: readonly Revision[]): BroughtEntry {
  const last = revisions.at(-1);
  const own = last?.own;
  if (!own) return { body: brought, standing: 'new', changes: [] };
  // A table says that an entry is superseded, which another entry makes of it: of itself it says something else.
  const body = brought.state === last.after?.state ? { ...brought, state: own.state } : brought;
  return isDeepStrictEqual(written(body), written(own))
    ? { body, standing: 'same', changes: [] }
    : { body, standing: 'changed', changes: changesBetween(own, body) };
}

/** As it is kept, with what a schema of today fills in. */
function written({ type, ...entry }: EntryBody): unknown {
  const schema = type === 'fact' ? factSchema : briefSchema;
  return JSON.parse(JSON.stringify(schema.safeParse(entry).data ?? entry));
}
