import { Lexer } from 'yaml';
import type { Finding } from './fault.ts';

/** A megabyte of real entries has about three hundred thousand tokens and nests six deep. */
const maxTokens = 400_000;
const maxDepth = 40;
/** Even the worst text of this length is parsed in a second, and most files are shorter. */
const smallEnough = 60_000;

/** Tokens as they stand in the text, with the line they begin on; the lexer's own marks are left out. */
export function* tokens(text: string): Generator<{ token: string; line: number }> {
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') continue;
    yield { token, line };
    for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) line += 1;
  }
}

/**
 * Refuses text that would keep the parser busy for many seconds: the parser's time grows faster than its input
 * with deep nesting, and it recurses. The lexer before it is linear.
 */
export function overLimit(text: string): Finding | undefined {
  if (text.length < smallEnough) return undefined;
  let count = 0;
  let flow = 0;
  let compact = 0;
  for (const { token, line } of tokens(text)) {
    count += 1;
    if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow -= 1;
    if (token === '-' || token === '?' || token === ':') compact += 1;
    else if (token.includes('\n') || token.trim() !== '') compact = 0;
    if (flow > maxDepth || compact > maxDepth || /^ {200}/.test(token))
      return tooComplex('nested too deeply', line);
    if (count > maxTokens) return tooComplex('too intricate: it has too many parts', line);
  }
  return undefined;
}

export function tooComplex(how: string, line: number): Finding {
  return {
    line,
    column: 1,
    code: 'yaml_complex',
    what: `the file is ${how}`,
    fix: 'write entries as in the examples, and split a long file into several',
  };
}
