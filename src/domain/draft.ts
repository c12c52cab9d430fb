import type { EntryBody } from './entry.ts';

/**
 * What a draft will do to the desk when it is approved. `source` adds a source for others to cite. `import` writes an entry
 * as a file has it: whole, with its own id, day and state, in the value `written` as JSON.
 */
export const draftActs = [
  'add',
  'edit',
  'correct',
  'supersede',
  'retract',
  'undo',
  'source',
  'import',
] as const;
export type DraftAct = (typeof draftActs)[number];

/**
 * draft: being written; nothing typed is lost. in review: waits for a second person. returned: back with its author, with
 * a reason. published: done. discarded: given up; both are final.
 */
export const draftStates = ['draft', 'in review', 'returned', 'published', 'discarded'] as const;
export type DraftState = (typeof draftStates)[number];

/** States at none of a draft's ends. */
export const openStates: readonly DraftState[] = ['draft', 'in review', 'returned'];

/** Where the words of a draft come from: the page or the text that was imported. Never exported, never shown to readers. */
export interface Excerpt {
  url?: string | undefined;
  title?: string | undefined;
  /** The source's own sentence, at most 500 characters. */
  sentence?: string | undefined;
  /** The import's id. */
  import?: string | undefined;
}

/** What somebody is writing. It is kept as typed until it can become a revision of an entry. */
export interface Draft {
  /** Short, for people to type: 5 characters of `[0-9a-z]`. */
  id: string;
  desk: string;
  act: DraftAct;
  type: 'brief' | 'fact';
  /** The entry that it changes, or will add; none while it has no id yet. */
  entry?: string | undefined;
  /** The entry's revision that its author saw; 0 for a new one. */
  base: number;
  /** As typed, by field of the form; the only truth until it is submitted. */
  values: Record<string, string>;
  /** What the values came to when they were last without a fault. */
  body?: EntryBody | undefined;
  excerpt?: Excerpt | undefined;
  state: DraftState;
  author: string;
  /** Who changed its values last. */
  editor: string;
  /** Who approved, returned or discarded it. */
  reviewer?: string | undefined;
  /** Why it was returned. */
  reason?: string | undefined;
  createdAt: Date;
  updatedAt: Date;
  /** Grows with every change: a change that saw an older one is refused. */
  version: number;
}
