import { plainLine } from '../domain/plain-text.ts';
import { longestParagraph, mostParagraphs } from './article.ts';
import { isElement, isText, type PageNode } from './page-document.ts';

const words = (text: string) => new Set(text.split(' '));
const blocks = words(
  'address article blockquote body dd details div dl dt fieldset footer header hr html li main ol p pre section table tbody td tfoot th thead tr ul',
);
/** Headings and captions are not sentences of the article; the rest is never text. */
const skipped = words(
  'aside button figcaption figure form h1 h2 h3 h4 h5 h6 head iframe input nav noscript script select style svg template textarea title video audio object',
);

/** The text of an element paragraph by paragraph, as a reader sees it. Two line breaks in a row end a paragraph too. */
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
