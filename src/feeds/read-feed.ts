import { createHash } from 'node:crypto';
import { type AtomFeed, type JsonFeed, parseFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import { assertNever } from '../domain/assert-never.ts';
import { type FeedDocument, type FoundEntry, mostEntries } from './feed-document.ts';
import { lineOf, webAddress } from './plain-values.ts';

/** What the four formats say of an entry, each in its own way. */
interface Said {
  id?: string | undefined;
  link?: string | undefined;
  title?: string | undefined;
  date?: string | undefined;
}

/** Reads RSS 0.9 to 2.0, RDF, Atom or JSON Feed. Throws where it is none. */
export function readFeed(text: string, url: string): FeedDocument {
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
  // A guid is an address unless it says that it is none.
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

/** Where the article itself is; a link without a relation is that. */
function alternate(links: readonly { href?: string; rel?: string }[] | undefined): string | undefined {
  return links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href;
}

/** Undefined for one that leads nowhere: it could not be imported. */
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

/** Most feeds are in that order already; one that leaves out dates is taken to be. */
function newestFirst(entries: FoundEntry[]): FoundEntry[] {
  if (!entries.every(({ published }) => published)) return entries;
  return entries.toSorted((a, b) => Number(b.published) - Number(a.published));
}
