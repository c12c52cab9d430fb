/** One word that looks like an address; the scheme may be left out. Slack puts angle brackets around it. */
export function addressIn(what: string): string | undefined {
  const word = what.trim().replace(/^<([^|>]*)(?:\|[^>]*)?>$/, '$1');
  if (/\s/.test(word)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(word)) return word;
  return word.includes('.') ? `https://${word}` : undefined;
}
