import type { FeedFetcher, FeedHeaders, FetchedFeed } from '../domain/ports/feed-fetcher.ts';
import type { Web, WebResponse } from '../domain/ports/web.ts';
import { decodePage } from './decode-page.ts';
import { feedFault } from './feed-fault.ts';
import { isFeedType, mediaType } from './feed-types.ts';
import { follow } from './follow.ts';
import { type ImportFaultCode, statusFault } from './import-fault.ts';
import type { UrlRules } from './page-url.ts';
import { readBody } from './read-body.ts';

const accept =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, text/x-opml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1';

/** `rules` loosens what may be read; only tests do, which serve feeds on this machine. */
export function createFeedFetcher(web: Web, rules: UrlRules = {}): FeedFetcher {
  return {
    async fetch(address, { etag, modified }) {
      const headers = {
        accept,
        ...(etag !== undefined && { 'if-none-match': etag }),
        ...(modified !== undefined && { 'if-modified-since': modified }),
      };
      const fetched = await follow(address, { web, rules, headers }, readFeed);
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
  const headers = said(response);
  if (response.status === 304) return { outcome: 'unchanged', headers };
  if (response.status === 410) return { outcome: 'gone' };
  const wrong = statusFault(response.status);
  if (wrong) return failed(wrong, headers);
  const contentType = response.headers['content-type'] ?? '';
  const type = mediaType(contentType);
  if (!isFeedType(type) && !type.startsWith('text/')) return failed('not_a_page', headers);
  const body = await readBody(response, signal);
  if (!body.ok) return failed(body.fault.code, headers);
  return { outcome: 'read', url: url.href, text: decodePage(body.bytes, contentType).text, headers };
}

function said({ headers }: WebResponse): FeedHeaders {
  const own = (name: string) => {
    const value = headers[name];
    // It is sent back as it came: what is no plain text could not be, and what is longer is none of our memory's.
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
