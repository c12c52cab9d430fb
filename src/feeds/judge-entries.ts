import type { FeedEntry } from '../domain/feed.ts';
import type { JudgedEntry, KnownItems } from '../domain/ports/feeds.ts';

/** Of a feed that is new to the desk so many wait; what is older was there before anybody asked for it. */
export const mostAtFirst = 10;

export interface Judging extends KnownItems {
  /** Keys of the addresses of the desk's sources and of what was imported. */
  had: ReadonlySet<string>;
  /** The feed was never read before. */
  first: boolean;
}

/** What becomes of those entries that the feed has not had before, in their order: the newest first. */
export function judgeEntries(
  entries: readonly FeedEntry[],
  { keys, urlKeys, had, first }: Judging,
): JudgedEntry[] {
  const called = new Set(keys);
  const addresses = new Set(urlKeys);
  return entries.flatMap((entry, at): JudgedEntry[] => {
    if (called.has(entry.key)) return [];
    called.add(entry.key);
    const isKnown = addresses.has(entry.urlKey) || had.has(entry.urlKey);
    addresses.add(entry.urlKey);
    const old = first && at >= mostAtFirst;
    return [{ ...entry, state: isKnown ? 'known' : old ? 'seen' : 'waiting' }];
  });
}
