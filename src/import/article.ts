import type { ArticleAbout } from '../domain/import.ts';

/** An article as it came from outside, in plain text. Nothing of it is the desk's own words. */
export interface Article extends ArticleAbout {
  paragraphs: string[];
}

/** Paragraphs and characters that are kept; an article has a tenth of either. */
export const mostParagraphs = 1000;
export const longestParagraph = 20_000;
