import { Readability } from '@mozilla/readability';
import { plainLine, shortLine, withoutPunctuation } from '../../domain/text.ts';
import { cleanUrl } from '../../http/addresses.ts';
import { failedWith, type ImportFault } from '../../http/fault.ts';
import { isPersonLike } from '../../search/names/in-text.ts';
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
  if (!document) return failedWith('too_complex');
  const facts = pageFacts(document, url);
  const found = mainContent(document);
  const paragraphs = found?.content ? pageParagraphs(found.content) : [];
  const length = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
  if (length < fewestCharacters) return failedWith('no_article');
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
 * or end with only an address, a date or "By …" is metadata, and so is a name above one of these; the first address is
 * the source.
 */
export function readPasted(text: string): ReadArticle {
  if (text.length > longestPasted) return failedWith('text_too_long');
  const paragraphs = pastedParagraphs(text);
  const address = /https?:\/\/[^\s<>"']{4,2000}/.exec(text)?.[0];
  const url = address === undefined ? undefined : cleanUrl(withoutPunctuation(address));
  const [first, second] = paragraphs.filter((line) => !isAddress(line));
  const title = first !== undefined && second !== undefined && isTitle(first) ? first : undefined;
  const rest = title === undefined ? paragraphs : paragraphs.slice(paragraphs.indexOf(title) + 1);
  const said = rest.filter((line) => !isAddress(line)).length > 1 ? headOf(rest) : { lines: 0 };
  const { author, publication, dated, lines } = said;
  const day = dated && readDate(dated);
  const kept = [...rest.slice(0, lines).filter((line) => !isSaidOf(line, said)), ...rest.slice(lines)];
  const body = kept.filter((line) => !isAddress(line));
  if (body.length === 0) return failedWith('empty_text');
  return {
    ok: true,
    article: {
      ...(title && { title }),
      ...(author && { author }),
      ...(publication && { publication }),
      ...(day && { dated: day }),
      ...(url && { url }),
      opinion: false,
      paragraphs: body,
    },
  };
}

/** So many lines under a title may say where the text comes from. */
const mostHead = 5;

interface Head extends Byline {
  /** As it stands there. */
  dated?: string;
  /** How many lines it has. */
  lines: number;
}

/** What the first lines say of the text: who wrote it, with "By" or above a date or an address, and when. */
function headOf(lines: readonly string[]): Head {
  const head = lines.slice(0, mostHead);
  const last = head.findLastIndex((line) => isAddress(line) || isDate(line) || bylineOf(line) !== undefined);
  const above = head.slice(0, last);
  const by = head.slice(0, 3).find((line) => bylineOf(line) !== undefined);
  const dated = head.find(isDate);
  const byline = by === undefined ? { author: above.find(isName) } : bylineOf(by);
  return { ...byline, ...(dated && { dated }), lines: last + 1 };
}

const isSaidOf = (line: string, { author, dated }: Head) =>
  line === dated || isDate(line) || (author !== undefined && (bylineOf(line)?.author ?? line) === author);

const isAddress = (line: string) => !line.includes(' ') && /https?:\/\/\S/.test(line);
const isDate = (line: string) => line.length <= 60 && readDate(line) !== undefined;

interface Byline {
  author?: string | undefined;
  publication?: string;
}

/** `By Ann Lee`, `By Ann Lee, Example Times, 27 November 2026`: who wrote it, who published it, and its day. */
function bylineOf(line: string): Byline | undefined {
  const said = /^by:? (\p{Lu}[^.!?]{1,100})$/iu.exec(line)?.[1];
  if (said === undefined) return undefined;
  const parts = said.split(/ ?[,|·] /);
  const day = parts.findIndex((_, at) => at > 0 && isWholeDate(parts.slice(at).join(', ')));
  const names = day === -1 ? parts : parts.slice(0, day);
  const last = names.at(-1) ?? '';
  // `By A, B and C` are three people, and `By A, B` two where B is called as people are.
  const isAnother = said.includes(`, ${last}`) && isPersonLike(last);
  if (names.length < 2 || /(?: and | & |^and )/.test(last) || isAnother) return { author: names.join(', ') };
  return { author: names.slice(0, -1).join(', '), publication: last };
}

/** A date and nothing beside it. */
const isWholeDate = (text: string) =>
  /^(?:(?:mon|tues?|wed|thu|fri|sat|sun)\p{Ll}*,? )?(?:\p{L}+\.? )?\d/iu.test(text) && isDate(text);
const isName = (line: string) =>
  line.length <= 80 && /^\p{L}[^.!?]*$/u.test(line) && /^\S+(?: \S+){1,5}$/.test(line) && !isDate(line);

/** Blank lines separate paragraphs; without any, and where one says where the text comes from, each line is one. */
function pastedParagraphs(text: string): string[] {
  const blocks = /\n[^\S\n]*\n/.test(text.trim()) ? text.split(/\n\s*\n/) : text.split('\n');
  const isHead = (block: string) =>
    block
      .split('\n', mostHead)
      .map((line) => line.trim())
      .some((line) => isAddress(line) || isDate(line) || bylineOf(line) !== undefined);
  const parts = blocks.flatMap((block, at) => (at < mostHead && isHead(block) ? block.split('\n') : [block]));
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
