import type { Token } from './tokens.ts';

/** `energy,trade` as a word each, without the commas. */
export function apart(token: Token): Token[] {
  const words = token.text.split(',').map((word) => word.trim());
  return words.filter(Boolean).map((text) => ({ text, quoted: token.quoted, raw: text }));
}
