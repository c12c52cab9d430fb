import { newSubscription } from '../../src/digest/acts.ts';
import { indexEntry } from '../../src/search/index-entry.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeDesk, makeFact } from '../domain/make.ts';
import { change } from '../store/fixture.ts';

/** Fills several messages on either platform. */
const long = (id: string, topic: string) =>
  makeFact({
    id,
    title: `What was said on ${topic} that day, and written down, as ${id}`,
    standing: 'disputed',
    countries: ['NO', 'SE', 'US'],
    topics: [topic],
    statement: `${'Much was said that day, and all of it was written down. '.repeat(9)}So says ${id}.`,
    why: 'It is long enough to need room of its own. '.repeat(8).trim(),
    published: '2026-03-01',
  }).body;

export function openAgain(at: { dataFolder: string; databaseUrl?: string }): Promise<Store> {
  const log = { info() {}, warn() {}, error() {} };
  return openStore({ ...at, index: indexEntry, clock: () => new Date(), log });
}

/** No second digest is due, however wrong the clock. */
const farFrom = (now: Date) => `0 ${(now.getUTCHours() + 12) % 24} * * *`;

/** What a feed of the desk announced, on both topics and each another story. */
export const headlines = ['harbour', 'bridge', 'school', 'museum', 'tunnel', 'airport'].map(
  (thing) => `Norway trade visits ${['a', 'b', 'c', 'd'].map((letter) => `${letter}${thing}`).join(' ')}`,
);

async function announce(store: Store, now: Date): Promise<void> {
  const { added } = await store.feeds.add(
    'north',
    [{ title: 'A paper', url: 'https://paper.example/rss' }],
    'terminal',
    now,
  );
  const [feed] = added;
  if (!feed) throw new Error('no feed');
  await store.feedPolls.lease({ holder: 'seed', until: new Date(now.getTime() + 60_000), limit: 1 }, now);
  const entries = headlines.map((title) => {
    const url = `https://paper.example/${title.replaceAll(' ', '-')}`;
    return { key: url, url, urlKey: url, title, published: now };
  });
  const judge = () => entries.map((entry) => ({ ...entry, state: 'waiting' as const }));
  const read = { title: 'A paper', etag: undefined, modified: undefined, entries, judge };
  // Not asked again: there is nobody at that address.
  const result = { next: undefined, failures: 0, fault: undefined, read };
  if (!(await store.feedPolls.record(feed, 'seed', result, now))) throw new Error('not announced');
}

/**
 * A new store with a desk of entries, and digests whose first one is due: one a channel, on `topic` or every other on one
 * whose digests hold several messages; every third channel has a second digest of another name, and every other ends its
 * digests with headlines.
 */
export async function seedStore(
  at: { dataFolder: string; databaseUrl?: string },
  channels: readonly string[],
  { topic, now = new Date() }: { topic?: string; now?: Date } = {},
): Promise<Store> {
  const store = await openAgain(at);
  const bodies = Array.from({ length: 24 }, (_, index) => [
    long(`visit-${index}`, 'visits'),
    ...(index < 2 ? [long(`deal-${index}`, 'trade')] : []),
  ]).flat();
  await store.content.apply(change(bodies, { desk: 'north', definition: makeDesk() }), now);
  await announce(store, now);
  await Promise.all(
    channels
      .flatMap((channel, index) =>
        index % 3 === 0
          ? [
              { channel, index, name: 'first' },
              { channel, index, name: 'second' },
            ]
          : [{ channel, index, name: 'only' }],
      )
      .map(({ channel, index, name }) =>
        store.subscriptions.add(
          newSubscription(
            {
              name,
              filter: { topics: [topic ?? (index % 2 ? 'visits' : 'trade')], countries: [] },
              // A weekly digest has several messages; at a time of every day, it is as far from the next as can be.
              schedule: { rhythm: 'weekly', cron: farFrom(now), zone: 'UTC', holidays: 'send' },
              onEmpty: 'one-line',
              lastCount: 3,
              format: 'full',
              headlines: index % 2 === 0,
            },
            { desk: 'north', channel, createdBy: 'terminal', now },
          ),
          now,
        ),
      ),
  );
  return store;
}
