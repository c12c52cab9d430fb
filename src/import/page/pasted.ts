import { plainLine, withoutPunctuation } from '../../domain/text.ts';
import { cleanUrl } from '../../http/addresses.ts';
import { refused } from '../../http/fault.ts';
import { dateAlone } from '../dates/date-alone.ts';
import { longestParagraph, mostParagraphs } from './article.ts';
import type { ReadArticle } from './read-article.ts';

const longestPasted = 200_000;
/** Lines behind the title that may say where the text comes from. */
const headerLines = 5;
/** In characters. */
const longestHeader = 160;

type About = Partial<Record<'title' | 'author' | 'publication' | 'dated', string>>;

/**
 * An article from text pasted by an editor. A first line that reads like a title is the title; lines behind it that
 * hold only an author, a publication or a date, and nothing that makes a sentence, are metadata; the first address is
 * the source.
 */
export function readPasted(text: string): ReadArticle {
  if (text.length > longestPasted) return refused('text_too_long');
  const address = /https?:\/\/[^\s<>"']{4,2000}/.exec(text)?.[0];
  const url = address === undefined ? undefined : cleanUrl(withoutPunctuation(address));
  const parts = pastedParts(text);
  const lines = parts.flatMap(headerOf);
  const about: About = {};
  const paragraphs: string[] = [];
  for (const [at, line] of lines.slice(0, headerLines + 1).entries()) {
    const read = lines.length > 1 ? aboutIn(line) : undefined;
    const isName = read === undefined && at > 0 && isNameAlone(line) && isBeside(lines, at);
    if (read) Object.assign(about, { ...read, ...about });
    else if (isName) about.author ??= line;
    else if (at === 0 && lines.length > 1 && isTitle(line)) about.title ??= line;
    else paragraphs.push(line);
  }
  paragraphs.push(...lines.slice(headerLines + 1));
  if (paragraphs.length === 0) return refused('empty_text');
  return { ok: true, article: { ...about, ...(url && { url }), opinion: false, paragraphs } };
}

/** Blank lines separate paragraphs; without any, each line is one. Lines with nothing but an address are left out. */
function pastedParts(text: string): string[][] {
  const parts = /\n[^\S\n]*\n/.test(text.trim()) ? text.split(/\n\s*\n/) : text.split('\n');
  return parts
    .flatMap((part) => {
      const lines = part
        .split('\n')
        .map((line) => plainLine(line).slice(0, longestParagraph))
        .filter((line) => line !== '' && (line.includes(' ') || !/https?:\/\/\S/.test(line)));
      return lines.length === 0 ? [] : [lines];
    })
    .slice(0, mostParagraphs);
}

/** A part as paragraphs: lines of a header each on their own, and what was wrapped joined. */
function headerOf(lines: readonly string[], at: number): string[] {
  const whole = plainLine(lines.join(' ')).slice(0, longestParagraph);
  const [first = '', second] = lines;
  if (at >= headerLines || second === undefined) return [whole];
  const isTitled = at === 0 && aboutIn(first) === undefined && isTitle(first);
  const from = isTitled ? 1 : 0;
  const isHeader = (line: string, index: number) =>
    aboutIn(line) !== undefined || (isNameAlone(line) && aboutIn(lines[index + 1] ?? '') !== undefined);
  const end = lines.findIndex((line, index) => index >= from && !isHeader(line, index));
  const header = lines.slice(0, end === -1 ? lines.length : end);
  const rest = plainLine(lines.slice(header.length).join(' '));
  // A date that a wrapped sentence has on a line of its own is a part of it.
  if (header.length === from || /^[\p{Ll},;]/u.test(rest)) return [whole];
  return [...header, ...(rest === '' ? [] : [rest])];
}

const labels: readonly [RegExp, keyof About][] = [
  [/^(?:title|headline|заголовок):\s*/iu, 'title'],
  [/^(?:source|publication|publisher|источник|издание):\s*/iu, 'publication'],
  [/^(?:(?:written\s+)?by|authors?|автор|авторы|текст):\s*/iu, 'author'],
  [/^(?:date|published|updated|posted|дата|опубликовано|обновлено)(?:\s+on)?:\s*/iu, 'dated'],
];

const names = /^\p{Lu}[\p{L}\p{M}.'’-]*(?:,? (?:and |и |van |von |de |bin )?\p{Lu}[\p{L}\p{M}.'’-]*){1,7}$/u;

/** What a line tells about the text; undefined for a line of the text itself. */
function aboutIn(line: string): About | undefined {
  if (line.length > longestHeader) return undefined;
  for (const [label, key] of labels) {
    const value = line.replace(label, '').trim();
    if (value === line || value === '') continue;
    if (key !== 'dated') return { [key]: value };
    const dated = dateAlone(value);
    return dated === undefined ? undefined : { dated };
  }
  const about: About = {};
  for (const part of line.split(/\s*[|•·]\s*/)) {
    const by = /^by\s+(.*)$/i.exec(part)?.[1];
    const dated = dateAlone(part);
    if (by !== undefined && names.test(by)) about.author ??= by;
    else if (dated !== undefined) about.dated ??= dated;
    else if (part !== line && isNameAlone(part) && about.author === undefined) about.author = part;
    else if (part !== line && names.test(part)) about.publication ??= part;
    else return undefined;
  }
  const isTold = about.dated !== undefined || /^by\s/i.test(line);
  return isTold ? about : undefined;
}

/** Two or three capitalised words. */
const isNameAlone = (line: string) => names.test(line) && line.split(' ').length <= 3;

/** A name alone is the author's only where the next line, or the one before, is of the header too. */
const isBeside = (lines: readonly string[], at: number): boolean =>
  [lines[at + 1], at > 1 ? lines[at - 1] : undefined].some(
    (line) => line !== undefined && aboutIn(line) !== undefined,
  );

/** Short, and not a complete sentence. */
function isTitle(line: string): boolean {
  return line.length <= longestHeader && !/[.:;,]["”’]?$/.test(line) && line.split(' ').length >= 2;
}
