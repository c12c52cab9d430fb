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

/** The first article in the page's JSON-LD. Invalid or overlong scripts are ignored. */
export function linkedArticle(document: PageElement): LinkedArticle | undefined {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const content = script.textContent ?? '';
    if (content.length > longest) continue;
    const found = firstArticle(parsed(content), 0);
    if (found) return found;
  }
  return undefined;
}

function nameOf(value: unknown): string[] {
  const read = named.safeParse(value);
  return read.success ? [read.data] : [];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function firstArticle(node: unknown, depth: number): LinkedArticle | undefined {
  if (typeof node !== 'object' || node === null || depth > deepest) return undefined;
  if (!Array.isArray(node)) {
    const types = [(node as Record<string, unknown>)['@type']]
      .flat()
      .filter((type) => typeof type === 'string');
    if (types.some((type) => /(Article|BlogPosting|Report)$/.test(type))) {
      const read = articleSchema.safeParse(node);
      if (read.success) return { ...read.data, types };
    }
  }
  for (const child of Object.values(node)) {
    const found = firstArticle(child, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Removes "By"; ignores the address of a profile. */
export function asAuthor(text: string | null | undefined): string | undefined {
  const name = shortLine(text, 160)?.replace(/^(written )?by:? /i, '');
  return name === undefined || /^[a-z]+:|[@<>]|^admin$|^editor(ial team)?$/i.test(name) ? undefined : name;
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
