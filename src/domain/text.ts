/** Text that looks like a web address: with `http` or `www`, or one word with a dot and a top-level domain. */
const addressLike = /^(?:https?:\/\/|www\.)\S+$|^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/:?#]\S*)?$/iu;

/** Label of a link. If the label is itself an address of another site, the real one follows in brackets. */
export function linkLabel(text: string, href: string): string {
  const shown = text.trim();
  if (!addressLike.test(shown)) return text;
  const real = hostOf(href);
  return real === undefined || hostOf(shown) === real ? text : `${text} (${real})`;
}

function hostOf(address: string): string | undefined {
  const full = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  return URL.parse(full)?.host.replace(/^www\./, '');
}

/** Control characters, and characters that reorder or hide text, which could disguise a name. */
const unseen =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Visible text on one line: no control or direction characters, single spaces. */
export function plainLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(unseen, '').replace(/ {2,}/g, ' ').trim();
}

/** The line; undefined if empty or longer than `max`. */
export function shortLine(text: string | null | undefined, max: number): string | undefined {
  const line = plainLine((text ?? '').slice(0, max * 4));
  return line === '' || line.length > max ? undefined : line;
}

/** The text, or of a longer one the first `most` characters and a mark that it goes on. */
export function truncate(text: string, most: number): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most).join('')}…` : text;
}

/** With a point at its end, unless it has its own mark. */
export const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

/** The text with a capital first letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Quotes typed words, shortened if long. */
export const quoted = (text: string): string => `“${truncate(text, 60)}”`;

const regionalA = 0x1f1e6;

/** Flag emoji of an ISO 3166 alpha-2 code; undefined for other text. */
export function flagEmoji(code: string): string | undefined {
  const letters = code.toUpperCase();
  if (!/^[A-Z]{2}$/.test(letters)) return undefined;
  return String.fromCodePoint(...[...letters].map((letter) => regionalA + letter.charCodeAt(0) - 65));
}

/** Flags side by side, without the codes that have none. */
export const flagEmojis = (codes: readonly string[]): string =>
  codes.flatMap((code) => flagEmoji(code) ?? []).join('');

/** An address in a text without the marks after it, which belong to the sentence; a bracket only if it opened none. */
export function withoutPunctuation(address: string): string {
  let text = address;
  for (;;) {
    const end = text.at(-1) ?? '';
    const opened = { ')': '(', ']': '[' }[end];
    const isOwn = opened !== undefined && text.split(opened).length >= text.split(end).length;
    if (isOwn || !/[.,;:!?)\]*’'»]/.test(end)) return text;
    text = text.slice(0, -1);
  }
}

/** `a place`, `an organisation` */
export function withArticle(noun: string): string {
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
