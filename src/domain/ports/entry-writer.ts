import type { EntryBody } from '../entry.ts';

export interface EntryEdit {
  desk: string;
  /** Must have passed its schema. */
  body: EntryBody;
  /** The id of the person who writes. */
  actor: string;
  /** The revision that the person saw; 0 for a new entry. */
  base: number;
}

export type EntryEditResult =
  /** `publication`: the number it was announced under; none for a silent edit, or one that readers may not see yet. */
  | { outcome: 'written'; revision: number; publication?: number }
  /** Somebody else wrote meanwhile: nothing was written; `current` is the revision to look at, 0 for none. */
  | { outcome: 'outdated'; current: number };

/** Writes one revision of one entry from chat, as one transaction. */
export interface EntryWriter {
  write(edit: EntryEdit, at: Date): Promise<EntryEditResult>;
}
