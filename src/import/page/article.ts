import { Parser } from 'htmlparser2';
import jsonc from 'jsonc-parser';
import { z } from 'zod';
import type { ArticleAbout } from '../../domain/import.ts';
import { plainLine, shortLine } from '../../domain/text.ts';
import { isElement, isText, type PageElement, type PageNode } from './measure-html.ts';

const longest = 300_000;
const deepest = 8;

const optionalText = z.string().optional().catch(undefined);
const named = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const authorNames = z
  .union([named.transform((one) => [one]), z.array(z.unknown()).transform((all) => all.flatMap(nameOf))])
  .catch([]);

const articleSchema = z.object({
  headline: optionalText,
  datePublished: optionalText,
  dateCreated: optionalText,
  inLanguage: optionalText,
  author: authorNames,
  publisher: authorNames,
});

/** schema.org metadata of an article. */
type LinkedArticle = z.infer<typeof articleSchema> & { types: string[] };

/** The first article in the page's JSON-LD, else the first page with a date. Overlong scripts are ignored. */
export function linkedArticle(document: PageElement): LinkedArticle | undefined {
  return (
    linked(document, { types: /(Article|BlogPosting|Report)$/, isDated: false }) ??
    linked(document, { types: /^WebPage$/, isDated: true })
  );
}

function linked(
  document: PageElement,
  wanted: { types: RegExp; isDated: boolean },
): LinkedArticle | undefined {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const content = script.textContent ?? '';
    if (content.length > longest) continue;
    const found = firstArticle(parsed(content), wanted, 0);
    if (found) return found;
  }
  return undefined;
}

function nameOf(value: unknown): string[] {
  const read = named.safeParse(value);
  return read.success ? [read.data] : [];
}

/** Sites wrap JSON in CDATA or comments, and write raw line breaks and commas too many. */
function parsed(json: string): unknown {
  const bare = json
    .replace(/^\s*(?:\/\/|\/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*\/)?/, '')
    .replace(/(?:\/\/|\/\*)?\s*(?:\]\]>|-->)\s*(?:\*\/)?\s*$/, '');
  try {
    return JSON.parse(bare);
  } catch {
    try {
      const errors: jsonc.ParseError[] = [];
      return jsonc.parse(bare.replace(/\p{Cc}/gu, ' '), errors, { allowTrailingComma: true });
    } catch {
      // The parser recurses; a document nested that deeply is no metadata.
      return undefined;
    }
  }
}

interface Wanted {
  types: RegExp;
  isDated: boolean;
}

function firstArticle(node: unknown, wanted: Wanted, depth: number): LinkedArticle | undefined {
  if (typeof node !== 'object' || node === null || depth > deepest) return undefined;
  if (!Array.isArray(node)) {
    const types = [(node as Record<string, unknown>)['@type']]
      .flat()
      .filter((type) => typeof type === 'string');
    if (types.some((type) => wanted.types.test(type))) {
      const read = articleSchema.safeParse(node);
      if (read.success && (!wanted.isDated || read.data.datePublished)) return { ...read.data, types };
    }
  }
  for (const child of Object.values(node)) {
    const found = firstArticle(child, wanted, depth + 1);
    if (found) return found;
  }
  return undefined;
}

const linkWords =
  /\s*(?:[|•·]|\b(?:published|updated|posted|follow|view all|more (?:by|from)|read more|share)\b|(?:,|\bon\b)? *\b(?:\d{1,2} \p{Lu}\p{L}+|\p{Lu}\p{L}{2,8}\.? \d{1,2},?) \d{4}).*$/iu;

/** Removes "By", and dates and link texts behind the name; ignores the address of a profile. */
export function asAuthor(text: string | null | undefined): string | undefined {
  const line = shortLine(text, 300)
    ?.replace(/^(written )?by:? /i, '')
    .replace(linkWords, '')
    .replace(/[\s,–—-]+$/, '');
  const name = shortLine(line, 160);
  return name === undefined || /^[a-z]+:|[@<>]|^admin$|^editor(ial team)?$/i.test(name) ? undefined : name;
}

/** A title whose entities were escaped twice, as text. */
export function unescaped(title: string): string {
  if (!/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/i.test(title)) return title;
  const parts: string[] = [];
  const parser = new Parser({ ontext: (text) => void parts.push(text) });
  parser.end(title.replaceAll('<', '&lt;'));
  return parts.join('');
}

const wordSet = (text: string) => new Set(text.split(' '));
const blocks = wordSet(
  'address article blockquote body dd details div dl dt fieldset footer header hr html li main ol p pre section table tbody td tfoot th thead tr ul',
);
/** Elements whose text is no part of the article, such as headings and captions. */
const skipped = wordSet(
  'aside button figcaption figure form h1 h2 h3 h4 h5 h6 head iframe input nav noscript script select style svg template textarea title video audio object',
);

/** Visible text of an element by paragraph. Two line breaks in a row also end a paragraph. */
export function pageParagraphs(root: PageNode): string[] {
  const found: string[] = [];
  let open = '';
  const close = () => {
    for (const part of open.split(/\n\s*\n/)) {
      const line = plainLine(part);
      if (line !== '' && found.length < mostParagraphs) found.push(line.slice(0, longestParagraph));
    }
    open = '';
  };
  const walk = (node: PageNode) => {
    for (const child of node.childNodes) {
      if (isText(child)) open += (child.textContent ?? '').replace(/\s+/g, ' ');
      if (!isElement(child) || skipped.has(child.localName)) continue;
      const block = blocks.has(child.localName);
      if (block) close();
      if (child.localName === 'br') open += '\n';
      else walk(child);
      if (block) close();
    }
  };
  walk(root);
  close();
  return found;
}

/** An article as received, in plain text; none of it is the desk's own wording. */
export interface Article extends ArticleAbout {
  paragraphs: string[];
}

/** Limits on stored paragraphs and characters, ten times those of an article. */
export const mostParagraphs = 1000;
export const longestParagraph = 20_000;
