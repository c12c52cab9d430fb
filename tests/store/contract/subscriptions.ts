import { describe, expect, test } from 'vitest';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import type { NewSubscription } from '../../../src/domain/ports/digests.ts';
import { later, order, ownChannel, queued } from '../digests-made.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const person = 'slack:T1:U1';

export const subscriptionsContract: Suite = (subject) => {
  const audited = (id: number) =>
    subject()
      .database.read.selectFrom('audit')
      .select(['at', 'actor', 'action', 'desk', 'before', 'after'])
      .where('subject', '=', `subscription:${id}`)
      .orderBy('number')
      .execute();

  describe('subscriptions', () => {
    test('one that is added is read back as it was wanted', async () => {
      const { subscriptions } = subject().store;
      const desk = ownDesk();
      const wanted = order(desk, { filter: { topics: ['trade'], countries: ['KZ'] }, ping: 'S123' });
      const { outcome, subscription } = await subscriptions.add(wanted, now);
      expect(outcome).toBe('added');
      expect(subscription).toEqual({
        ...wanted,
        id: expect.any(Number),
        name: 'daily-trade-kz',
        state: 'active',
        sent: 0,
        createdAt: now,
        version: 1,
      });
      expect(await subscriptions.get(subscription.id)).toEqual(subscription);
      expect(await subscriptions.get(subscription.id + 1000)).toBeUndefined();
      const [added] = await audited(subscription.id);
      expect(added).toMatchObject({
        at: now.toISOString(),
        actor: person,
        action: 'subscription added',
        desk,
      });
    });

    test('an equal filter in another order, which nobody named, is there already, until it is ended', async () => {
      const { subscriptions } = subject().store;
      const desk = ownDesk();
      const channel = ownChannel();
      const filter = { topics: ['trade', 'energy'], countries: ['KZ'] };
      const first = await subscriptions.add(order(desk, { channel, filter }), now);
      const again = order(desk, {
        channel,
        filter: { ...filter, topics: ['energy', 'trade'] },
        lastCount: 9,
      });
      expect(await subscriptions.add(again, later(1))).toEqual({
        outcome: 'already',
        subscription: first.subscription,
      });
      expect((await subscriptions.add(order(desk, { filter }), now)).outcome).toBe('added');
      expect((await subscriptions.add(order(ownDesk(), { channel, filter }), now)).outcome).toBe('added');

      await subscriptions.change(first.subscription.id, 1, { state: 'ended' }, person, now);
      const anew = await subscriptions.add(again, later(2));
      expect(anew.outcome).toBe('added');
      const back = await subscriptions.change(first.subscription.id, 2, { state: 'active' }, person, now);
      expect(back).toBe('already');
    });

    test('of two processes that add the same at once one does', async () => {
      const other = await subject().another();
      const desk = ownDesk();
      const wanted = order(desk);
      const added = await Promise.all(
        [subject().store, other.store, subject().store, other.store].map(({ subscriptions }) =>
          subscriptions.add(wanted, now),
        ),
      );
      expect(added.map(({ outcome }) => outcome).sort()).toEqual(['added', 'already', 'already', 'already']);
      expect(new Set(added.map(({ subscription }) => subscription.id)).size).toBe(1);
    });

    test('are listed by channel or desk, ended ones only when asked for', async () => {
      const { subscriptions } = subject().store;
      const desk = ownDesk();
      const channel = ownChannel();
      const ids: number[] = [];
      for (const changes of [{ channel }, {}, { channel, filter: { topics: ['trade'], countries: [] } }]) {
        ids.push((await subscriptions.add(order(desk, changes), now)).subscription.id);
      }
      const [first = 0, second, third] = ids;
      await subscriptions.change(first, 1, { state: 'ended' }, person, now);
      const listed = async (of: Parameters<typeof subscriptions.list>[0]) =>
        (await subscriptions.list(of)).map(({ id }) => id);
      expect(await listed({ channel })).toEqual([third]);
      expect(await listed({ channel, ended: true })).toEqual([first, third]);
      expect(await listed({ desk })).toEqual([second, third]);
      expect(await listed({ desk, channel, ended: true })).toEqual([first, third]);
    });

    test('those are due whose next has come, oldest first', async () => {
      const { subscriptions } = subject().store;
      const desk = ownDesk();
      const add = async (next: Date | undefined) =>
        (await subscriptions.add(order(desk, { next }), now)).subscription;
      const [late, early, ended] = [await add(later(20)), await add(later(10)), await add(later(10))];
      const broken = await add(later(10));
      await subscriptions.change(broken.id, 1, { state: 'broken' }, person, now);
      await add(later(31));
      await add(undefined);
      const paused = await add(later(30));
      await subscriptions.change(ended.id, 1, { state: 'ended' }, person, now);
      await subscriptions.change(paused.id, 1, { state: 'paused', pausedUntil: later(30) }, person, now);
      const claim = { holder: desk, until: later(30), platforms: ['slack', 'discord', 'terminal'] };
      const due = async (limit: number) =>
        (await subscriptions.claimDue({ ...claim, limit }, later(30)))
          .filter((one) => one.desk === desk)
          .map(({ id }) => id);
      expect(await due(1000)).toEqual([early.id, late.id, paused.id]);
      expect(await subscriptions.claimDue({ ...claim, limit: 1 }, later(30))).toHaveLength(1);
    });

    test('what is due is claimed by one process at a time, and taken over when its claim runs out', async () => {
      const { store, another } = subject();
      const { store: there } = await another();
      const desk = ownDesk();
      const platform = `claimed${desk}`;
      for (let at = 0; at < 40; at += 1)
        await store.subscriptions.add(order(desk, { next: later(10), channel: `${platform}:${at}` }), now);
      const claim = (holder: string, from: typeof store, at: Date, limit = 100) =>
        from.subscriptions.claimDue(
          { holder, until: new Date(at.getTime() + 20_000), limit, platforms: [platform] },
          at,
        );
      const ids = (all: readonly { id: number }[]) => all.map(({ id }) => id);
      const [mine, theirs] = await Promise.all([
        claim('here', store, later(10), 25),
        claim('there', there, later(10), 25),
      ]);
      expect(ids(mine).filter((id) => ids(theirs).includes(id))).toEqual([]);
      expect(mine.length + theirs.length).toBe(40);
      expect(ids(await claim('here', store, later(10)))).toEqual(ids(mine));
      const ranOut = new Date(later(10).getTime() + 20_000);
      expect(await claim('there', there, ranOut)).toHaveLength(40);
      expect(await claim('here', store, ranOut)).toEqual([]);
      // By a process whose clock was two hours ahead.
      await claim('ahead', store, later(7200));
      expect(await claim('here', store, later(40))).toHaveLength(40);
    });

    test('broken ones are to be asked about when their next has come, by platform, and not while a delivery waits', async () => {
      const { store } = subject();
      const { subscriptions } = store;
      // No other test has a platform of this name.
      const platform = `probed${ownDesk()}`;
      const add = async (next: Date, changes: Partial<NewSubscription> = {}) => {
        const wanted = order(ownDesk(), { channel: ownChannel(platform), next, ...changes });
        return (await subscriptions.add(wanted, now)).subscription;
      };
      const broken = async ({ id }: Subscription) => {
        const { version = 0, next } = (await subscriptions.get(id)) ?? {};
        await subscriptions.change(id, version, { state: 'broken', next }, person, now);
      };
      const [late, early, early2] = [await add(later(20)), await add(later(10)), await add(later(10))];
      await add(later(10));
      const waiting = await add(later(5));
      await queued(store, waiting.desk, {}, waiting);
      const elsewhere = await add(later(5), { channel: platform });
      for (const each of [late, early, early2, elsewhere]) await broken(each);
      const { version = 0 } = (await subscriptions.get(waiting.id)) ?? {};
      await subscriptions.change(waiting.id, version, { state: 'broken', next: later(5) }, person, now);
      const toProbe = async (platforms: string[], limit = 10, at = later(20)) =>
        (await subscriptions.toProbe({ platforms, limit }, at)).map(({ id }) => id);
      expect(await toProbe([`${platform}x`, platform])).toEqual([elsewhere.id, early.id, early2.id, late.id]);
      expect(await toProbe([platform], 2, later(19))).toEqual([elsewhere.id, early.id]);
      expect(await toProbe([platform.slice(0, -1)])).toEqual([]);
      expect(await toProbe([])).toEqual([]);
    });

    test('a change sets what it names, clears what it names as undefined, and leaves the rest', async () => {
      const { subscriptions } = subject().store;
      const { subscription } = await subscriptions.add(order(ownDesk(), { ping: 'S123' }), now);
      const broken = { reason: 'the bot was removed', since: later(5) };
      const all = {
        schedule: { rhythm: 'daily', cron: '0 9 * * *', zone: 'Asia/Almaty', holidays: 'skip' },
        onEmpty: 'last',
        lastCount: 5,
        format: 'headlines',
        filter: { topics: ['energy'], countries: [] },
        state: 'broken',
        pausedUntil: later(9),
        broken,
        failing: { reason: 'it does not fit', since: later(6) },
        cursor: 7,
        slot: later(1),
        next: later(2),
        sent: 3,
      } as const;
      const change = { ...all, filter: { topics: ['energy'], countries: [] as string[] } };
      expect(await subscriptions.change(subscription.id, 1, change, person, now)).toBe('changed');
      const changed = await subscriptions.get(subscription.id);
      expect(changed).toEqual({ ...subscription, ...all, name: 'daily-energy', version: 2 });
      const cleared = {
        ping: undefined,
        pausedUntil: undefined,
        broken: undefined,
        failing: undefined,
        next: undefined,
      };
      await subscriptions.change(subscription.id, 2, cleared, person, now);
      expect(await subscriptions.get(subscription.id)).toEqual({ ...changed, ...cleared, version: 3 });
    });

    test('slots that were left out are kept, also when the settings change', async () => {
      const { subscriptions } = subject().store;
      const { id } = (await subscriptions.add(order(ownDesk()), now)).subscription;
      const leftOut = [later(60), later(120)];
      await subscriptions.change(id, 1, { leftOut }, person, now);
      await subscriptions.change(id, 2, { format: 'headlines' }, person, now);
      expect(await subscriptions.get(id)).toMatchObject({ leftOut, format: 'headlines' });
    });

    test('a change that saw an older version is refused, also of two at once', async () => {
      const { subscriptions } = subject().store;
      const other = (await subject().another()).store.subscriptions;
      const { subscription } = await subscriptions.add(order(ownDesk()), now);
      const results = await Promise.all(
        [subscriptions, other, subscriptions, other].map((each, n) =>
          each.change(subscription.id, 1, { lastCount: n + 10 }, `slack:T1:U${n}`, now),
        ),
      );
      expect(results.sort()).toEqual(['changed', 'outdated', 'outdated', 'outdated']);
      expect((await subscriptions.get(subscription.id))?.version).toBe(2);
      expect(await subscriptions.change(subscription.id, 1, { cursor: 9 }, 'scheduler', now)).toBe(
        'outdated',
      );
      expect(await audited(subscription.id)).toHaveLength(2);
    });

    test('a channel has several of a desk, each of its own name', async () => {
      const { subscriptions } = subject().store;
      const [desk, channel] = [ownDesk(), ownChannel()];
      const filter = { topics: ['trade'], countries: [] };
      const add = async (changes: Parameters<typeof order>[1]) => {
        const { outcome, subscription } = await subscriptions.add(order(desk, { channel, ...changes }), now);
        return { outcome, ...subscription };
      };
      const weekly = { ...order(desk).schedule, rhythm: 'weekly' } as const;
      expect(await add({})).toMatchObject({ outcome: 'added', name: 'daily' });
      const { id } = await add({ schedule: weekly });
      expect(await subscriptions.get(id)).toMatchObject({ name: 'weekly' });
      expect(await add({ name: 'weekly', filter })).toMatchObject({ outcome: 'already', id });
      const { id: trade } = await add({ name: 'second', filter });

      expect(await subscriptions.change(id, 1, { name: 'second' }, person, now)).toBe('already');
      expect(await subscriptions.get(id)).toMatchObject({ version: 1, name: 'weekly' });
      // The usual name follows the settings, and makes room for that of another.
      expect(
        await subscriptions.change(id, 1, { filter: { topics: [], countries: ['KZ'] } }, person, now),
      ).toBe('changed');
      expect(await subscriptions.get(id)).toMatchObject({ name: 'weekly-kz' });
      expect(
        await subscriptions.change(
          id,
          2,
          { schedule: order(desk).schedule, filter: { topics: [], countries: [] } },
          person,
          now,
        ),
      ).toBe('changed');
      expect(await subscriptions.get(id)).toMatchObject({ name: 'daily-2' });
      const given = { origins: { name: 'given' }, schedule: weekly } as const;
      await subscriptions.change(trade, 1, { ...given, name: 'third' }, person, now);
      await subscriptions.change(trade, 2, { schedule: order(desk).schedule }, person, now);
      expect(await subscriptions.get(trade)).toMatchObject({ name: 'third' });
      const [, renamed] = await audited(trade);
      expect(renamed?.after).toContain('"name":"third"');
    });

    test('settings, states and cursors moved by people are audited, each with what changed only', async () => {
      const { subscriptions } = subject().store;
      const { subscription } = await subscriptions.add(order(ownDesk()), now);
      const change = (version: number, changes: Parameters<typeof subscriptions.change>[2], by: string) =>
        subscriptions.change(subscription.id, version, changes, by, later(version));
      await change(1, { cursor: 3, slot: later(1), next: later(2), sent: 1 }, 'scheduler');
      await change(2, { format: 'headlines', lastCount: subscription.lastCount }, person);
      await change(3, { state: 'paused', pausedUntil: later(60), next: later(60) }, person);
      await change(4, { cursor: 9 }, person);
      await change(5, { format: 'headlines' }, person);
      await change(6, { state: 'active', pausedUntil: undefined }, 'scheduler');
      expect((await audited(subscription.id)).slice(1)).toMatchObject([
        { actor: person, before: '{"format":"full"}', after: '{"format":"headlines"}' },
        {
          actor: person,
          before: '{"state":"active","pausedUntil":null}',
          after: `{"state":"paused","pausedUntil":"${later(60).toISOString()}"}`,
        },
        { actor: person, before: '{"cursor":3}', after: '{"cursor":9}' },
        { actor: 'scheduler', after: '{"state":"active","pausedUntil":null}' },
      ]);
    });
  });
};
