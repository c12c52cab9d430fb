import { Parser } from 'htmlparser2';
import { parseHTML } from 'linkedom';

/** Far above any article: a long newspaper page has 3,000 elements and a depth of 40. */
const limits = { pieces: 100_000, elements: 10_000, depth: 150, attributes: 200, classLength: 10_000 };
const step = 65_536;

/**
 * False for a page too large or too deep to process safely. Uses the parser that would build the document, builds
 * nothing, and stops at the first limit.
 */
function isModestHtml(html: string): boolean {
  let pieces = 0;
  let elements = 0;
  let depth = 0;
  let attributes = 0;
  let modest = true;
  const parser = new Parser({
    onattribute(name, value) {
      attributes++;
      modest &&= attributes <= limits.attributes && (name !== 'class' || value.length <= limits.classLength);
    },
    onopentag() {
      elements++;
      depth++;
      attributes = 0;
      modest &&= elements <= limits.elements && depth <= limits.depth;
    },
    onclosetag() {
      depth--;
    },
    ontext() {
      pieces++;
      modest &&= pieces <= limits.pieces;
    },
    oncomment() {
      pieces++;
    },
  });
  for (let at = 0; at < html.length && modest; at += step) parser.write(html.slice(at, at + step));
  return modest;
}

/**
 * The part of the DOM used on linkedom's documents; TypeScript's DOM types would add browser globals to the whole
 * project.
 */
export interface PageNode {
  /** 1: element, 3: text. */
  nodeType: number;
  textContent: string | null;
  childNodes: Iterable<PageNode>;
}

export interface PageElement extends PageNode {
  localName: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** Undefined for a page too complex to process safely. Runs no scripts and loads nothing. */
export function pageDocument(html: string): PageElement | undefined {
  if (!isModestHtml(html)) return undefined;
  const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : framed(html));
  // Markup without any element is a page without text.
  return (document.documentElement ? document : parseHTML(framed('')).document) as unknown as PageElement;
}

const framed = (body: string) => `<html><head></head><body>${body}</body></html>`;

export const isElement = (node: PageNode): node is PageElement => node.nodeType === 1;
export const isText = (node: PageNode): boolean => node.nodeType === 3;
