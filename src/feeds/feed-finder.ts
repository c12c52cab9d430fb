import { assertNever } from '../domain/assert-never.ts';
import type { NamedFeed } from '../domain/feed.ts';
import type { Addresses } from '../domain/ports/addresses.ts';
import type { FeedFetcher } from '../domain/ports/feed-fetcher.ts';
import type { FeedFinder, FoundFeeds } from '../domain/ports/feed-finder.ts';
import type { PollPorts } from './poll-feeds.ts';

interface FinderPorts extends Pick<PollPorts, 'read'> {
  fetcher: FeedFetcher;
  addresses: Addresses;
}

export function createFeedFinder({ fetcher, addresses, read }: FinderPorts): FeedFinder {
  const followable = (feeds: readonly NamedFeed[]) =>
    feeds.flatMap(({ title, url }) => {
      const clean = addresses.clean(url);
      return clean === undefined ? [] : [{ title, url: clean }];
    });
  return {
    async find(address): Promise<FoundFeeds> {
      const fetched = await fetcher.fetch(address, {});
      if (fetched.outcome === 'gone') return fault('The site says that this feed is gone for good.');
      if (fetched.outcome === 'unchanged') return fault('The site sent nothing. Try again later.');
      if (fetched.outcome === 'failed') return fault(fetched.says);
      const { text, url } = fetched;
      const document = await read({ text, url });
      switch (document.is) {
        case 'feed': {
          const { title = url, entries } = document;
          // What was typed is what is followed: a redirect of today may lead elsewhere tomorrow.
          return { is: 'feed', feed: { title, url: addresses.clean(address) ?? url }, items: entries.length };
        }
        case 'list':
        case 'page':
          return { is: document.is, feeds: followable(document.feeds) };
        case 'broken':
          return fault('The feed at this address is broken, or too large to be read.');
        case 'other':
          return fault('What is at this address is neither a feed nor a list of feeds nor a web page.');
        default:
          return assertNever(document);
      }
    },
  };
}

const fault = (says: string): FoundFeeds => ({ is: 'fault', says });
