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
