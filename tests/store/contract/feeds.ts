import { describe, expect, test } from 'vitest';
import { type FeedEntry, mostFeeds } from '../../../src/domain/feed.ts';
import type { JudgedEntry, KnownItems, PollResult } from '../../../src/domain/ports/feeds.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const by = 'slack:T1:UANN';
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const named = (name: string) => ({ title: name, url: `https://${name}.example/rss` });

const entry = (name: string, more: Partial<FeedEntry> = {}): FeedEntry => ({
  ...{ key: `key-${name}`, url: `https://paper.example/${name}`, urlKey: `paper.example/${name}` },
  ...{ title: `Title ’"🙂 ${name}`, published: minutes(-60) },
  ...more,
});

const waiting = (entries: readonly FeedEntry[], { items, urlKeys }: KnownItems): JudgedEntry[] =>
  entries
    .filter(({ key }) => !items.some((one) => one.key === key))
    .map((one) => ({ ...one, state: urlKeys.has(one.urlKey) ? 'known' : 'waiting' }));

const reading = (entries: readonly FeedEntry[], more: Partial<PollResult> = {}): PollResult => ({
  ...{ next: minutes(60), failures: 0, fault: undefined },
  read: {
    ...{ title: 'The Paper', etag: '"1"', modified: 'Mon, 23 Nov 2026 08:00:00 GMT', entries },
    judge: (known) => waiting(entries, known),
  },
  ...more,
});

