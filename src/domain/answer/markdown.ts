import { marked, type Token, type Tokens } from 'marked';
import type { Block, Span } from '../reply.ts';

/** A brief's Markdown as blocks of a reply. Markup that a reply has no form for is kept as its plain text. */
export function markdownBlocks(markdown: string): Block[] {
  return marked.lexer(markdown).flatMap(blocksOf);
}

/** The first paragraph as plain text. */
export function leadOf(markdown: string): string {
  const first = marked.lexer(markdown).find((token) => token.type === 'paragraph') as
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
  return { text: text.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/&(amp|lt|gt|quot|#39);/g, unescapeEntity) };
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescapeEntity(_: string, name: string): string {
  return entities[name] ?? _;
}
