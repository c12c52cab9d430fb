import type { Store } from '../../src/store/store.ts';

/** As a feed announces it. */
export interface Announced {
  title: string;
  url: string;
}

/** A feed of the desk is followed, where it is not yet, and its next poll finds these articles, published now. */
export async function announce(
  { feeds, feedPolls }: Pick<Store, 'feeds' | 'feedPolls'>,
  { desk, site, now }: { desk: string; site: string; now: Date },
  articles: readonly Announced[],
): Promise<void> {
  const feed = { title: 'A paper', url: `${site}/rss` };
  await feeds.add(desk, [feed], 'editor', now);
  const [followed] = await feeds.list(desk);
  if (!followed) throw new Error('no feed');
  const until = new Date(now.getTime() + 60_000);
  await feedPolls.lease({ holder: 'feeds', until, limit: 10 }, now);
  const entries = articles.map(({ title, url }) => ({ key: url, url, urlKey: url, title, published: now }));
  const judge = () => entries.map((entry) => ({ ...entry, state: 'waiting' as const }));
  const read = { title: feed.title, etag: undefined, modified: undefined, entries, judge };
  const result = { next: now, failures: 0, fault: undefined, read };
  if (!(await feedPolls.record(followed, 'feeds', result, now))) throw new Error('not recorded');
}