export const feedsContract: Suite = (subject) => {
  const store = () => subject().store;
  const anyone = { limit: 1000, until: minutes(2) };

  /** Leases everything that is due, whichever test added it, and gives what is of the desk. */
  async function leased(desk: string, holder: string, at = now, from = store()) {
    const all = await from.feedPolls.lease(
      { ...anyone, holder, until: new Date(at.getTime() + 120_000) },
      at,
    );
    return all.filter((feed) => feed.desk === desk);
  }

  async function followed(desk: string, ...names: string[]) {
    await store().feeds.add(desk, names.map(named), by, now);
    return leased(desk, 'us');
  }

  const titles = async (desk: string) =>
    (await store().feedItems.waiting(desk, { limit: 1000, offset: 0 })).items.map(({ title }) =>
      title.split(' ').at(-1),
    );

  describe('feeds', () => {
    test('are added once to a desk, kept for every process, listed and removed with their items', async () => {
      const desk = ownDesk();
      const first = await store().feeds.add(desk, [named('a'), named('b'), named('a')], by, now);
      expect(first).toMatchObject({
        already: 1,
        over: 0,
        added: [{ ...named('a'), desk, addedBy: by }, named('b')],
      });
      expect(await store().feeds.add(desk, [named('b')], by, now)).toEqual({
        added: [],
        already: 1,
        over: 0,
      });
      const other = await subject().another();
      const listed = await other.store.feeds.list(desk);
      expect(listed[0]).toEqual({
        ...named('a'),
        ...{ id: first.added[0]?.id, desk, next: now, failures: 0, addedBy: by, addedAt: now },
        ...{ waiting: 0, known: 0, passed: 0, keywords: [] },
      });
      const [a] = await leased(desk, 'us');
      await store().feedPolls.record(a!, 'us', reading([entry('one')]), now);
      expect(await store().feeds.remove(ownDesk(), a!.id, by, now)).toBeUndefined();
      expect(await store().feeds.remove(desk, a!.id, by, now)).toMatchObject({ title: 'The Paper' });
      expect(await store().feeds.remove(desk, a!.id, by, now)).toBeUndefined();
      expect(await titles(desk)).toEqual([]);
      const { items } = await store().audit.list({ desk }, { limit: 9, offset: 0 });
      expect(items.map(({ actor, action, before, after }) => [actor, action, before ?? after])).toEqual([
        [by, 'feed removed', 'https://a.example/rss'],
        [by, 'feed added', 'https://b.example/rss'],
        [by, 'feed added', 'https://a.example/rss'],
      ]);
    });

    test('are no more than a desk can look after', async () => {
      const desk = ownDesk();
      const many = Array.from({ length: mostFeeds + 3 }, (_, n) => named(`n${n}`));
      const { added, over } = await store().feeds.add(desk, many, by, now);
      expect([added.length, over]).toEqual([mostFeeds, 3]);
      expect(await store().feeds.add(desk, [named('more')], by, now)).toMatchObject({ over: 1 });
    });

    test('of several processes one asks a feed that is due; the lease of one that stops runs out', async () => {
      const desk = ownDesk();
      await store().feeds.add(desk, [named('a'), named('b'), named('c')], by, now);
      const other = await subject().another();
      const both = await Promise.all([leased(desk, 'us'), leased(desk, 'them', now, other.store)]);
      expect(
        both
          .flat()
          .map(({ title }) => title)
          .toSorted(),
      ).toEqual(['a', 'b', 'c']);
      expect(await leased(desk, 'them', minutes(1))).toEqual([]);
      const again = await leased(desk, 'others', minutes(2));
      expect(again).toHaveLength(3);
      const result = reading([entry('late')]);
      expect(await store().feedPolls.record(again[0]!, 'us', result, minutes(2))).toBe(false);
      expect(await titles(desk)).toEqual([]);
      expect(await store().feedPolls.record(again[0]!, 'others', result, minutes(2))).toBe(true);
      expect(await titles(desk)).toEqual(['late']);
    });

    test('what a poll came to is kept: when next, what to ask with, what went wrong', async () => {
      const desk = ownDesk();
      const [feed] = await followed(desk, 'a');
      const { feedPolls } = store();
      await feedPolls.record(feed!, 'us', reading([]), now);
      expect(await leased(desk, 'us', minutes(59))).toEqual([]);
      const [due] = await leased(desk, 'us', minutes(60));
      const validators = { etag: '"1"', modified: 'Mon, 23 Nov 2026 08:00:00 GMT' };
      expect(due).toMatchObject({ title: 'The Paper', ...validators, polled: now, failures: 0 });
      const failed = { next: minutes(180), failures: 1, fault: 'It is too slow.' };
      await feedPolls.record(due!, 'us', failed, minutes(60));
      const [after] = await store().feeds.list(desk);
      expect(after).toMatchObject({ ...failed, ...validators, polled: now });
      const [last] = await leased(desk, 'us', minutes(180));
      await feedPolls.record(last!, 'us', { next: undefined, failures: 2, fault: 'Gone.' }, minutes(180));
      expect(await leased(desk, 'us', minutes(100_000))).toEqual([]);
      expect((await store().feeds.list(desk))[0]).not.toHaveProperty('next');
    });
  });

  describe('items of feeds', () => {
    test('wait, the newest first, until one editor has decided', async () => {
      const desk = ownDesk();
      const [feed] = await followed(desk, 'a');
      const entries = [entry('new'), entry('older', { published: minutes(-90) })];
      await store().feedPolls.record(feed!, 'us', reading(entries), now);
      const { items, total } = await store().feedItems.waiting(desk, { limit: 1, offset: 0 });
      const { key, urlKey, ...told } = entry('new');
      expect(total).toBe(2);
      expect(items).toEqual([
        { ...told, number: expect.any(Number), desk, feed: feed?.id, state: 'waiting', found: now },
      ]);
      const { number } = items[0]!;
      expect(await store().feedItems.get(ownDesk(), number)).toBeUndefined();
      expect(await store().feedItems.decide(ownDesk(), number, 'taken', by, now)).toBe(false);
      const other = await subject().another();
      const decided = await Promise.all([
        store().feedItems.decide(desk, number, 'taken', by, now),
        other.store.feedItems.decide(desk, number, 'dismissed', by, now),
      ]);
      expect(decided.filter(Boolean)).toHaveLength(1);
      expect((await store().feedItems.get(desk, number))?.state).toBe(decided[0] ? 'taken' : 'dismissed');
      expect(await titles(desk)).toEqual(['older']);
    });

    test('wait no more once the desk has their address in another way', async () => {
      const [desk, elsewhere] = [ownDesk(), ownDesk()];
      const [feed] = await followed(desk, 'a');
      const [same] = await followed(elsewhere, 'a');
      await store().feedPolls.record(feed!, 'us', reading([entry('one'), entry('two')]), now);
      await store().feedPolls.record(same!, 'us', reading([entry('one')]), now);
      await store().feedItems.settle(desk, 'paper.example/one', by);
      await store().feedItems.settle(desk, 'paper.example/none', by);
      expect(await titles(desk)).toEqual(['two']);
      expect(await store().feeds.list(desk)).toMatchObject([{ waiting: 1, known: 1 }]);
      expect(await titles(elsewhere)).toEqual(['one']);
    });

    test('are known by what the feed calls them, and by their address in every feed of the desk', async () => {
      const desk = ownDesk();
      const [a, b] = await followed(desk, 'a', 'b');
      const [one, two] = [entry('one'), entry('two')];
      await store().feedPolls.record(a!, 'us', reading([one]), now);
      await store().feedPolls.record(b!, 'us', reading([two, { ...one, key: 'called otherwise' }]), now);
      expect(await titles(desk)).toEqual(['two', 'one']);
      const [again] = await leased(desk, 'us', minutes(60));
      await store().feedPolls.record(again!, 'us', reading([{ ...one, urlKey: 'moved' }]), minutes(60));
      expect(await titles(desk)).toEqual(['two', 'one']);
      expect(await store().feeds.list(desk)).toMatchObject([
        { waiting: 1, known: 0 },
        { waiting: 1, known: 1 },
      ]);
    });

    test('that come in two feeds at once, read by two processes, wait once', async () => {
      const desk = ownDesk();
      const [a, b] = await followed(desk, 'a', 'b');
      const other = await subject().another();
      const entries = Array.from({ length: 20 }, (_, n) => entry(`n${n}`));
      const written = await Promise.all([
        store().feedPolls.record(a!, 'us', reading(entries), now),
        other.store.feedPolls.record(b!, 'us', reading(entries.toReversed()), now),
      ]);
      expect(written).toEqual([true, true]);
      expect(await titles(desk)).toHaveLength(20);
    });

    test('are forgotten when newer ones have come, but not while they stand in their feed', async () => {
      const desk = ownDesk();
      let [feed] = await followed(desk, 'a');
      const pinned = entry('pinned');
      for (let round = 0; round < 8; round++) {
        const entries = Array.from({ length: 100 }, (_, n) => entry(`r${round}-${n}`));
        await store().feedPolls.record(feed!, 'us', reading([...entries, pinned]), minutes(round * 60));
        [feed] = await leased(desk, 'us', minutes(60 + round * 60));
      }
      const left = await titles(desk);
      expect(left).toHaveLength(501);
      expect(left).toContain('pinned');
      expect(left).toContain('r3-0');
      expect(left).not.toContain('r2-0');
    });
  });
};
