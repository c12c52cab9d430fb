import type { Draft, DraftState } from '../draft.ts';
import type { EntryBody } from '../entry.ts';

export type NewDraft = Pick<Draft, 'desk' | 'act' | 'type' | 'base' | 'values' | 'author'> &
  Partial<Pick<Draft, 'entry' | 'excerpt'>>;

export type DraftChange = Partial<
  Pick<Draft, 'values' | 'body' | 'entry' | 'base' | 'state' | 'reviewer' | 'reason'>
>;

/** What becomes of a draft that is approved. */
export type Publishing =
  | { outcome: 'published'; revision: number; publication?: number | undefined }
  /** Somebody else decided meanwhile; `draft` is how it stands. */
  | { outcome: 'decided'; draft: Draft }
  /** The entry changed since its author saw it: nothing was written. */
  | { outcome: 'outdated'; current: number };

/** Drafts, from the first word typed to the revision they become. Every change of state is kept in the audit. */
export interface Drafts {
  add(draft: NewDraft, at: Date): Promise<Draft>;
  get(id: string): Promise<Draft | undefined>;
  /** Newest change first. */
  list(of: {
    desk: string;
    states?: readonly DraftState[];
    author?: string;
    entry?: string;
    limit: number;
  }): Promise<Draft[]>;
  /** False when it changed since `version`: nothing was written. */
  change(id: string, version: number, change: DraftChange, by: string, at: Date): Promise<boolean>;
  /**
   * Writes the draft's body as a revision of its entry and ends the draft, as one transaction. Of two who do it at once
   * one wins.
   */
  publish(id: string, version: number, body: EntryBody, by: string, at: Date): Promise<Publishing>;
}
