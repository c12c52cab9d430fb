/** One typed word, or quoted words. */
export interface Token {
  text: string;
  quoted: boolean;
  /** Set for `key:value`, `key=value`, `--key` and `--key=value`; `text` is the value, empty if it follows. */
  key?: string;
  /** As typed, for rewriting the line. */
  raw: string;
}

const doubles = '"“”„‟«»″';
const singles = "'‘’‚";
/** `'25` */
const shortYear = /^['’‘]\d\d[.,;]?$/;
/** Phones replace two hyphens by a long dash. */
const dashes = /^(?:--|[—–―]|-(?=\p{L}{2}))(?=\p{L})/u;
/** `https://…` has no key. */
const keyed = /^(\p{L}[\p{L}\p{N}_-]{0,31})[:=](?!\/\/)/u;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** Normalises look-alike characters: full-width colons, no-break spaces, invisible characters. */
export function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/:flag[-_]([a-z]{2}):/gi, (_, code: string) => ` ${flagOf(code)} `)
    .replace(/\p{RI}{2}/gu, ' $& ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Slack writes 🇰🇿 as `:flag-kz:`. */
const flagOf = (code: string) =>
  [...code.toUpperCase()].map((letter) => String.fromCodePoint(letter.charCodeAt(0) - 65 + 0x1f1e6)).join('');

/** Splits a line. Never fails; an unclosed quote is ignored. */
export function tokenise(line: string): Token[] {
  const text = tidy(line);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const { token, end } = readToken(text, at);
    at = end;
    const last = tokens.at(-1);
    if (
      /^[:=]+$/.test(token.raw[0] ?? '') &&
      last &&
      !last.quoted &&
      !last.key &&
      keyed.test(`${last.text}:`)
    ) {
      tokens.splice(-1, 1, keyedBefore(last, token));
    } else if (token.text !== '' || token.key) {
      tokens.push(token);
    }
  }
  return tokens;
}

/** `country : KZ` and `country =KZ` */
function keyedBefore(word: Token, token: Token): Token {
  const text = token.text.replace(/^[:=]+/, '');
  return { key: word.text, text, quoted: token.quoted, raw: `${word.raw} ${token.raw}` };
}

function readToken(text: string, start: number): { token: Token; end: number } {
  const dashed = dashes.exec(text.slice(start, start + 4))?.[0];
  let at = start + (dashed?.length ?? 0);
  const announced = keyed.exec(text.slice(at, at + 36));
  if (announced) at += announced[0].length;
  const value = readValue(text, at);
  const raw = text.slice(start, value.end);
  if (announced) return { token: { ...value.token, key: announced[1] as string, raw }, end: value.end };
  if (dashed) return { token: { text: '', quoted: false, key: value.token.text, raw }, end: value.end };
  return { token: { ...value.token, raw }, end: value.end };
}

function readValue(text: string, start: number): { token: Omit<Token, 'raw'>; end: number } {
  const open = text[start] ?? ' ';
  const close = closing(text, start, open);
  if (close > start) {
    const inside = text.slice(start + 1, close).replace(/\\(["\\])/g, '$1');
    return { token: { text: inside.trim(), quoted: true }, end: close + 1 };
  }
  let end = start;
  while (end < text.length && text[end] !== ' ') end += 1;
  const word = [...text.slice(start, end)].filter((letter) => !doubles.includes(letter)).join('');
  return {
    token: { text: singles.includes(open) && !shortYear.test(word) ? word.slice(1) : word, quoted: false },
    end,
  };
}

/**
 * Position of the closing quote for the one at `start`; -1 if none. Straight quotes close with straight ones if
 * possible.
 */
function closing(text: string, start: number, open: string): number {
  if (singles.includes(open)) return endOfSingle(text, start);
  if (!doubles.includes(open)) return -1;
  const own = open === '"' ? find(text, start, '"') : -1;
  return own > 0 ? own : find(text, start, doubles);
}

function find(text: string, start: number, closers: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (closers.includes(text[at] as string)) return at;
  }
  return -1;
}

/** A single quote within a word is an apostrophe; it closes only before a space or the end. */
function endOfSingle(text: string, start: number): number {
  for (let at = start + 2; at < text.length; at += 1) {
    if (singles.includes(text[at] as string) && (text[at + 1] ?? ' ') === ' ') return at;
  }
  return -1;
}
