import type { Draft } from '../domain/draft.ts';
import type { EntryBody } from '../domain/entry.ts';
import { mayApprove } from '../domain/identity.ts';
import type { Drafts, DraftView, EditBy, Edited, Publishing } from '../domain/ports/drafts.ts';
import type { ListedRevision } from '../domain/ports/publishing.ts';
import type { Clock } from '../domain/ports/runtime.ts';
import type { Listed } from '../domain/sources/listed.ts';
import type { DeskNamed } from './validate.ts';

type Made =
  | { body: EntryBody; added?: readonly Listed[] }
  | { listed: Listed; action: ListedRevision['action']; added?: readonly Listed[] };

interface Approvable {
  outcome: 'approvable';
  view: DraftView;
  made: Made;
}

export interface ApprovalNeeds {
  drafts: Pick<Drafts, 'get' | 'publishAll'>;
  clock: Clock;
  deskOf(id: string): DeskNamed | undefined;
  /** Whether at most one person has a role on the desk. */
  isAlone(desk: string): Promise<boolean>;
  find(id: string, by: EditBy): Promise<Draft | undefined>;
  /** The revision that a draft would be written over, where it is not the one that its author saw. */
  newer(draft: Draft): Promise<number | undefined>;
  viewOf(draft: Draft): Promise<DraftView>;
}

const nothing: ReadonlyMap<string, number> = new Map();

/** Approves drafts in their order, all that can be in one transaction. `seen`: the versions that the reviewer saw. */
export function createApproval({ drafts, clock, deskOf, isAlone, find, newer, viewOf }: ApprovalNeeds) {
  /** What an approval would publish, or why it is refused. */
  async function approvable(
    id: string,
    by: EditBy,
    seen?: number,
  ): Promise<Exclude<Edited, { outcome: 'done' }> | Approvable> {
    const draft = await find(id, by);
    if (!draft) return { outcome: 'not_found' };
    if (draft.state !== 'in review' || (seen !== undefined && seen !== draft.version))
      return { outcome: 'decided', draft };
    const { desk } = deskOf(draft.desk) as DeskNamed;
    const alone = await isAlone(draft.desk);
    if (!mayApprove(desk.definition, draft, by.person, alone)) return { outcome: 'four_eyes', draft };
    const current = await newer(draft);
    if (current !== undefined) return { outcome: 'outdated', draft, current };
    const view = await viewOf(draft);
    const made = madeOf(view);
    if (!made) return { outcome: 'faulty', view };
    // The id that was shown is not exchanged for another one at the last moment.
    const { id: shown } = 'body' in made ? made.body : made.listed.body;
    if (draft.entry !== undefined && shown !== draft.entry) return { outcome: 'outdated', draft, current: 1 };
    return { outcome: 'approvable', view, made };
  }

  return async function approveAll(
    ids: readonly string[],
    by: EditBy,
    seen: ReadonlyMap<string, number> = nothing,
  ): Promise<Edited[]> {
    const asked: Awaited<ReturnType<typeof approvable>>[] = [];
    for (const id of ids) asked.push(await approvable(id, by, seen.get(id)));
    const ready = asked.filter((one) => one.outcome === 'approvable');
    const publishing = ready.map(({ view: { draft }, made }) => ({
      id: draft.id,
      version: draft.version,
      ...made,
    }));
    const done = publishing.length > 0 ? await drafts.publishAll(publishing, by.person, clock()) : [];
    const outcomes = new Map(publishing.map(({ id }, at) => [id, done[at] as Publishing]));
    return Promise.all(
      asked.map(async (one): Promise<Edited> => {
        if (one.outcome !== 'approvable') return one;
        const { draft, form: _, ...rest } = one.view;
        const outcome = outcomes.get(draft.id) as Publishing;
        if (outcome.outcome === 'decided') return outcome;
        if (outcome.outcome === 'outdated') return { ...outcome, draft };
        const view = { ...rest, draft: (await drafts.get(draft.id)) ?? draft };
        const { publication } = outcome;
        return { outcome: 'done', view, ...(publication !== undefined && { publication }) };
      }),
    );
  };
}

function madeOf({ body, added, listed, draft }: DraftView): Made | undefined {
  const also = added && { added };
  if (body) return { body, ...also };
  return listed && { listed, action: actions[draft.act] ?? 'edited', ...also };
}

const actions: Partial<Record<Draft['act'], ListedRevision['action']>> = {
  add: 'added',
  correct: 'corrected',
  retract: 'retracted',
  undo: 'taken back',
};
