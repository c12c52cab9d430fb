import { assertNever } from '../domain/errors.ts';
import type { NamedFeed } from '../domain/feed.ts';
import type { FeedFetcher, FeedFinder, FeedHeaders, FetchedFeed, FoundFeeds } from '../domain/ports/feeds.ts';
import type { Addresses } from '../domain/ports/imports.ts';
import type { Web, WebResponse } from '../domain/ports/runtime.ts';
import type { UrlRules } from '../http/addresses.ts';
import { decodePage, readBody } from '../http/body.ts';
import { type ImportFaultCode, statusFault } from '../http/fault.ts';
import { followRedirects } from '../http/fetch.ts';
import type { PollPorts } from './poll.ts';

const accept =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, text/x-opml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1';

export function createFeedFetcher(web: Web, rules: UrlRules = {}): FeedFetcher {
  return {
    async fetch(address, { etag, modified }) {
      const headers = {
        accept,
        ...(etag !== undefined && { 'if-none-match': etag }),
        ...(modified !== undefined && { 'if-modified-since': modified }),
      };
      const fetched = await followRedirects(address, { web, rules, headers }, readFeed);
      return 'outcome' in fetched ? fetched : failed(fetched.fault.code);
    },
  };
}

const failed = (code: ImportFaultCode, headers: FeedHeaders = {}): FetchedFeed => ({
  outcome: 'failed',
  says: feedFault(code),
  headers,
});

async function readFeed(url: URL, response: WebResponse, signal: AbortSignal): Promise<FetchedFeed> {
  const headers = feedHeaders(response);
  if (response.status === 304) return { outcome: 'unchanged', headers };
  if (response.status === 410) return { outcome: 'gone' };
  const wrong = statusFault(response.status);
  if (wrong) return failed(wrong, headers);
  const contentType = response.headers['content-type'] ?? '';
  // Servers label feeds in many wrong ways, but none as these.
  if (/^(?:image|audio|video|font)\//i.test(contentType)) return failed('not_a_page', headers);
  const body = await readBody(response, signal);
  if (!body.ok) return failed(body.fault.code, headers);
  return { outcome: 'read', url: url.href, text: decodePage(body.bytes, contentType).text, headers };
}

function feedHeaders({ headers }: WebResponse): FeedHeaders {
  const own = (name: string) => {
    const value = headers[name];
    // It is sent back verbatim, so it must be printable ASCII of bounded length.
    return value !== undefined && /^[\x20-\x7e]{1,500}$/.test(value) ? value : undefined;
  };
  const [etag, modified] = [own('etag'), own('last-modified')];
  const [cacheControl, retryAfter] = [own('cache-control'), own('retry-after')];
  return {
    ...(etag && { etag }),
    ...(modified && { modified }),
    ...(cacheControl && { cacheControl }),
    ...(retryAfter && { retryAfter }),
  };
}

const otherwise = 'The site reports an error.';

/** Feeds are fetched repeatedly and cannot be pasted, so these faults have other wording than those of articles. */
const sentences: Partial<Record<ImportFaultCode, string>> = {
  bad_address: 'That is not a web address. Give one that begins with https:// or http://.',
  not_web: 'Only https:// and http:// addresses are read. Give one of those.',
  credentials: 'The address carries a user name or password. Give it without them.',
  port: 'Only ports 80 and 443 are read. For another port, have the host listed with it in DESKWIRE_PRIVATE_HOSTS.',
  private_address:
    'The address leads into a private network. Only the hosts that DESKWIRE_PRIVATE_HOSTS lists are read there. Have this one listed, or give a public address.',
  no_such_host: 'No such site was found. Check the address.',
  unreachable: 'The site did not answer as a web site should.',
  too_slow: 'The site took more than 10 seconds.',
  too_large: 'The feed is larger than 5 MB. Ask its publisher for a shorter one.',
  too_many_redirects: 'The address sends its readers on more than 5 times. Give the address it ends at.',
  site_refuses: 'The site wants a login or refuses to be read.',
  page_gone: 'The site has nothing at this address. Check it.',
  not_a_page:
    'What is at this address is neither a feed nor a list of feeds nor a web page. Check the address.',
  unreadable: 'What the site sent is broken or packed in a way that is not read.',
};

const feedFault = (code: ImportFaultCode): string => sentences[code] ?? otherwise;

interface FinderPorts extends Pick<PollPorts, 'read' | 'clock'> {
  fetcher: FeedFetcher;
  addresses: Addresses;
}

export function createFeedFinder({ fetcher, addresses, read, clock }: FinderPorts): FeedFinder {
  const followable = (feeds: readonly NamedFeed[], from: string) =>
    feeds.flatMap(({ title, url }) => {
      const clean = addresses.clean(url, from);
      return clean === undefined ? [] : [{ title, url: clean }];
    });
  return {
    async find(address): Promise<FoundFeeds> {
      const fetched = await fetcher.fetch(address, {});
      if (fetched.outcome === 'gone') return findFault('The site says that this feed is gone for good.');
      if (fetched.outcome === 'unchanged') return findFault('The site sent nothing. Try again later.');
      if (fetched.outcome === 'failed') return findFault(fetched.says);
      const { text, url } = fetched;
      const document = await read({ text, url, now: clock() });
      switch (document.is) {
        case 'feed': {
          const { title = url, entries } = document;
          // The typed address is followed, not the redirect's target, which may change.
          return { is: 'feed', feed: { title, url: addresses.clean(address) ?? url }, items: entries.length };
        }
        case 'list':
        case 'page':
          return { is: document.is, feeds: followable(document.feeds, url) };
        case 'broken':
          return findFault(document.says ?? 'The feed at this address is broken, or too large to be read.');
        case 'other':
          return findFault(feedFault('not_a_page'));
        default:
          return assertNever(document);
      }
    },
  };
}

const findFault = (says: string): FoundFeeds => ({ is: 'fault', says });
