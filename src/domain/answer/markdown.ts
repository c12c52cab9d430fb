import { Lexer, type Token, type Tokens } from 'marked';
import type { Block, Span } from '../reply.ts';

/** Lists, quotations and indentation within one another; a summary has two or three. */
const deepest = 20;

/** Characters that are lexed, twice what a summary may have: the lexer's time grows faster than its text. */
const longest = 12_000;

/** `*`, `-`, `1.` or `>`, as often as they begin a line together. */
const containers = /^[ \t]*(?:(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))[ \t]*)+/;

/** The tokens of a Markdown text, or the line, counted from 1, at which it is too intricate for a parser that recurses. */
export type Lexed = { ok: true; tokens: Token[] } | { ok: false; line: number };

export function lexMarkdown(markdown: string): Lexed {
  if (markdown.length > longest) return { ok: false, line: 1 };
  const at = markdown.split('\n').findIndex((line) => depthOf(line) > deepest);
  if (at >= 0) return { ok: false, line: at + 1 };
  try {
    return { ok: true, tokens: new Lexer({ gfm: true }).lex(markdown) };
  } catch (error) {
    // What nests in a way that no line shows by itself.
    if (error instanceof RangeError) return { ok: false, line: 1 };
    throw error;
  }
}

function depthOf(line: string): number {
  const indent = (line.match(/^[ \t]*/)?.[0].replaceAll('\t', '    ').length ?? 0) / 2;
  const markers = line.match(containers)?.[0].replaceAll(/[ \t]|\d+(?=[.)])/g, '').length ?? 0;
  return indent + markers;
}

/** A draft may hold anything: what is nested too deeply is shown as it was typed. */
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

/** A brief's Markdown as blocks of a reply. Markup that a reply has no form for is kept as its plain text. */
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

/** Line ends inside a paragraph are where the author's editor wrapped, not where a reader's line ends. */
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
