import type { FactKind, Standing } from './vocabulary.ts';

/** What a page or a pasted text says of its article, in plain text. Nothing of it is the desk's own words. */
export interface ArticleAbout {
  title?: string;
  author?: string;
  /** The site or paper it appeared in. */
  publication?: string;
  /** When it appeared: EDTF, as precisely as the page says. */
  dated?: string;
  /** The address to cite: canonical where that is plausible, without what only tracks readers. */
  url?: string;
  /** BCP 47, such as `en` or `ru-KZ`. */
  language?: string;
  /** The page itself calls it opinion, analysis or commentary. */
  opinion: boolean;
}

/** What is stored of a text to know it again: the smallest hashes of its runs of five words. It tells no words. */
export interface Signature {
  /** Different runs in the text. */
  count: number;
  /** Ascending, each a number below 2^32; at most 1,024. */
  hashes: number[];
}

/** The source's own words are kept no longer than this for one excerpt, in characters. */
export const longestExcerpt = 500;

/** An article as it was read: what it says of itself, and of its text only the sentences that may hold a fact. */
export interface ReadArticle {
  about: ArticleAbout;
  /** In the order of the article, each at most `longestExcerpt` characters. */
  sentences: string[];
  signature: Signature;
  /** One form for all ways to write its address; none where it has none. Never shown. */
  key?: string;
  /** It was too long to be read to its end. */
  partly?: true;
}

/** A sentence of an import that may hold a fact. */
export interface ProposedClaim {
  /** Drawn from the sentence: the same one has the same id, however often the article is looked through. */
  id: string;
  sentence: string;
  kind: FactKind;
  /** To be confirmed by the editor. */
  standing: Extract<Standing, 'reported' | 'opinion' | 'speculation'>;
  /** EDTF; none where the sentence gives none, and the article's own date then stands. */
  dates: string[];
  people: string[];
  countries: string[];
  places: string[];
  organisations: string[];
  topics: string[];
  /** Among the better half of what the article has. */
  likely: boolean;
  /** Facts of the desk that it may repeat, the likeliest first. */
  matches: string[];
}

/** An article that an editor brought in. Its text is for the editors of its desk alone, and only for a while. */
export interface Import {
  /** Short, for people to type: 5 characters of `[0-9a-z]`. */
  id: string;
  desk: string;
  key?: string | undefined;
  signature: Signature;
  about: ArticleAbout;
  /** Empty once they have run out. */
  sentences: string[];
  /** The source that drafts made from it cite, and the draft that adds it; no draft where the desk had it. */
  source?: string | undefined;
  /** The draft of its brief. */
  brief?: string | undefined;
  by: string;
  at: Date;
}
