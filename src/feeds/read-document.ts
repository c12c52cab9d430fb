import { createHash } from 'node:crypto';
import { type Opml, parseOpml } from 'feedsmith';
import { Parser } from 'htmlparser2';
import { z } from 'zod';
import { mostNamedFeeds, type NamedFeed } from '../domain/feed.ts';
import { plainLine } from '../domain/text.ts';
import { isFeedLike, rootElement } from '../http/body.ts';
import { bareText, titleLine } from './feed-text.ts';
import { readFeedDate } from './read-date.ts';
import { readXml, type Said, type SaidFeed } from './read-xml.ts';

/** Input of the thread, which answers with a FeedDocument. */
export interface FetchedText {
  text: string;
  /** Address it was fetched from. */
  url: string;
  now: Date;
}

/** The entry of its thread, see `readFeedInWorker`. */
export const run = ({ text, url, now }: FetchedText): FeedDocument => readDocument(text, url, now);

/** Classifies `text`, fetched from `url` at `now`: feed, list, page or neither. Never throws. */
export function readDocument(text: string, url: string, now: Date): FeedDocument {
  const root = rootElement(text);
  try {
    if (root === 'opml') return { is: 'list', feeds: readList(text, url) };
    if (isFeedLike(text)) return readFeed(text, url, now);
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
    if (url !== undefined && !feeds.has(url) && feeds.size < mostNamedFeeds)
      feeds.set(url, { title: titleLine(bareText(outline.title ?? outline.text ?? '')) ?? url, url });
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
        feeds.set(address, { title: titleLine(title) ?? address, url: address });
    },
  });
  parser.end(html.slice(0, furthest));
  return [...feeds.values()];
}

/** Parses RSS 0.9 to 2.0, RDF, Atom or JSON Feed, as far as it goes. Throws if it is none of these. */
function readFeed(text: string, url: string, now: Date): FeedDocument {
  const said = text.trimStart().startsWith('{') ? readJsonFeed(text, url) : readXml(text, url);
  if (said.isCut && said.items.length === 0) return { is: 'broken', says: `${cutOff}.` };
  const entries = newestFirst(said.items.map(entryOf), now);
  const title = titleLine(said.title);
  const linkless = entries.filter((entry) => entry.url === undefined).length;
  const undated = said.items.filter(({ dates }) => dates.length > 0 && !dates.some(readFeedDate)).length;
  return {
    is: 'feed',
    ...(title && { title }),
    ...(said.ttl !== undefined && { ttl: said.ttl }),
    entries: entries.slice(0, mostEntries),
    faults: [
      ...(said.isCut ? [`${cutOff}; what was whole is read.`] : []),
      ...(linkless > 0 ? [`${items(linkless)} no web address, and cannot be drafted from here.`] : []),
      ...(undated > 0 ? [`${items(undated)} a date that cannot be read.`] : []),
      ...(entries.length > mostEntries
        ? [`The feed has ${entries.length} items, of which the newest ${mostEntries} are read.`]
        : []),
    ],
  };
}

const jsonText = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);

const itemSchema = z.object({
  id: jsonText,
  url: jsonText,
  external_url: jsonText,
  title: jsonText,
  summary: jsonText,
  content_text: jsonText,
  date_published: jsonText,
  date_modified: jsonText,
  attachments: z
    .array(z.object({ url: jsonText }))
    .optional()
    .catch(undefined),
});

const feedSchema = z.object({ title: jsonText, items: z.array(z.unknown()).catch([]) });

/** Reads a JSON Feed, in which titles are plain text. Throws if it is not JSON. */
function readJsonFeed(json: string, base: string): SaidFeed {
  const { title, items } = feedSchema.parse(JSON.parse(json));
  return {
    ...(title !== undefined && { title }),
    items: items.flatMap((item): Said[] => {
      const read = itemSchema.safeParse(item);
      if (!read.success) return [];
      const { id, url, external_url, attachments = [], ...rest } = read.data;
      const addresses = [url, external_url, /^https?:/i.test(id ?? '') ? id : undefined, attachments[0]?.url];
      const body = rest.summary ?? rest.content_text;
      return [
        {
          ...(id !== undefined && { id }),
          links: addresses.flatMap((address) => (address === undefined ? [] : [{ url: address, base }])),
          ...(rest.title !== undefined && { title: rest.title }),
          ...(body !== undefined && { text: body }),
          dates: [rest.date_published, rest.date_modified].flatMap((date) => date ?? []),
        },
      ];
    }),
    isCut: false,
  };
}

const cutOff = 'The feed is cut off before its end';
const items = (n: number) => (n === 1 ? 'One item has' : `${n} items have`);

function entryOf({ id, links, title, text, dates }: Said): FoundEntry {
  const url = links.map((link) => webAddress(link.url, link.base)).find(Boolean);
  const published = dates.map(readFeedDate).find(Boolean);
  return {
    key: createHash('sha256')
      .update(id ?? url ?? title ?? '')
      .digest('hex')
      .slice(0, 32),
    ...(id !== undefined && { id: id.slice(0, longestAddress) }),
    ...(url !== undefined && { url }),
    title: titleLine(title) ?? titleLine(text) ?? url ?? 'Untitled',
    ...(published && { published }),
    ...(text !== undefined && { text: plainLine(text.slice(0, longestText)) }),
  };
}

/** Milliseconds that a publisher's clock may be ahead. */
const ahead = 24 * 3_600_000;

/**
 * Newest first. An entry without a date, or dated in the future, keeps the place that it has among its neighbours; a
 * feed without any dates keeps its order, which is usually the newest first already.
 */
function newestFirst(entries: FoundEntry[], now: Date): FoundEntry[] {
  const own = entries.map(({ published }) =>
    published && published.getTime() <= now.getTime() + ahead ? published.getTime() : undefined,
  );
  const first = own.find((time) => time !== undefined) ?? 0;
  let last = first;
  const placed = entries.map((entry, at) => {
    last = own[at] ?? last;
    return { entry, time: last, isOwn: own[at] !== undefined };
  });
  return placed
    .toSorted((a, b) => b.time - a.time || Number(b.isOwn) - Number(a.isOwn))
    .map(({ entry }) => entry);
}

/** An entry before its address was checked. */
export interface FoundEntry {
  key: string;
  /** The feed's own id for it. */
  id?: string;
  /** http or https; missing if the feed gives none. */
  url?: string;
  title: string;
  published?: Date;
  /** The beginning of its text. */
  text?: string;
}

/** A fetched document, classified. */
export type FeedDocument =
  /** Entries newest first, at most `mostEntries`. `ttl`: minutes for which the feed says it will not change. */
  | { is: 'feed'; title?: string; ttl?: number; entries: FoundEntry[]; faults: string[] }
  /** An OPML document. */
  | { is: 'list'; feeds: NamedFeed[] }
  /** A web page, with the feeds that it declares. */
  | { is: 'page'; feeds: NamedFeed[] }
  | { is: 'broken'; says?: string }
  | { is: 'other' };

/** More than any feed adds between two polls; older entries are not read. */
export const mostEntries = 200;

/** In characters. */
const longestAddress = 2000;
const longestText = 500;

/** The absolute address of a link, if it is http(s). */
function webAddress(link: string | undefined, base: string): string | undefined {
  if (!link?.trim() || link.length > longestAddress) return undefined;
  const url = URL.parse(link.trim(), base);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isWeb && url.href.length <= longestAddress ? url.href : undefined;
}
