import { Lexer, type Token, type Tokens } from 'marked';
import type { Block, Span } from '../reply.ts';

/** Deepest nesting of lists and quotations; a summary has two or three levels. */
const deepest = 20;

/** Characters that are lexed, twice the limit of a summary, because lexing time grows faster than the text. */
const longest = 12_000;

/** A run of `*`, `-`, `1.` or `>` markers at the start of a line. */
const containers = /^[ \t]*(?:(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))[ \t]*)+/;

/** Tokens of a Markdown text, or the line, from 1, whose nesting is too deep for a recursive parser. */
export type Lexed = { ok: true; tokens: Token[] } | { ok: false; line: number };

export function lexMarkdown(markdown: string): Lexed {
  if (markdown.length > longest) return { ok: false, line: 1 };
  const at = markdown.split('\n').findIndex((line) => depthOf(line) > deepest);
  if (at >= 0) return { ok: false, line: at + 1 };
  try {
    return { ok: true, tokens: new Lexer({ gfm: true }).lex(markdown) };
  } catch (error) {
    // Nesting that no single line shows.
    if (error instanceof RangeError) return { ok: false, line: 1 };
    throw error;
  }
}

function depthOf(line: string): number {
  const indent = (line.match(/^[ \t]*/)?.[0].replaceAll('\t', '    ').length ?? 0) / 2;
  const markers = line.match(containers)?.[0].replaceAll(/[ \t]|\d+(?=[.)])/g, '').length ?? 0;
  return indent + markers;
}

/** A draft may hold anything; if it is nested too deeply, it is shown as typed. */
function tokensOf(markdown: string): Token[] {
  const lexed = lexMarkdown(markdown);
  return lexed.ok
    ? lexed.tokens
    : [
        {
          type: 'paragraph',
          raw: markdown,
          text: markdown,
          tokens: [{ type: 'text', raw: markdown, text: markdown }],
        },
      ];
}

/** A brief's Markdown as blocks. Unsupported markup becomes plain text. */
export function markdownBlocks(markdown: string): Block[] {
  return tokensOf(markdown).flatMap(blocksOf);
}

/** The first paragraph as plain text. */
export function leadOf(markdown: string): string {
  const first = tokensOf(markdown).find((token) => token.type === 'paragraph') as
    | Tokens.Paragraph
    | undefined;
  return spansOf(first?.tokens ?? [])
    .map(({ text }) => text)
    .join('');
}

function blocksOf(token: Token): Block[] {
  switch (token.type) {
    case 'space':
    case 'hr':
    case 'def':
      return [];
    case 'heading':
      return [{ type: 'heading', level: 2, text: plain(token.tokens ?? []) }];
    case 'list': {
      const items = (token as Tokens.List).items.map((item) => spansOf(item.tokens));
      return [{ type: 'list', items }];
    }
    case 'blockquote':
      return (token.tokens ?? []).flatMap(blocksOf);
    default: {
      const spans =
        token.type !== 'code' && 'tokens' in token ? spansOf(token.tokens ?? []) : [textSpan(token)];
      return [{ type: 'text', spans }];
    }
  }
}

function spansOf(tokens: readonly Token[], style?: Span['style']): Span[] {
  return tokens.flatMap((token): Span[] => {
    const inner = () => ('tokens' in token && token.tokens ? token.tokens : []);
    switch (token.type) {
      case 'strong':
        return spansOf(inner(), 'strong');
      case 'em':
        return spansOf(inner(), 'emphasis');
      case 'codespan':
        return [{ text: (token as Tokens.Codespan).text, style: 'code' }];
      case 'br':
        return [{ text: ' ' }];
      case 'link': {
        const { href } = token as Tokens.Link;
        return [{ text: plain(inner()), ...(/^https?:\/\//.test(href) && { href }) }];
      }
      default:
        if (inner().length > 0) return spansOf(inner(), style);
        return [{ ...textSpan(token), ...(style && { style }) }];
    }
  });
}

function plain(tokens: readonly Token[]): string {
  return spansOf(tokens)
    .map(({ text }) => text)
    .join('');
}

/** A line break within a paragraph is only wrapping. */
function textSpan(token: Token): Span {
  const text = token.type === 'text' ? (token as Tokens.Text).text : token.raw;
  return {
    text: text
      .replaceAll(/\s+/g, (blank) => (blank.includes('\n') ? ' ' : blank))
      .replaceAll(/&(amp|lt|gt|quot|#39);/g, unescapeEntity),
  };
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescapeEntity(_: string, name: string): string {
  return entities[name] ?? _;
}
