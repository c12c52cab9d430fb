/** A root element further on is none. */
const furthest = 65_536;

/** The name of the first element of an XML or HTML document, in lower case and without its prefix. */
export function rootElement(text: string): string | undefined {
  for (let at = text.indexOf('<'); at !== -1 && at < furthest; at = text.indexOf('<', at)) {
    const end = text.startsWith('<!--', at)
      ? text.indexOf('-->', at + 4)
      : /^<[?!]/.test(text.slice(at, at + 2))
        ? text.indexOf('>', at)
        : undefined;
    if (end === undefined)
      return /^<(?:[\w.-]{1,30}:)?([a-z][\w-]{0,30})/i.exec(text.slice(at, at + 64))?.[1]?.toLowerCase();
    if (end === -1) return undefined;
    at = end;
  }
  return undefined;
}

/** Whether it is a feed or a list of feeds, whatever content type it came with. */
export function isFeedLike(text: string): boolean {
  if (text.trimStart().startsWith('{')) return text.includes('jsonfeed.org/version/');
  return ['rss', 'feed', 'rdf', 'opml'].includes(rootElement(text) ?? '');
}
