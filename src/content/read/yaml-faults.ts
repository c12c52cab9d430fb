import { Lexer, type YAMLError } from 'yaml';
import type { Finding, Spot } from '../check/fault.ts';

/** What a parser's complaint most often means, and what to do. Codes are those of the `yaml` package. */
const faultWords: Record<string, [what: string, fix: string]> = {
  BLOCK_AS_IMPLICIT_KEY: [
    'there is a second colon on the line, or its indentation does not fit',
    'put text that holds ": " in quotes, and begin each key in the same column as its neighbours',
  ],
  BAD_INDENT: [
    'the indentation does not fit the lines around it',
    'begin each key in the same column as its neighbours, with spaces',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'a key or a colon is missing, or the indentation does not fit',
    'write "key: value" on this line, or indent it further if it continues the line above',
  ],
  MISSING_CHAR: [
    'a colon, quote or bracket is missing',
    'write "key: value", and close every quote and bracket',
  ],
  BAD_SCALAR_START: ['text may not begin with this character', 'put the text in quotes'],
  BAD_DQ_ESCAPE: [
    'a backslash inside double quotes begins an escape that does not exist',
    "use single quotes around the text: '…'",
  ],
  UNEXPECTED_TOKEN: [
    'there is something here that does not belong',
    'look for a missing quote, bracket, comma or colon on this line or the one above',
  ],
  KEY_OVER_1024_CHARS: [
    'a key is far too long',
    'look for a colon inside a long text, and put that text in quotes',
  ],
  NON_STRING_KEY: [
    'a key must be a plain word',
    'write "key: value"; put text that begins with [ or { in quotes',
  ],
};

/**
 * Errors of the parser in an editor's words. A lost quote or a tab makes the parser complain about much that is
 * right, so that such a cause is reported alone; of the rest only those that stand for themselves are kept.
 */
export function yamlFindings(
  text: string,
  errors: readonly YAMLError[],
  spotAt: (offset: number) => Spot,
): Finding[] {
  const first = errors[0];
  if (!first) return [];
  const spots = errors.map((error) => spotAt(error.pos[0]));
  const cause = tabBefore(text, spots[0]!.line) ?? openQuote(text, spots[0]!.line);
  if (cause) return [cause];
  const seen = new Set<number>();
  return errors.flatMap((error, index) => {
    const spot = spots[index]!;
    if (seen.has(spot.line) || (index > 0 && error.code !== 'BLOCK_AS_IMPLICIT_KEY')) return [];
    seen.add(spot.line);
    return [finding(error, spot)];
  });
}

function finding(error: YAMLError, spot: Spot): Finding {
  if (error.code === 'MULTIPLE_DOCS') {
    return {
      ...spot,
      code: 'yaml_documents',
      what: 'a second document begins here',
      fix: 'remove the line "---" and write one list',
    };
  }
  if (error.code === 'RESOURCE_EXHAUSTION') {
    return {
      ...spot,
      code: 'yaml_complex',
      what: 'the file is nested too deeply',
      fix: 'write entries as in the examples',
    };
  }
  const [what, fix] = faultWords[error.code] ?? [
    error.message.split('\n')[0] ?? error.code,
    'compare the line with an entry that works',
  ];
  return { ...spot, code: 'yaml_syntax', what, fix };
}

function tabBefore(text: string, line: number): Finding | undefined {
  const lines = text.split('\n', line + 1);
  for (let index = Math.min(line, lines.length - 1); index >= Math.max(0, line - 2); index -= 1) {
    const at = lines[index]!.match(/^ *\t/);
    if (!at) continue;
    return {
      line: index + 1,
      column: at[0].length,
      code: 'yaml_tab',
      what: 'the line is indented with a tab',
      fix: 'use spaces',
    };
  }
  return undefined;
}

/** A quoted text that runs over several lines, up to where the parser stumbles, has most likely lost its end. */
function openQuote(text: string, errorLine: number): Finding | undefined {
  for (const { token, line } of tokens(text)) {
    if (line > errorLine) return undefined;
    const quote = token[0];
    if (quote !== '"' && quote !== "'") continue;
    const open = token.length === 1 || !token.endsWith(quote);
    const endLine = line + token.split('\n').length - 1;
    if (!open && (endLine === line || endLine < errorLine)) continue;
    return {
      line,
      column: (text.split('\n', line)[line - 1]?.indexOf(quote) ?? 0) + 1,
      code: 'yaml_quote',
      what: 'a quote is opened here and not closed on this line',
      fix: `end the text with ${quote}; inside it write a ${quote} as ${quote === '"' ? '\\"' : "''"}`,
    };
  }
  return undefined;
}

/** A megabyte of real entries has about three hundred thousand tokens and nests six deep. */
const maxTokens = 400_000;
const maxDepth = 40;
/** Even the worst text of this length is parsed in a second, and most files are shorter. */
const smallEnough = 60_000;

/** Tokens as they stand in the text, with the line they begin on; the lexer's own marks are left out. */
function* tokens(text: string): Generator<{ token: string; line: number }> {
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
