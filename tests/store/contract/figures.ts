import { describe, expect, test } from 'vitest';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const ann = 'slack:T1:UANN';
const earlier = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

/** Other tests write into the same database: what is compared is what this one adds. */
export const figuresContract: Suite = (subject) => {
  const figures = () => subject().store.maintenance.figures();

  describe('figures', () => {
    test('count the drafts and reports that wait for a reviewer, and know the oldest', async () => {
      const { drafts, reports } = subject().store;
      const desk = ownDesk();
      const before = await figures();
      const draft = {
        ...({ desk, act: 'add', type: 'fact', base: 0 } as const),
        ...{ values: {}, author: ann },
      };
      const long = earlier(60 * 24 * 4000);
      const one = await drafts.add(draft, long);
      const two = await drafts.add(draft, long);
      await drafts.change(one.id, 1, { state: 'in review' }, ann, long);
      const report = { desk, entry: 'a', reporter: ann, words: 'Wrong.', at: long };
      await reports.add(report, `${desk}-figures`);
      const waiting = await figures();
      expect(waiting.drafts).toEqual({ waiting: before.drafts.waiting + 1, oldest: long });
      expect(waiting.reports).toEqual({ waiting: before.reports.waiting + 1, oldest: long });
      await drafts.change(one.id, 2, { state: 'discarded' }, ann, now);
      await drafts.change(two.id, 1, { state: 'discarded' }, ann, now);
      const [open] = (await reports.open(desk, { limit: 1, offset: 0 })).items;
      await reports.done(desk, open?.number ?? 0, ann, now);
      expect(await figures()).toMatchObject({ drafts: before.drafts, reports: before.reports });
    });

    test('count feeds by how they answer, and the articles that wait', async () => {
      const { feeds, feedPolls } = subject().store;
      const desk = ownDesk();
      const before = await figures();
      const named = ['a', 'b', 'c'].map((title) => ({ title, url: `https://${title}.example/${desk}` }));
      await feeds.add(desk, named, ann, now);
      const until = new Date(now.getTime() + 60_000);
      const leased = await feedPolls.lease({ holder: 'figures', until, limit: 1000 }, now);
      const [a, b] = leased.filter((feed) => feed.desk === desk);
      if (!a || !b) throw new Error('expected two of three');
      const entry = { key: 'k', url: 'https://a.example/1', urlKey: `a.example/${desk}`, title: 'One' };
      const waits = { ...entry, state: 'waiting' } as const;
      const read = { title: 'A', etag: undefined, modified: undefined };
      await feedPolls.record(
        a,
        'figures',
        {
          ...{ next: until, failures: 0, fault: undefined },
          read: { ...read, entries: [entry], judge: () => [waits] },
        },
        now,
      );
      await feedPolls.record(b, 'figures', { next: until, failures: 1, fault: 'no answer' }, now);
      const after = await figures();
      expect(after.feedItemsWaiting).toBe(before.feedItemsWaiting + 1);
      expect(after.feeds.failing).toBe(before.feeds.failing + 1);
      expect(after.feedFaults).toContain('no answer');
      expect(after.feeds.answering).toBe(before.feeds.answering + 2);
      for (const feed of await feeds.list(desk)) await feeds.remove(desk, feed.id, ann, now);
    });
  });
};
