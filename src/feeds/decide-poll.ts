import { assertNever } from '../domain/assert-never.ts';
import type { Feed, FeedEntry } from '../domain/feed.ts';
import type { FeedHeaders, FetchedFeed } from '../domain/ports/feed-fetcher.ts';
import type { PollResult } from '../domain/ports/feeds.ts';
import type { FeedDocument } from './feed-document.ts';
import { judgeEntries } from './judge-entries.ts';
import { nextPoll } from './next-poll.ts';

/** What asking a feed came to, the document read by then. */
export type Answered =
  | Exclude<FetchedFeed, { outcome: 'read' }>
  | { outcome: 'read'; document: FeedDocument; headers: FeedHeaders };

/** What the decision goes by, besides the answer. */
export interface Deciding {
  feed: Feed;
  now: Date;
  /** From 0 to below 1. */
  chance: number;
  /** Keys of the addresses that the desk has as sources or imports. */
  had: ReadonlySet<string>;
  /** The entries of the feed that was read, their addresses looked at. */
  entries: readonly FeedEntry[];
}

export const goneFault =
  'The site says that this feed is gone for good. It is not asked any more: remove it, or add the address that took its place.';

/** What is written of a poll, and when the next one is. Pure. */
export function decidePoll(answer: Answered, { feed, now, chance, had, entries }: Deciding): PollResult {
  const failures = feed.failures + 1;
  const after = (fault: string, headers: FeedHeaders): PollResult => ({
    ...{ next: nextPoll(failures, headers, now, chance), failures, fault },
  });
  switch (answer.outcome) {
    case 'gone':
      return { next: undefined, failures, fault: goneFault };
    case 'failed':
      return after(answer.says, answer.headers);
    case 'unchanged':
      return { next: nextPoll(0, answer.headers, now, chance), failures: 0, fault: undefined };
    case 'read': {
      const { document, headers } = answer;
      if (document.is !== 'feed') return after(notAFeed(document.is), headers);
      const { title, ttl } = document;
      const { etag, modified } = headers;
      const first = feed.polled === undefined;
      return {
        ...{ next: nextPoll(0, { ...headers, ttl }, now, chance), failures: 0, fault: undefined },
        read: {
          ...{ title, etag, modified, entries },
          judge: (known) => judgeEntries(entries, { ...known, had, first }),
        },
      };
    }
    default:
      return assertNever(answer);
  }
}

function notAFeed(is: Exclude<FeedDocument['is'], 'feed'>): string {
  switch (is) {
    case 'page':
      return 'A web page is at this address, not a feed. Remove it, and add the address of the page: the feeds that it names are offered.';
    case 'list':
      return 'A list of feeds is at this address, not a feed. Remove it and add it again: its feeds are offered.';
    case 'broken':
      return 'The feed is broken, or too large to be read in 10 seconds.';
    case 'other':
      return 'What is at this address is no feed. Check it, and remove it here if it will not come back.';
    default:
      return assertNever(is);
  }
}
