import { Readability } from '@mozilla/readability';
import { shortLine } from '../../domain/text.ts';
import { type ImportFault, refused } from '../../http/fault.ts';
import { dateAlone } from '../dates/date-alone.ts';
import { type Article, asAuthor, pageParagraphs } from './article.ts';
import { type PageElement, type PageNode, pageDocument } from './measure-html.ts';
import { pageFacts } from './page-facts.ts';

const largest = 5_000_000;
/** Shorter text is a teaser, a login page or a cookie notice. */
const fewestCharacters = 200;

export type ReadArticle = { ok: true; article: Article } | { ok: false; fault: ImportFault };

/** The article on a page fetched from `url`. Never throws. */
export function readArticle(html: string, url: string): ReadArticle {
  const document = html.length <= largest ? pageDocument(html) : undefined;
  if (!document) return refused('too_complex');
  const facts = pageFacts(document, url);
  const found = mainContent(document);
  const paragraphs = found?.content ? pageParagraphs(found.content) : [];
  const length = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
  if (length < fewestCharacters) return refused('no_article');
  const title = facts.title ?? shortLine(found?.title, 300);
  const author = facts.author ?? asAuthor(found?.byline);
  const text = paragraphs.map((paragraph) => withoutByline(paragraph, author)).filter(Boolean);
  return {
    ok: true,
    article: { ...facts, ...(title && { title }), ...(author && { author }), paragraphs: text },
  };
}

/** Readability expects a browser's DOM and throws where linkedom's differs. */
function mainContent(document: PageElement) {
  try {
    return new Readability<PageNode>(document, { serializer: (node: PageNode) => node }).parse();
  } catch {
    return null;
  }
}

/** Removes a byline from the text: from its first sentence, or as a paragraph of its own. */
function withoutByline(paragraph: string, author: string | undefined): string {
  const rest = paragraph.replace(/^by /i, '');
  if (!author || !rest.toLowerCase().startsWith(author.toLowerCase())) return paragraph;
  const after = rest.slice(author.length).replace(/^[\s,·|–—-]+/, '');
  if (after === '' || dateAlone(after) !== undefined) return '';
  return rest === paragraph ? paragraph : after;
}
