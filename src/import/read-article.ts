import { Readability } from '@mozilla/readability';
import type { Article } from './article.ts';
import { type ImportFault, refused } from './import-fault.ts';
import { type PageNode, pageDocument } from './page-document.ts';
import { pageFacts } from './page-facts.ts';
import { pageParagraphs } from './page-paragraphs.ts';
import { shortLine } from './plain-text.ts';

const largest = 5_000_000;
/** Less than this is a teaser, a login page or a notice of cookies. */
const fewestCharacters = 200;

export type ReadArticle = { ok: true; article: Article } | { ok: false; fault: ImportFault };

/** The article on a page that was fetched from `url`. Never throws, whatever the page holds. */
export function readArticle(html: string, url: string): ReadArticle {
  const document = html.length <= largest ? pageDocument(html) : undefined;
  if (!document) return refused('too_complex');
  const facts = pageFacts(document, url);
  const found = new Readability<PageNode>(document, { serializer: (node: PageNode) => node }).parse();
  const paragraphs = found?.content ? pageParagraphs(found.content) : [];
  const length = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
  if (length < fewestCharacters) return refused('no_article');
  const title = facts.title ?? shortLine(found?.title, 300);
  const author = facts.author ?? shortLine(found?.byline?.replace(/^by:? /i, ''), 120);
  const text = paragraphs.map((paragraph) => withoutByline(paragraph, author));
  return {
    ok: true,
    article: { ...facts, ...(title && { title }), ...(author && { author }), paragraphs: text },
  };
}

/** A byline that stands in the text itself is no part of its first sentence. */
function withoutByline(paragraph: string, author: string | undefined): string {
  const byline = `by ${author?.toLowerCase()} `;
  return author && paragraph.toLowerCase().startsWith(byline) ? paragraph.slice(byline.length) : paragraph;
}
