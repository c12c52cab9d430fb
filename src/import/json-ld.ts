import { z } from 'zod';
import type { PageElement } from './page-document.ts';

const longest = 300_000;
const deepest = 8;

const text = z.string().optional().catch(undefined);
const named = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const names = z
  .union([named.transform((one) => [one]), z.array(z.unknown()).transform((all) => all.flatMap(nameOf))])
  .catch([]);

const articleSchema = z.object({
  headline: text,
  datePublished: text,
  dateCreated: text,
  inLanguage: text,
  author: names,
  publisher: names,
});

/** What a page says of its article in schema.org's words. */
export type LinkedArticle = z.infer<typeof articleSchema> & { types: string[] };

/** The first article among the page's JSON-LD. Broken or overlong scripts say nothing. */
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
