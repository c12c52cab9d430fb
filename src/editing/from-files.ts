import { isDeepStrictEqual } from 'node:util';
import type { Draft } from '../domain/draft.ts';
import { briefSchema, type EntryBody, factSchema } from '../domain/entry.ts';
import type { EditBy, Edited, Editing } from '../domain/ports/drafts.ts';
import type { DataImport, ImportedEntry, Taken } from '../domain/ports/imports.ts';
import type { Revision } from '../domain/ports/publishing.ts';
import { changesBetween } from './changes.ts';

/**
 * Drafts what is new or changed. All of it is drafted before the first is submitted, and in review before the first is
 * approved, so that what was brought together may speak of one another. A draft that the person has on the entry from an
 * earlier time is gone on with.
 */
export async function importEntries(
  editing: Editing,
  desk: string,
  { entries }: Pick<Parameters<DataImport['take']>[1], 'entries'>,
  { person, publish = false }: Parameters<DataImport['take']>[2],
): Promise<Taken[]> {
  const by: EditBy = { desk, person, reviews: publish };
  const drafts: Draft[] = [];
  for (const { body, standing } of entries) {
    if (standing !== 'same') drafts.push(await begun(editing, body, by));
  }
  const submitted: Taken[] = [];
  for (const { id, entry = '', state } of drafts) {
    const waits = state === 'in review';
    submitted.push(
      waits ? { id: entry, draft: id, outcome: state } : outcomeOf(entry, id, await editing.submit(id, by)),
    );
  }
  if (!publish) return submitted;
  const approved: Taken[] = [];
  for (const one of submitted) {
    const { id, draft, outcome } = one;
    approved.push(outcome === 'in review' ? outcomeOf(id, draft, await editing.approve(draft, by)) : one);
  }
  return approved;
}

async function begun(
  editing: Editing,
  { type, ...entry }: EntryBody,
  { desk, person }: EditBy,
): Promise<Draft> {
  const values = { written: JSON.stringify(entry) };
  const begun = await editing.begin({ desk, act: 'import', type, entry: entry.id, values, person });
  if (begun.outcome !== 'done') throw new Error(`the import of ${entry.id} could not be begun`);
  return begun.view.draft;
}

function outcomeOf(id: string, draft: string, edited: Edited): Taken {
  if (edited.outcome !== 'done') {
    const view = edited.outcome === 'faulty' ? edited.view : undefined;
    const state = 'draft' in edited ? edited.draft.state : (view?.draft.state ?? 'draft');
    return { id, draft, outcome: 'kept', faults: view?.faults ?? [], state };
  }
  return { id, draft, outcome: edited.view.draft.state === 'published' ? 'published' : 'in review' };
}

/** What an entry that somebody brings is beside the revisions that the desk has of it. Both are of one type. */
export function compareBrought(brought: EntryBody, revisions: readonly Revision[]): ImportedEntry {
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
