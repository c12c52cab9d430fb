/** What looks like an address to a reader: with `http` or `www`, or one word with a dot and a top-level domain. */
const addressLike = /^(?:https?:\/\/|www\.)\S+$|^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/:?#]\S*)?$/iu;

/** The label of a link; one that is itself an address of elsewhere says in brackets where the link really leads. */
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

/** Controls, and what reorders or hides the text around it: an override can make a name read as another. */
const unseen =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** One line of what a reader sees: no controls, no direction marks, single spaces. */
export function plainLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(unseen, '').replace(/ {2,}/g, ' ').trim();
}

/** The line, or none when it is empty or too long to be what it is taken for. */
export function shortLine(text: string | null | undefined, max: number): string | undefined {
  const line = plainLine((text ?? '').slice(0, max * 4));
  return line === '' || line.length > max ? undefined : line;
}

const regionalA = 0x1f1e6;

/** The flag of an ISO 3166 alpha-2 code; undefined for what is no code. */
export function flagEmoji(code: string): string | undefined {
  const letters = code.toUpperCase();
  if (!/^[A-Z]{2}$/.test(letters)) return undefined;
  return String.fromCodePoint(...[...letters].map((letter) => regionalA + letter.charCodeAt(0) - 65));
}
