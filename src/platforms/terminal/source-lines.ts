import type { Paging, ReplyCitation } from '../../domain/reply.ts';
import { hang, indented, margin } from './hang.ts';
import { hyperlink, safeAddress } from './hyperlinks.ts';
import type { Paper } from './ink.ts';
import { addressLine } from './spans.ts';

/** The numbered sources under an answer, each with its address: behind the title, or on a line of its own. */
export function sourceLines(citations: readonly ReplyCitation[], paper: Paper): string[] {
  const widest = Math.max(0, ...citations.map(({ n }) => `[${n}]`.length));
  const indent = margin + widest + 1;
  return [
    paper.ink('Sources', 'subheading'),
    ...citations.flatMap((citation) => oneSource(citation, indent, paper)),
  ];
}

/** `Page 1 of 4, 38 stops · next: /centralasia visits page:2`. */
export function pagingLines(paging: Paging, { ink, width }: Paper): string[] {
  const { page, pages, total, unit, previous, next } = paging;
  const all = `${total.toLocaleString('en-GB')} ${unit}`;
  const where = `Page ${page} of ${pages}, ${all}`;
  const links = [
    next ? `${ink('next:', 'faint')} ${ink(next, 'code')}` : '',
    previous ? `${ink('previous:', 'faint')} ${ink(previous, 'code')}` : '',
  ].filter(Boolean);
  const dot = ink(' · ', 'faint');
  return hang(`${' '.repeat(margin)}${where}${links.length ? dot : ''}`, margin + 2, links.join(dot), width);
}

function oneSource(citation: ReplyCitation, indent: number, paper: Paper): string[] {
  const { ink, width } = paper;
  const address = citation.url === undefined ? undefined : safeAddress(citation.url);
  const title = ink(citation.title, 'emphasis');
  const linked = address !== undefined && paper.links ? hyperlink(title, address) : title;
  const details = [citation.date, citation.at].filter(Boolean).join(', ');
  const text = [citation.by, citation.publisher, linked, details && ink(details, 'faint')]
    .filter(Boolean)
    .join(ink(' · ', 'faint'));
  const number = `${' '.repeat(margin)}${ink(`[${citation.n}]`, 'faint')} `;
  const lines = hang(number, indent, text, width);
  if (citation.url === undefined || linked !== title) return lines;
  if (address !== undefined) return [...lines, addressLine(indent, address, paper)];
  // Not an address that can be followed; it is shown as the text it is.
  return [...lines, ...indented(indent, ink(citation.url, 'faint'), width)];
}
