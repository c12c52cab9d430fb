import type { PublicationEvent } from '../domain/ports/publications.ts';
import type { RevisionAction } from '../domain/ports/revisions.ts';
import { actionOf, announcement } from './announcement.ts';
import type { DraftRevision } from './draft-revision.ts';
import { withdrawn } from './schema.ts';
import { servedState } from './supersession.ts';

export interface PlannedRevision extends DraftRevision {
  action: RevisionAction;
  /** The state it will be served in. */
  state: string;
  /** What is announced of it; none: it is silent. */
  event: PublicationEvent | undefined;
}

/** Gives each draft its served state and its announcement, in the order in which they are numbered. */
export function planRevisions(
  drafts: readonly DraftRevision[],
  superseded: ReadonlySet<string>,
): PlannedRevision[] {
  return drafts
    .map((draft) => plan(draft, superseded))
    .sort((a, b) => compare(a.body.published, b.body.published) || compare(a.body.id, b.body.id));
}

function plan(draft: DraftRevision, superseded: ReadonlySet<string>): PlannedRevision {
  const { body, before, action } = draft;
  if (action === 'withdrawn') return { ...draft, action, state: withdrawn, event: undefined };
  const state = servedState(body.state, superseded.has(body.id));
  const event = announcement(before, {
    state,
    ownState: body.state,
    corrections: body.corrections.length,
  });
  return { ...draft, action: action ?? actionOf(before, event), state, event };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
