/** No site ends so, and `md` is Moldova's. */
const fileEnding = /^[^/\\]+\.(?:txt|csv|tsv|json|ya?ml|html?|pdf|docx?|odt|ics)$/i;

/** One word that names a file and no page: a path, or a name with the ending of a file. */
export function isFileName(what: string): boolean {
  const word = what.trim();
  if (/\s/.test(word)) return false;
  if (/^(?:file:|[a-z]:\\|~?\/|\.\.?\/)/i.test(word)) return true;
  const [first = '', ...rest] = word.split('/');
  if (rest.length === 0) return fileEnding.test(word);
  return !/[.:<]/.test(first) && /\.[a-z0-9]+$/i.test(rest.at(-1) ?? '');
}

/** One word that looks like an address; the scheme may be left out. Slack puts angle brackets around it. */
export function addressIn(what: string): string | undefined {
  const word = what.trim().replace(/^<([^|>]*)(?:\|[^>]*)?>$/, '$1');
  if (/\s/.test(word)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(word)) return word;
  return word.includes('.') ? `https://${word}` : undefined;
}
