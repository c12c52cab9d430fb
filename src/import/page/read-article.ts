import { Readability } from '@mozilla/readability';
import { plainLine, shortLine, withoutPunctuation } from '../../domain/text.ts';
import { cleanUrl } from '../../http/addresses.ts';
import { type ImportFault, refused } from '../../http/fault.ts';
import { readDate } from '../dates/relative.ts';
import { type Article, asAuthor, longestParagraph, mostParagraphs, pageParagraphs } from './article.ts';
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
  if (after === '' || readDate(after) !== undefined) return '';
  return rest === paragraph ? paragraph : after;
}

const longestPasted = 200_000;

/**
 * An article from text pasted by an editor. A first line that reads like a title is the title; a line near the start
 * or end with only an address, a date or "By …" is metadata; the first address is the source.
 */
export function readPasted(text: string): ReadArticle {
  if (text.length > longestPasted) return refused('text_too_long');
  const paragraphs = pastedParagraphs(text);
  const address = /https?:\/\/[^\s<>"']{4,2000}/.exec(text)?.[0];
  const url = address === undefined ? undefined : cleanUrl(withoutPunctuation(address));
  let rest = paragraphs.filter((line) => line.includes(' ') || !/https?:\/\/\S/.test(line));
  const [first, second] = rest;
  const title = first !== undefined && second !== undefined && isTitle(first) ? first : undefined;
  if (title !== undefined) rest = rest.slice(1);
  let author: string | undefined;
  let dated: string | undefined;
  const [head, body] = [rest.slice(0, 3), rest.slice(3)];
  const kept = head.filter((line, index) => {
    if (rest.length === 1) return true;
    const by = /^by:? (\p{Lu}[^.!?]{1,100})$/iu.exec(line)?.[1];
    const date = line.length <= 60 ? readDate(line) : undefined;
    if (by !== undefined && index < 2) author ??= by;
    dated ??= date;
    return by === undefined && date === undefined;
  });
  if (kept.length + body.length === 0) return refused('empty_text');
  return {
    ok: true,
    article: {
      ...(title && { title }),
      ...(author && { author }),
      ...(dated && { dated }),
      ...(url && { url }),
      opinion: false,
      paragraphs: [...kept, ...body],
    },
  };
}

/** Blank lines separate paragraphs; without any, each line is one. */
function pastedParagraphs(text: string): string[] {
  const parts = /\n[^\S\n]*\n/.test(text.trim()) ? text.split(/\n\s*\n/) : text.split('\n');
  return parts
    .flatMap((part) => {
      const line = plainLine(part);
      return line === '' ? [] : [line.slice(0, longestParagraph)];
    })
    .slice(0, mostParagraphs);
}

/** Short, and not a complete sentence. */
function isTitle(line: string): boolean {
  return line.length <= 160 && !/[.:;,]["”’]?$/.test(line) && line.split(' ').length >= 2;
}
