import type { Desk, DeskDefinition } from '../desk.ts';
import type { Draft } from '../draft.ts';
import type { EntryBody } from '../entry.ts';
import type { ArticleAbout, Import, ProposedClaim, ReadArticle } from '../import.ts';
import type { Source } from '../sources/source.ts';
import type { FieldFault } from './content.ts';
import type { FieldChange } from './drafts.ts';
import type { EntryReader, Scope, StoredEntry } from './entries.ts';

export type NewImport = Omit<Import, 'id'>;

/** Articles brought in by editors: their sentences for some days, and for good what they are known again by. */
export interface Imports {
  /** `expires`: when the sentences are forgotten. */
  add(one: NewImport, expires: Date): Promise<Import>;
  /** With its sentences, unless they have run out by `now`. */
  get(id: string, now: Date): Promise<Import | undefined>;
  change(
    id: string,
    change: { about?: ArticleAbout; source?: string | undefined; brief?: string | undefined },
  ): Promise<void>;
  /** Those of a desk that have led to a brief: what a new article may be the same as. Without sentences. */
  known(desk: string): Promise<Import[]>;
  /** Keys of the addresses of those that have led to a draft, the newest first. */
  keys(desk: string): Promise<string[]>;
  /** Deletes sentences that have run out. Nothing is written where there are none. */
  forget(now: Date): Promise<void>;
}

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

export interface ImportedEntry {
  body: EntryBody;
  /** Beside what the desk has under this id. */
  standing: 'new' | 'changed' | 'same';
  /** What it changes of that, word by word. */
  changes: FieldChange[];
}

/** What was brought, held to the rules of the desk's own files. With any fault none of it is taken. */
export type LookedAt =
  | { ok: true; entries: ImportedEntry[]; sources: Source[] }
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

/** `says` tells an editor what to do. `isFeed`: at the address is a feed, or a list of feeds. */
export type ArticleReading =
  | { ok: true; article: ReadArticle }
  | { ok: false; says: string; isFeed?: boolean };

/** What a claim is held against: the desk's names, and its facts as an editor sees them. */
interface ClaimView {
  desk: DeskDefinition;
  entries: Pick<EntryReader, 'list'>;
  scope: Scope;
}

/** Of the same address: the source, or the import that led to a brief. Of nearly the same text: the import. */
export type KnownAs = { by: 'address'; source?: Source; import?: Import } | { by: 'text'; import: Import };

/** Reads articles, and finds in them what an editor may want. */
export interface ArticleReader {
  /** Within 10 seconds for the network and 15 for reading; the address may be any that somebody typed. */
  page(address: string, desk: DeskDefinition): Promise<ArticleReading>;
  pasted(text: string, desk: DeskDefinition): Promise<ArticleReading>;
  /** The likeliest first. */
  claims(article: Pick<Import, 'about' | 'sentences'>, desk: ClaimView): Promise<ProposedClaim[]>;
  /** As what the desk has it already, if it has. */
  knownAs(
    article: ReadArticle,
    desk: { sources: readonly Source[]; imports: readonly Import[] },
  ): Promise<KnownAs | undefined>;
  /** The day, month or year that words mean, as EDTF: `18 March 2026`. */
  date(words: string): Promise<string | undefined>;
}

export const exportFormats = ['yaml', 'csv', 'json', 'ics'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface Exported {
  /** Named as they would stand in a folder. */
  files: { path: string; text: string }[];
  /** Entries that the format cannot hold: a calendar takes facts that are dated to the day. */
  leftOut: number;
}

/** Writes entries as a file would have them. What a draft was made from is no part of an entry and is never in it. */
export interface DataExport {
  write(format: ExportFormat, desk: Desk, entries: readonly StoredEntry[], now: Date): Promise<Exported>;
}

/** What two ways to write an address have in common. */
export interface Addresses {
  /** Without fragment and tracking parameters; undefined for what is no public web address. */
  clean(address: string): string | undefined;
  /** One form for all ways to write it. Never shown. */
  key(address: string): string;
}
