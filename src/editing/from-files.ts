import { isDeepStrictEqual } from 'node:util';
import type { Desk } from '../domain/desk.ts';
import type { Draft } from '../domain/draft.ts';
import { briefSchema, type EntryBody, factSchema } from '../domain/entry.ts';
import type { EditBy, Edited, Editing } from '../domain/ports/drafts.ts';
import type { DataImport, ImportedEntry, Taken } from '../domain/ports/imports.ts';
import type { Revision } from '../domain/ports/publishing.ts';
import { type Listed, listOf } from '../domain/sources/listed.ts';
import { changesBetween } from './changes.ts';

/** So many are worked on at a time: their small writes share transactions. */
const atOnce = 50;
/** So many are published in one transaction, for which other writers wait. */
const publishedAtOnce = 25;

type By = Parameters<DataImport['take']>[2];

/**
 * Drafts what is new or changed. All of it is drafted before the first is submitted, and in review before the first is
 * approved, so that what was brought together may speak of one another. A draft that the person has on the entry from an
 * earlier time is gone on with.
 */
export async function importEntries(
  editing: Editing,
  desk: string,
  { entries }: Pick<Parameters<DataImport['take']>[1], 'entries'>,
  { person, publish = false, onProgress = () => {} }: By,
): Promise<Taken[]> {
  const by: EditBy = { desk, person, reviews: publish };
  const brought = entries.filter(({ standing }) => standing !== 'same');
  const drafts: Draft[] = [];
  for (const some of inChunks(brought, atOnce)) {
    drafts.push(...(await Promise.all(some.map(({ body }) => begun(editing, body, by)))));
    onProgress('drafted', drafts.length, brought.length);
  }
  const submitted: Taken[] = [];
  for (const some of inChunks(drafts, atOnce)) {
    submitted.push(...(await Promise.all(some.map((draft) => inReview(editing, draft, by)))));
    onProgress('submitted', submitted.length, brought.length);
  }
  if (!publish) return submitted;
  // What takes the place of another entry is held against it once that is published.
  const waits = new Set(
    brought.flatMap(({ body }) => ('supersedes' in body && body.supersedes !== undefined ? [body.id] : [])),
  );
  const approved: Taken[] = [];
  for (const some of inChunks(submitted, publishedAtOnce, ({ id }) => waits.has(id))) {
    const ready = some.filter(({ outcome }) => outcome === 'in review').map(({ draft }) => draft);
    const edited = await editing.approveAll(ready, by);
    const outcomes = new Map(ready.map((draft, at) => [draft, edited[at] as Edited]));
    for (const one of some) {
      const done = outcomes.get(one.draft);
      approved.push(done ? outcomeOf(one.id, one.draft, done) : one);
    }
    onProgress('published', approved.length, brought.length);
  }
  return approved;
}

/** In their order, at most `most` together; one that `begins` a chunk has none before it in its own. */
function inChunks<T>(items: readonly T[], most: number, begins = (_: T) => false): T[][] {
  const chunks: T[][] = [];
  for (const item of items) {
    const last = chunks.at(-1);
    if (!last || last.length >= most || begins(item)) chunks.push([item]);
    else last.push(item);
  }
  return chunks;
}

async function inReview(editing: Editing, { id, entry = '', state }: Draft, by: EditBy): Promise<Taken> {
  if (state === 'in review') return { id: entry, draft: id, outcome: state };
  return outcomeOf(entry, id, await editing.submit(id, by));
}

async function begun(
  editing: Editing,
  { type, ...entry }: ImportedEntry['body'],
  { desk, person }: EditBy,
): Promise<Draft> {
  const values = { written: JSON.stringify(entry) };
  const draft = await editing.note({ desk, act: 'import', type, entry: entry.id, values, person });
  if (!draft) throw new Error(`the import of ${entry.id} could not be begun`);
  return draft;
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

/** A source or name that chat added, beside what is brought of it. */
export function compareListed({ kind, body: brought }: Listed, desk: Desk): ImportedEntry {
  const was = listOf(desk, kind).find(({ id }) => id === brought.id) ?? brought;
  const body = { type: kind, ...brought };
  return { body, standing: 'changed', changes: changesBetween({ type: kind, ...was }, body, desk) };
}

/** As it is kept, with what a schema of today fills in. */
function written({ type, ...entry }: EntryBody): unknown {
  const schema = type === 'fact' ? factSchema : briefSchema;
  return JSON.parse(JSON.stringify(schema.safeParse(entry).data ?? entry));
}
