import { Parser } from 'htmlparser2';
import type { NamedFeed } from '../domain/feed.ts';
import { lineOf, webAddress } from './plain-values.ts';

const feedTypes = /^application\/(rss|atom|feed|rdf)\+(xml|json)\b/i;
/** A page names one feed, or one for the articles and one for the comments; more are of no help. */
const mostNamed = 5;
/** Links stand in the head; characters of HTML that are looked through for them. */
const furthest = 500_000;

/** The feeds that a web page names as its own: `<link rel="alternate" type="application/rss+xml">`. */
export function pageFeeds(html: string, url: string): NamedFeed[] {
  const feeds = new Map<string, NamedFeed>();
  let base = url;
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href, title }) {
      if (name === 'base' && href !== undefined) base = webAddress(href, url) ?? url;
      const isFeed = name === 'link' && /(^|\s)alternate(\s|$)/i.test(rel) && feedTypes.test(type.trim());
      const address = isFeed ? webAddress(href, base) : undefined;
      if (address !== undefined && feeds.size < mostNamed)
        feeds.set(address, { title: lineOf(title) ?? address, url: address });
    },
  });
  parser.end(html.slice(0, furthest));
  return [...feeds.values()];
}
