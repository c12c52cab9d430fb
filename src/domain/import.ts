import type { FactKind, Standing } from './vocabulary.ts';

/** Metadata of an article from a page or pasted text, in plain text; none of it is the desk's own wording. */
export interface ArticleAbout {
  title?: string;
  author?: string;
  /** Site or newspaper. */
  publication?: string;
  /** Date of publication: EDTF, as precise as the page. */
  dated?: string;
  /** Address to cite, without tracking parameters; the canonical one if plausible. */
  url?: string;
  /** BCP 47, such as `en` or `ru-KZ`. */
  language?: string;
  /** The page labels it opinion, analysis or commentary. */
  opinion: boolean;
}

/** Fingerprint for recognising a text: the smallest hashes of its runs of five words. Reveals no words. */
export interface Signature {
  /** Number of distinct runs in the text. */
  count: number;
  /** Ascending, each below 2^32; at most 1,024. */
  hashes: number[];
}

/** Longest stored excerpt of a source, in characters. */
export const longestExcerpt = 500;

/** A parsed article: its metadata, and only those sentences that may hold a fact. */
export interface ReadArticle {
  about: ArticleAbout;
  /** In order, each at most `longestExcerpt` characters. */
  sentences: string[];
  signature: Signature;
  /** Key equal for all spellings of its address; missing without an address. Never shown. */
  key?: string;
  /** Set if the article exceeded the limits and was not read to its end. */
  partly?: true;
}

/** A sentence of an import that may hold a fact. */
export interface ProposedClaim {
  /** Derived from the sentence, so equal at every reading. */
  id: string;
  sentence: string;
  kind: FactKind;
  /** For the editor to confirm. */
  standing: Extract<Standing, 'reported' | 'opinion' | 'speculation'>;
  /** EDTF. Empty: the article's own date applies. */
  dates: string[];
  people: string[];
  countries: string[];
  places: string[];
  organisations: string[];
  topics: string[];
  /** In the better half of the article's claims. */
  likely: boolean;
  /** Facts of the desk that say the same, likeliest first. */
  matches: string[];
  /** Facts that are like it: about the same names at the same time. */
  similar: string[];
}

/** An article imported by an editor. Its sentences are visible only to editors of its desk, and expire. */
export interface Import {
  /** Short, for people to type: 5 characters of `[0-9a-z]`. */
  id: string;
  desk: string;
  key?: string | undefined;
  signature: Signature;
  about: ArticleAbout;
  /** Empty after they expired. */
  sentences: string[];
  /** The source that its drafts cite, and the draft that adds that source, unless the desk had it. */
  source?: string | undefined;
  /** Draft of its brief. */
  brief?: string | undefined;
  by: string;
  at: Date;
}
