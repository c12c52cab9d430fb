import { parseHTML } from 'linkedom';
import { isModestHtml } from './measure-html.ts';

/** What is asked of the documents that linkedom makes; TypeScript's own DOM types would make a browser of the project. */
export interface PageNode {
  /** 1 an element, 3 text. */
  nodeType: number;
  textContent: string | null;
  childNodes: Iterable<PageNode>;
}

export interface PageElement extends PageNode {
  localName: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** Undefined for a page that is too complex to be read safely. Scripts do not run and nothing is loaded. */
export function pageDocument(html: string): PageElement | undefined {
  if (!isModestHtml(html)) return undefined;
  const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : framed(html));
  // What looks like markup may hold no element at all: it is a page without words.
  return (document.documentElement ? document : parseHTML(framed('')).document) as unknown as PageElement;
}

const framed = (body: string) => `<html><head></head><body>${body}</body></html>`;

export const isElement = (node: PageNode): node is PageElement => node.nodeType === 1;
export const isText = (node: PageNode): boolean => node.nodeType === 3;
