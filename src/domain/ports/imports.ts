import type { Desk, DeskDefinition } from '../desk.ts';
import type { Draft } from '../draft.ts';
import type { EntryBody } from '../entry.ts';
import type { ArticleAbout, Import, ProposedClaim, ReadArticle } from '../import.ts';
import type { ListedBody, ListedKind } from '../sources/listed.ts';
import type { Source } from '../sources/source.ts';
import type { FieldFault } from './content.ts';
import type { FieldChange } from './drafts.ts';
import type { EntryReader, Scope, StoredEntry } from './entries.ts';

export type NewImport = Omit<Import, 'id'>;

/** Imported articles. Sentences are stored for a few days, the keys that recognise an article permanently. */
export interface Imports {
  /** `expires`: when the sentences are deleted. */
  add(one: NewImport, expires: Date): Promise<Import>;
  /** With sentences unless they have expired at `now`. */
  get(id: string, now: Date): Promise<Import | undefined>;
  change(
    id: string,
    change: { about?: ArticleAbout; source?: string | undefined; brief?: string | undefined },
  ): Promise<void>;
  /** A desk's imports that became briefs, to detect duplicates. Without sentences. */
  known(desk: string): Promise<Import[]>;
  /** Address keys of imports that became drafts, newest first. */
  keys(desk: string): Promise<string[]>;
  /** Deletes expired sentences; writes nothing if there are none. */
  forget(now: Date): Promise<void>;
}

/** A file or pasted text to import. `path` names it in faults. */
export interface BroughtFile {
  path: string;
  bytes: Uint8Array;
}

/** A fault at one place and its fix. Line and column count from 1. */
export interface BroughtFault {
  file: string;
  line: number;
  column: number;
  what: string;
  fix: string;
}

export interface ImportedEntry {
  /** Of sources and names only those that chat added and this changes. */
  body: EntryBody | ({ type: ListedKind } & ListedBody);
  /** Compared with the desk's entry of this id. */
  standing: 'new' | 'changed' | 'same';
  /** Word-level changes to that entry. */
  changes: FieldChange[];
}

/** Imported files, validated like the desk's own files. Any fault rejects all of them. */
export type LookedAt =
  /** `sources`: those that are new. */
  { ok: true; entries: ImportedEntry[]; sources: Source[] } | { ok: false; faults: BroughtFault[] };

/** Outcome of one new or changed entry. */
export type Taken = { id: string } & (
  | { outcome: 'in review' | 'published'; draft: string }
  /** The draft is saved but not submitted; `faults` says why. */
  | { outcome: 'kept'; draft: string; faults: FieldFault[]; state: Draft['state'] }
);

/** Called as entries reach a step, with how many of all have; what has reached one is stored. */
export type ImportProgress = (step: 'drafted' | 'submitted' | 'published', done: number, of: number) => void;

/** Imports entries and sources in the export formats: YAML, Markdown, JSON or CSV. */
export interface DataImport {
  /** Whether a text begins like one of these formats. */
  isData(text: string): Promise<'yes' | 'perhaps' | 'no'>;
  /** Validates and compares. Writes nothing. */
  look(desk: string, files: readonly BroughtFile[]): Promise<LookedAt>;
  /**
   * Adds the new sources, and drafts for changed sources and for new or changed entries: in review, or published if the desk has `review: one` and
   * `publish` is set. Idempotent: one that was stopped goes on where it was.
   */
  take(
    desk: string,
    looked: Extract<LookedAt, { ok: true }>,
    by: { person: string; publish?: boolean; onProgress?: ImportProgress },
  ): Promise<Taken[]>;
}

/** `says` tells an editor what to do. `isFeed`: the address is a feed or a list of feeds. */
export type ArticleReading =
  | { ok: true; article: ReadArticle }
  | { ok: false; says: string; isFeed?: boolean };

/** Context of claims: the desk's names, and its facts as an editor sees them. */
interface ClaimView {
  desk: DeskDefinition;
  entries: Pick<EntryReader, 'list'>;
  scope: Scope;
}

/** A duplicate: a source or import with the same address, or an import with nearly the same text. */
export type KnownAs = { by: 'address'; source?: Source; import?: Import } | { by: 'text'; import: Import };

/** Reads articles and proposes claims from them. */
export interface ArticleReader {
  /** Takes at most 10 seconds for the network and 15 for parsing. Accepts any typed address. */
  page(address: string, desk: DeskDefinition): Promise<ArticleReading>;
  pasted(text: string, desk: DeskDefinition): Promise<ArticleReading>;
  /** Most likely first. */
  claims(article: Pick<Import, 'about' | 'sentences'>, desk: ClaimView): Promise<ProposedClaim[]>;
  /** The duplicate on the desk, if any. */
  knownAs(
    article: ReadArticle,
    desk: { sources: readonly Source[]; imports: readonly Import[] },
  ): Promise<KnownAs | undefined>;
  /** The date that a text means, such as `18 March 2026`, as EDTF. */
  date(words: string): Promise<string | undefined>;
}

export const exportFormats = ['yaml', 'csv', 'json', 'ics'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface Exported {
  /** Files with their paths in a content folder. */
  files: { path: string; text: string }[];
  /** Number of entries that the format cannot hold; a calendar holds only facts dated to the day. */
  leftOut: number;
}

/** Writes entries in a file format. Never includes the article text that a draft was made from. */
export interface DataExport {
  write(format: ExportFormat, desk: Desk, entries: readonly StoredEntry[], now: Date): Promise<Exported>;
}

/** Normalises web addresses. */
export interface Addresses {
  /**
   * Without fragment and tracking parameters; undefined if it is no web address that is read. `from`: the address of
   * what names it; missing: a person does.
   */
  clean(address: string, from?: string): string | undefined;
  /** Key that is equal for all spellings of an address. Never shown. */
  key(address: string): string;
}
