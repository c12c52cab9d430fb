import type { Span } from '../../domain/reply.ts';
import { hyperlink, safeAddress } from './hyperlinks.ts';
import type { InkRole, Paper } from './ink.ts';

/** Spans as one painted text. `base` is what unmarked words look like. */
export function paintSpans(spans: readonly Span[], paper: Paper, base: InkRole = 'plain'): string {
  return spans.map((span) => paintSpan(span, paper, base)).join('');
}

/** Addresses that the spans lead to and that the reader would not see otherwise. */
export function hiddenAddresses(spans: readonly Span[], paper: Paper): string[] {
  if (paper.links) return [];
  return spans.flatMap((span) => {
    const address = span.href === undefined ? undefined : safeAddress(span.href);
    return address === undefined || span.text.includes(address) ? [] : [address];
  });
}

/** One address, alone on its line and never broken, so that it can be copied or clicked. */
export function addressLine(indent: number, address: string, paper: Paper): string {
  return `${' '.repeat(indent)}${paper.ink(address, 'faint')}`;
}

function paintSpan(span: Span, paper: Paper, base: InkRole): string {
  // Without colour a matched word is shown the way people stress one in plain mail.
  const bare = span.style === 'mark' && !paper.colour ? span.text.replace(/\S(.*\S)?/u, '*$&*') : span.text;
  const painted = paper.ink(bare, base, span.style ?? 'plain');
  const address =
    span.href !== undefined && paper.links && span.text.trim() ? safeAddress(span.href) : undefined;
  return address === undefined ? painted : hyperlink(painted, address);
}
