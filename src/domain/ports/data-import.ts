import type { Draft } from '../draft.ts';
import type { EntryBody } from '../entry.ts';
import type { Source } from '../source.ts';
import type { FieldChange } from './editing.ts';
import type { FieldFault } from './entry-check.ts';

/** What somebody brings: a file, or a text that was pasted. `path` is how it is called when something is wrong with it. */
export interface BroughtFile {
  path: string;
  bytes: Uint8Array;
}

/** What is wrong at one place, and what to write instead. Line and column count from 1. */
export interface BroughtFault {
  file: string;
  line: number;
  column: number;
  what: string;
  fix: string;
}

export interface BroughtEntry {
  body: EntryBody;
  /** Beside what the desk has under this id. */
  standing: 'new' | 'changed' | 'same';
  /** What it changes of that, word by word. */
  changes: FieldChange[];
}

/** What was brought, held to the rules of the desk's own files. With any fault none of it is taken. */
export type LookedAt =
  | { ok: true; entries: BroughtEntry[]; sources: Source[] }
  | { ok: false; faults: BroughtFault[] };

/** What became of one entry that is new or changed. */
export type Taken = { id: string } & (
  | { outcome: 'in review' | 'published'; draft: string }
  /** The draft is kept; why it went no further. */
  | { outcome: 'kept'; draft: string; faults: FieldFault[]; state: Draft['state'] }
);

/** Entries and sources in the desk's own forms: YAML, Markdown, JSON or a table. */
export interface DataImport {
  /** Whether a text is written in one of these, as far as its beginning tells. */
  isData(text: string): Promise<'yes' | 'perhaps' | 'no'>;
  /** Writes nothing. */
  look(desk: string, files: readonly BroughtFile[]): Promise<LookedAt>;
  /**
   * Adds the sources, and drafts what is new or changed: in review, or published where one pair of eyes is enough and
   * `publish` says so. Done twice it is done once.
   */
  take(
    desk: string,
    looked: Extract<LookedAt, { ok: true }>,
    by: { person: string; publish?: boolean },
  ): Promise<Taken[]>;
}
