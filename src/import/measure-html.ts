import { Parser } from 'htmlparser2';

/** Far above any article: a long page of a newspaper has 3,000 elements, 40 deep. */
const limits = { pieces: 100_000, elements: 10_000, depth: 150, attributes: 200, classLength: 10_000 };
const step = 65_536;

/**
 * False for a page that is made to hurt: its document would be too deep for what walks it, or too large to walk. Reads
 * with the parser that would build the document, builds nothing, and stops at the first limit.
 */
export function isModestHtml(html: string): boolean {
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
