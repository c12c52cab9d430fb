import { linkLabel } from '../../domain/link-label.ts';
import type { Span } from '../../domain/reply.ts';
import { cleanText, escapeText, oneLine, safeAddress } from './escape.ts';
import { limits } from './limits.ts';

const marks = { strong: '**', emphasis: '*', mark: '__' } as const;

/** Joins neighbours of two styles without their marks running into each other. */
const seam = '\u200b';

/**
 * A label that is itself an address of elsewhere says where its link leads. What cannot be a link is still a source:
 * its address stands beside it in words.
 */
export function honestLinks(spans: readonly Span[]): Span[] {
  return spans.flatMap((span) => {
    const { href, ...words } = span;
    if (href === undefined || !oneLine(span.text).trim()) return [span];
    if (!safeAddress(href, limits.address.max)) return [words, { text: ` (${href})` }];
    return [{ ...span, text: linkLabel(cleanText(span.text), href) }];
  });
}

/** One line of Discord markdown that shows the spans' texts and nothing else. */
export function spansToMarkdown(spans: readonly Span[]): string {
  let line = '';
  for (const span of spans) {
    const next = spanToMarkdown(span);
    const touching = /[*_`]$/.test(line) && /^[*_`]/.test(next);
    line += touching ? seam + next : next;
  }
  return line;
}

function spanToMarkdown({ text, style, href }: Span): string {
  const flat = oneLine(text);
  const core = flat.trim();
  if (!core) return flat;
  // Marks beside a space are shown as they are, so spaces stay outside.
  const [before, after] = [flat.slice(0, flat.indexOf(core)), flat.slice(flat.indexOf(core) + core.length)];
  return before + linked(core, style, href) + after;
}

function linked(core: string, style: Span['style'], href: string | undefined): string {
  if (href === undefined) return styled(core, style);
  const address = safeAddress(href, limits.address.max);
  if (!address) return styled(core, style);
  // A bracket in the label, even escaped, can end it early in some clients.
  const label = core.replaceAll('[', '(').replaceAll(']', ')');
  return `[${styled(label, style === 'code' ? undefined : style)}](<${address}>)`;
}

function styled(core: string, style: Span['style']): string {
  if (style === undefined) return escapeText(core);
  // Nothing can be escaped inside code, so a text with a backtick cannot be code.
  if (style === 'code') return core.includes('`') ? escapeText(core) : `\`${core}\``;
  return marks[style] + escapeText(core) + marks[style];
}
