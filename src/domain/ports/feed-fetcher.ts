/** What a site said with a document; all of it as it was sent. */
export interface FeedHeaders {
  etag?: string;
  /** Last-Modified. */
  modified?: string;
  cacheControl?: string;
  retryAfter?: string;
}

/** unchanged: since what was asked with. gone: for good. `says` tells an editor what to do. */
export type FetchedFeed =
  /** `url`: where the redirects ended. */
  | { outcome: 'read'; url: string; text: string; headers: FeedHeaders }
  | { outcome: 'unchanged'; headers: FeedHeaders }
  | { outcome: 'gone' }
  | { outcome: 'failed'; says: string; headers: FeedHeaders };

/** Fetches feeds, lists of feeds and pages that may name feeds, under the same rules as articles. Never throws. */
export interface FeedFetcher {
  /** Within 10 seconds. `since`: what the site said the last time, so that it need not send the same again. */
  fetch(address: string, since: Pick<FeedHeaders, 'etag' | 'modified'>): Promise<FetchedFeed>;
}
