import { createHash } from 'node:crypto';
import {
  type AtomFeed,
  type JsonFeed,
  type Opml,
  parseFeed,
  parseOpml,
  type RdfFeed,
  type RssFeed,
} from 'feedsmith';
import { Parser } from 'htmlparser2';
import { assertNever } from '../domain/errors.ts';
import { mostFeeds, type NamedFeed } from '../domain/feed.ts';
import { plainLine } from '../domain/text.ts';
import { isFeedLike, rootElement } from '../http/body.ts';

/** Classifies `text`, fetched from `url`: feed, list, page or neither. Never throws. */
export function readDocument(text: string, url: string): FeedDocument {
  const root = rootElement(text);
  try {
    if (root === 'opml') return { is: 'list', feeds: readList(text, url) };
    if (isFeedLike(text)) return readFeed(text, url);
  } catch (error) {
    // The parser throws on malformed documents; that is not our bug.
    if (error instanceof Error) return { is: 'broken' };
    throw error;
  }
  return root === 'html' ? { is: 'page', feeds: pageFeeds(text, url) } : { is: 'other' };
}

type Outline = Opml.Outline<string>;

/** The feeds of an OPML document, each address once, from all folders. Throws if it is not OPML. */
function readList(text: string, base: string): NamedFeed[] {
  const { body } = parseOpml(text);
  const feeds = new Map<string, NamedFeed>();
  // Depth is limited by the parser.
  const add = (outline: Outline) => {
    const url = webAddress(outline.xmlUrl, base);
    if (url !== undefined && !feeds.has(url) && feeds.size < mostFeeds)
      feeds.set(url, { title: lineOf(outline.title ?? outline.text) ?? url, url });
    for (const inner of outline.outlines ?? []) add(inner);
  };
  for (const outline of body?.outlines ?? []) add(outline);
  return [...feeds.values()];
}

const feedTypes = /^application\/(rss|atom|feed|rdf)\+(xml|json)\b/i;
/** Pages name one feed, or one for articles and one for comments; more do not help. */
const mostNamed = 5;
/** Characters of HTML searched; feed links are in the head. */
const furthest = 500_000;

