import { plainLine } from '../../domain/text.ts';
import { cleanUrl } from '../../http/addresses.ts';
import { refused } from '../../http/fault.ts';
import { readDate } from '../dates/relative.ts';
import { longestParagraph, mostParagraphs } from './article.ts';
import type { ReadArticle } from './read-article.ts';

const longest = 200_000;

/**
 * An article from text pasted by an editor. A first line that reads like a title is the title; a line near the start
 * or end with only an address, a date or "By …" is metadata; the first address is the source.
 */
export function readPasted(text: string): ReadArticle {
  if (text.length > longest) return refused('text_too_long');
  const paragraphs = pastedParagraphs(text);
  const address = /https?:\/\/[^\s<>"']{4,2000}/.exec(text)?.[0].replace(/[).,;:!?\]]+$/, '');
  const url = address === undefined ? undefined : cleanUrl(address);
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
