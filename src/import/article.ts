/** An article as it came from outside, in plain text. Nothing of it is the desk's own words. */
export interface Article {
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
  paragraphs: string[];
}

/** Paragraphs and characters that are kept; an article has a tenth of either. */
export const mostParagraphs = 1000;
export const longestParagraph = 20_000;
