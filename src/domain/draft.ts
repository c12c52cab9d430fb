import type { EntryBody } from './entry.ts';
import type { ListedKind } from './sources/listed.ts';

/**
 * What approval of a draft does. `source` adds a source for others to cite. `import` writes a complete entry from a
 * file, with its own id, day and state; the value `written` holds it as JSON.
 */
export type DraftAct = 'add' | 'edit' | 'correct' | 'supersede' | 'retract' | 'undo' | 'source' | 'import';

/**
 * draft: being written; nothing typed is lost. in review: waits for a second person. returned: back with its author,
 * with a reason. published: done. discarded: given up. The last two are final.
 */
export type DraftState = 'draft' | 'in review' | 'returned' | 'published' | 'discarded';

/** States that are not final. */
export const openStates: readonly DraftState[] = ['draft', 'in review', 'returned'];

/** Origin of a draft: the imported page or text. Never exported, never shown to readers. */
export interface Excerpt {
  url?: string | undefined;
  title?: string | undefined;
  /** The source's sentence, at most 500 characters. */
  sentence?: string | undefined;
  /** The import's id. */
  import?: string | undefined;
}

/** Work in progress on an entry, source or name, kept as typed until it is published. */
export interface Draft {
  /** Short, for people to type: 5 characters of `[0-9a-z]`. */
  id: string;
  desk: string;
  act: DraftAct;
  type: EntryBody['type'] | ListedKind;
  /** What it changes or adds; missing until it has an id. */
  entry?: string | undefined;
  /** The entry's revision that its author saw; 0 for a new one. */
  base: number;
  /** Text as typed, by form field; authoritative until submission. */
  values: Record<string, string>;
  /** Entry made from the values when they last had no fault. */
  body?: EntryBody | undefined;
  excerpt?: Excerpt | undefined;
  state: DraftState;
  author: string;
  /** The person who last changed its values. */
  editor: string;
  /** The person who approved, returned or discarded it. */
  reviewer?: string | undefined;
  /** Reason for its return. */
  reason?: string | undefined;
  createdAt: Date;
  updatedAt: Date;
  /** Increases with every change; a change based on an older version is refused. */
  version: number;
}
