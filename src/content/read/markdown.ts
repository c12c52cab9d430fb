import type { Token, Tokens } from 'marked';
import { lexMarkdown } from '../../domain/answer/markdown.ts';
import type { Finding } from '../check/fault.ts';

/** Every platform can show these; anything else would be lost or look wrong on one of them. */
const allowed = new Set([
  'paragraph',
  'text',
  'space',
  'list',
  'list_item',
  'strong',
  'em',
  'link',
  'escape',
  'br',
  'def',
]);

const elementNames: Record<string, [what: string, fix: string]> = {
  heading: ['a heading', 'write the words as a paragraph, **in bold** if they must stand out'],
  html: ['HTML', 'write the words without tags; write < as \\<'],
  image: ['an image', 'describe it in words, or link to it: [words](https://…)'],
  table: ['a table', 'write a list, one line for each row'],
  code: ['a code block', 'begin the line without spaces, or with "- " for a list'],
  codespan: ['code in backticks', 'write the words without backticks'],
  blockquote: ['a block quotation', 'write a paragraph with quotation marks'],
  hr: ['a ruled line', 'leave an empty line between paragraphs'],
  del: ['struck-out text', 'leave the words out'],
  checkbox: ['a check box', 'write a plain list'],
};

/** Markdown of a summary may hold paragraphs, emphasis, strong, lists and links. `skipped` lines stand before it. */
export function checkMarkdown(markdown: string, skipped: number): Finding[] {
  const lexed = lexMarkdown(markdown);
  if (!lexed.ok) return [tooDeep(skipped + lexed.line)];
  const findings: Finding[] = [];
  walk(lexed.tokens, skipped + 1, findings);
  return findings;
}

const tooDeep = (line: number): Finding => ({
  line,
  column: 1,
  code: 'markdown',
  path: 'summary',
  what: 'lists, quotations or emphasis are nested too deeply in the text',
  fix: 'write plain paragraphs and lists of one or two levels',
});

/** The lexer keeps no positions, but tokens follow one another: each begins where its words are next found. */
function walk(tokens: readonly Token[], firstLine: number, findings: Finding[], within?: string): void {
  let line = firstLine;
  let rest = within;
  for (const token of tokens) {
    const at = rest?.indexOf(token.raw) ?? -1;
    if (rest !== undefined && at >= 0) {
      line += lineCount(rest.slice(0, at));
      rest = rest.slice(at + token.raw.length);
    }
    const finding = refuse(token, line + (token.raw.match(/^\n+/)?.[0].length ?? 0));
    if (finding) {
      // An opening and a closing tag on one line are one thing to take out.
      if (!findings.some(({ line: other, what }) => other === finding.line && what === finding.what))
        findings.push(finding);
    } else for (const [inner, text] of inside(token)) walk(inner, line, findings, text);
    if (rest === undefined || at >= 0) line += lineCount(token.raw);
  }
}

function inside(token: Token): [Token[], string][] {
  if (token.type === 'list') return [[(token as Tokens.List).items, token.raw]];
  return 'tokens' in token && token.tokens ? [[token.tokens, token.raw]] : [];
}

function refuse(token: Token, line: number): Finding | undefined {
  const spot = { line, column: 1, code: 'markdown' as const, path: 'summary' };
  if (token.type === 'list_item' && (token as Tokens.ListItem).task) return refusedElement('checkbox', spot);
  if (!allowed.has(token.type)) return refusedElement(token.type, spot);
  const bare = token.type === 'link' && token.raw === (token as Tokens.Link).text;
  if (token.type === 'link' && !bare && !/^https?:\/\/[^/@\s]+([/?#]|$)/i.test((token as Tokens.Link).href)) {
    return {
      ...spot,
      what: 'a link leads to something that is not a web address',
      fix: 'write [words](https://…)',
    };
  }
  return undefined;
}

function refusedElement(type: string, spot: Omit<Finding, 'what' | 'fix'>): Finding {
  const [what, fix] = elementNames[type] ?? [
    `Markdown of the kind "${type}"`,
    'write plain paragraphs and lists',
  ];
  return { ...spot, what: `there is ${what} in the text`, fix };
}

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}
