import type { EntryBody } from '../domain/entry.ts';
import type { RevisionAction } from '../domain/ports/revisions.ts';
import type { CurrentRow } from './current-rows.ts';

/** The actor of everything that a sync writes. */
export const fileActor = 'files';

/** A revision that is going to be written, before it is known which entries supersede which. */
export interface DraftRevision {
  body: EntryBody;
  /** The revision that it replaces. */
  before: CurrentRow | undefined;
  /** Set where the text does not change, or the change is not one of the text. */
  action?: RevisionAction;
  actor: string;
  origin: 'file' | 'chat';
  path: string | null;
  hash: string | null;
}

/** Carries on where the entry came from, with nothing new in it. */
export function unchanged(
  before: CurrentRow,
  body: EntryBody,
  action: RevisionAction,
  actor: string,
): DraftRevision {
  const { origin, path, hash } = before;
  return { body, before, action, actor, origin, path, hash };
}