/** Feeds that a web page declares: `<link rel="alternate" type="application/rss+xml">`. */
function pageFeeds(html: string, url: string): NamedFeed[] {
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

/** Common fields of an entry in the four formats. */
interface Said {
  id?: string | undefined;
  link?: string | undefined;
  title?: string | undefined;
  date?: string | undefined;
}

/** Parses RSS 0.9 to 2.0, RDF, Atom or JSON Feed. Throws if it is none of these. */
function readFeed(text: string, url: string): FeedDocument {
  const { title, ttl, entries } = saidBy(parseFeed<string>(text));
  const found = newestFirst(entries.flatMap((said) => entryOf(said, url) ?? []));
  const line = lineOf(title);
  return {
    is: 'feed',
    ...(line && { title: line }),
    ...(ttl !== undefined && Number.isFinite(ttl) && { ttl }),
    entries: found.slice(0, mostEntries),
  };
}

function saidBy(parsed: ReturnType<typeof parseFeed<string>>): {
  title?: string | undefined;
  ttl?: number;
  entries: Said[];
} {
  switch (parsed.format) {
    case 'rss': {
      const { title, ttl, items = [] } = parsed.feed;
      return { title, ...(ttl !== undefined && { ttl }), entries: items.map(ofRss) };
    }
    case 'rdf':
      return { title: parsed.feed.title, entries: (parsed.feed.items ?? []).map(ofRdf) };
    case 'atom':
      return { title: parsed.feed.title?.value, entries: (parsed.feed.entries ?? []).map(ofAtom) };
    case 'json':
      return { title: parsed.feed.title, entries: (parsed.feed.items ?? []).map(ofJson) };
    default:
      return assertNever(parsed);
  }
}

function ofRss({ guid, link, title, pubDate, dc, atom }: RssFeed.Item<string>): Said {
  // A guid is an address unless `isPermaLink` is false.
  const permanent = guid?.isPermaLink === false ? undefined : guid?.value;
  return {
    id: guid?.value,
    link: link ?? permanent ?? alternate(atom?.links),
    title: title ?? dc?.titles?.[0],
    date: pubDate ?? dc?.dates?.[0],
  };
}

const ofRdf = ({ link, title, dc, rdf }: RdfFeed.Item<string>): Said => ({
  id: rdf?.about,
  link: link ?? rdf?.about,
  title,
  date: dc?.dates?.[0],
});

const ofAtom = ({ id, links, title, published, updated }: AtomFeed.Entry<string>): Said => ({
  id,
  link: alternate(links) ?? id,
  title: title?.value,
  date: published ?? updated,
});

const ofJson = ({ id, url, external_url, title, date_published }: JsonFeed.Item<string>): Said => ({
  id,
  link: url ?? external_url ?? id,
  title,
  date: date_published,
});

/** The article's own address; a link without `rel` counts. */
function alternate(links: readonly { href?: string; rel?: string }[] | undefined): string | undefined {
  return links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href;
}

/** Undefined for an entry without a usable address, which could not be imported. */
function entryOf({ id, link, title, date }: Said, base: string): FoundEntry | undefined {
  const url = webAddress(link, base);
  if (url === undefined) return undefined;
  const published = date === undefined ? Number.NaN : Date.parse(date.slice(0, 100));
  return {
    key: createHash('sha256')
      .update(id ?? url)
      .digest('hex')
      .slice(0, 32),
    url,
    title: lineOf(title) ?? url,
    ...(Number.isFinite(published) && { published: new Date(published) }),
  };
}

/** Most feeds are in this order already; a feed without dates is assumed to be. */
function newestFirst(entries: FoundEntry[]): FoundEntry[] {
  if (!entries.every(({ published }) => published)) return entries;
  return entries.toSorted((a, b) => Number(b.published) - Number(a.published));
}

/** An entry before its address was checked. */
export interface FoundEntry {
  key: string;
  /** http or https. */
  url: string;
  title: string;
  published?: Date;
}

/** A fetched document, classified. */
export type FeedDocument =
  /** Entries newest first, at most `mostEntries`. `ttl`: minutes for which the feed says it will not change. */
  | { is: 'feed'; title?: string; ttl?: number; entries: FoundEntry[] }
  /** An OPML document. */
  | { is: 'list'; feeds: NamedFeed[] }
  /** A web page, with the feeds that it declares. */
  | { is: 'page'; feeds: NamedFeed[] }
  | { is: 'broken' }
  | { is: 'other' };

/** More than any feed adds between two polls; older entries are not read. */
export const mostEntries = 200;

/** In characters. */
const longestTitle = 300;
const longestAddress = 2000;

/** Plain text of a title that may be HTML, on one line, cut to `longestTitle`; undefined if empty. */
function lineOf(html: string | undefined): string | undefined {
  const line = plainLine(textOf((html ?? '').slice(0, longestTitle * 20)));
  const letters = [...line];
  if (letters.length === 0) return undefined;
  return letters.length <= longestTitle ? line : `${letters.slice(0, longestTitle - 1).join('')}…`;
}

/** Text without scripts and styles. */
function textOf(html: string): string {
  const texts: string[] = [];
  const hidden: string[] = [];
  const parser = new Parser({
    onopentag(name) {
      if (name === 'script' || name === 'style') hidden.push(name);
    },
    onclosetag(name) {
      if (hidden.at(-1) === name) hidden.pop();
    },
    ontext(text) {
      if (hidden.length === 0) texts.push(text);
    },
  });
  parser.end(html);
  return texts.join('');
}

/** The absolute address of a link, if it is http(s). */
function webAddress(link: string | undefined, base: string): string | undefined {
  if (link === undefined || link.length > longestAddress) return undefined;
  const url = URL.parse(link.trim(), base);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isWeb && url.href.length <= longestAddress ? url.href : undefined;
}
