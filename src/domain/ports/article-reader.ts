import type { DeskDefinition } from '../desk.ts';
import type { Import, ProposedClaim, ReadArticle } from '../import.ts';
import type { Source } from '../source.ts';
import type { EntryReader, Scope } from './entries.ts';

/** `says` tells an editor what to do. `isFeed`: at the address is a feed, or a list of feeds. */
export type Reading = { ok: true; article: ReadArticle } | { ok: false; says: string; isFeed?: boolean };

/** What a claim is held against: the desk's names, and its facts as an editor sees them. */
export interface ClaimView {
  desk: DeskDefinition;
  entries: Pick<EntryReader, 'list'>;
  scope: Scope;
}

/** Of the same address: the source, or the import that led to a brief. Of nearly the same text: the import. */
export type KnownAs = { by: 'address'; source?: Source; import?: Import } | { by: 'text'; import: Import };

/** Reads articles, and finds in them what an editor may want. */
export interface ArticleReader {
  /** Within 10 seconds for the network and 15 for reading; the address may be any that somebody typed. */
  page(address: string, desk: DeskDefinition): Promise<Reading>;
  pasted(text: string, desk: DeskDefinition): Promise<Reading>;
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
