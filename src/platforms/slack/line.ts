import type { types } from '@slack/bolt';
import { linkLabel } from '../../domain/link-label.ts';
import type { Span } from '../../domain/reply.ts';
import { clean, escapeMrkdwn, escapeUrl, linkable } from './escape.ts';

/** A run of text with one look; `href` has passed `linkable`. */
export interface Run {
  text: string;
  style?: NonNullable<Span['style']>;
  href?: string;
  /** The link is spoken elsewhere in the message: hearing it twice helps nobody. */
  silent?: true;
}
export type Line = Run[];

export const run = (text: string, style?: Run['style']): Run => (style ? { text, style } : { text });

/** Spans as a line; an address that cannot be a link follows its text in words, so that it is not lost. */
export function lineOf(spans: readonly Span[]): Line {
  return spans.flatMap(({ text, style, href }) => {
    const safe = linkable(href);
    const shown = shownAs(text, href, safe);
    return shown === '' ? [] : [{ text: clean(shown), ...(style && { style }), ...(safe && { href: safe }) }];
  });
}

function shownAs(text: string, href: string | undefined, safe: string | undefined): string {
  if (href === undefined) return text;
  if (safe === undefined) return `${text} (${href})`;
  return text === '' ? href : linkLabel(text, safe);
}

/** As rich_text elements: literal text, never parsed, so nothing in it can mention, link or format. */
export function toRich(line: Line): types.RichTextElement[] {
  return line
    .filter(({ text }) => text !== '')
    .map(({ text, style, href }) => {
      const look = richStyle(style);
      if (href === undefined) return { type: 'text', text, ...look };
      return { type: 'link', url: href, text, ...look };
    });
}

function richStyle(style: Run['style']) {
  switch (style) {
    case 'strong':
    case 'mark':
      return { style: { bold: true } };
    case 'emphasis':
      return { style: { italic: true } };
    case 'code':
      return { style: { code: true } };
    case undefined:
      return {};
  }
}

/** As the top-level text says it: plain words, with each address after what it belongs to. */
export const toSpoken = (line: Line) =>
  line
    .map(({ text, href, silent }) =>
      href === undefined || silent ? escapeMrkdwn(text) : `${escapeMrkdwn(text)} <${escapeUrl(href)}>`,
    )
    .join('');

/** As mrkdwn for small print, the only place where a context block can hold a link. */
export const toMrkdwn = (line: Line) =>
  line
    .map(({ text, href }) =>
      href === undefined || text.trim() === ''
        ? escapeMrkdwn(text)
        : `<${escapeUrl(href)}|${escapeMrkdwn(text).replace(/\n/g, ' ')}>`,
    )
    .join('');
