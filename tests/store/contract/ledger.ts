import { describe, expect, test } from 'vitest';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import type { CorrectionDraft, MessagePosition, ShowingMessage } from '../../../src/domain/ports/ledger.ts';
import { heldLane } from '../../../src/store/outbox/lanes.ts';
import { draft, edit, edition, later, ownChannel, part, queued, step, subscribe } from '../digests-made.ts';
import { fact } from '../entries-made.ts';
import { change, now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const settleMs = 35_000;

/** What one holder asks for; each test has a platform of its own, so that no other test's deliveries are in the way. */
const asks = (platform: string, holder = 'one', until = later(60), limit = 100) => ({
  holder,
  until,
  limit,
  platforms: [platform],
  settleMs,
});

export const ledgerContract: Suite = (subject) => {
  const read = {
    delivery: (id: string) => subject().store.ledger.delivery(id),
    subscription: (id: number) => subject().store.subscriptions.get(id),
  };

  /** A subscription in a channel of a platform that only this test has. */
  async function alone() {
    const desk = ownDesk();
    const channel = ownChannel(desk);
    const subscription = await subscribe(subject().store, desk, { channel });
    const queue = async (changes: Parameters<typeof draft>[1] = {}) =>
      (await queued(subject().store, desk, changes, subscription)).delivery;
    return { desk, channel, platform: desk, subscription, queue };
  }

  describe('a step of the ledger', () => {
    test('writes edition, delivery, parts, cursor and skipped slots together', async () => {
      const { ledger } = subject().store;
      const { desk, subscription, channel } = await alone();
      const delivery = draft(subscription, {
        parts: [part('a', 'b'), part('b', 'c')],
        late: true,
        number: 1,
      });
      const skipped = [{ slot: later(-3600), reason: 'missed' as const, entries: 0 }];
      expect(await ledger.write(step(subscription, delivery, { skipped }), later(1))).toBe('written');
      expect(await read.subscription(subscription.id)).toEqual({
        ...subscription,
        cursor: 5,
        slot: now,
        next: later(86_400),
        sent: 1,
        version: 2,
      });
      const kept = await read.delivery(delivery.id);
      expect(kept).toEqual({
        ...delivery,
        edition: expect.any(Number),
        channel,
        state: 'waiting',
        createdAt: later(1),
        parts: delivery.parts.map((each, index) => ({ ...each, index, state: 'waiting', attempts: 0 })),
      });
      expect(await ledger.edition(kept?.edition ?? 0)).toEqual(edition(desk));
      expect(await ledger.history(subscription.id, 10)).toEqual([
        { at: later(1), delivery: kept, entries: 3 },
        { at: later(1), skipped: skipped[0] },
      ]);
    });

    test('an outdated version or a known key writes nothing at all', async () => {
      const { ledger } = subject().store;
      const { subscription } = await alone();
      const first = draft(subscription);
      await ledger.write(step(subscription, first), now);
      const seen = (await read.subscription(subscription.id)) as Subscription;
      const skipped = [{ slot: now, reason: 'missed' as const, entries: 0 }];
      const outdated = draft(subscription);
      expect(await ledger.write(step(subscription, outdated, { skipped }), now)).toBe('outdated');
      const double = draft(seen, { key: first.key });
      const elsewhere = edition(seen.desk, { to: 77 });
      expect(await ledger.write(step(seen, double, { skipped, edition: elsewhere }), now)).toBe('duplicate');
      expect(await read.subscription(subscription.id)).toEqual(seen);
      expect(await ledger.history(subscription.id, 10)).toHaveLength(1);
      const kept = await subject()
        .database.read.selectFrom('editions')
        .select('up_to')
        .where('desk', '=', seen.desk)
        .execute();
      expect(kept).toEqual([{ up_to: 5 }]);
    });

    test('a digest that was composed before something was corrected writes nothing; without a digest it moves', async () => {
      const { ledger, content, publications } = subject().store;
      const { desk, subscription } = await alone();
      await content.apply(change([fact('a')], { desk }), now);
      const head = await publications.head();
      const corrections = [{ on: '2026-03-01', note: 'The city was wrong.' }];
      await content.apply(change([fact('a', { corrections }), fact('b')], { desk }), now);
      const composed = (to: number) => ({ edition: edition(desk, { to }) });
      const digest = draft(subscription);
      expect(await ledger.write(step(subscription, digest, composed(head)), now)).toBe('overtaken');
      expect(await read.subscription(subscription.id)).toEqual(subscription);
      expect(await ledger.history(subscription.id, 10)).toEqual([]);
      const { delivery, ...without } = step(subscription, digest, composed(head));
      expect(await ledger.write(without, now)).toBe('written');
      const seen = (await read.subscription(subscription.id)) as Subscription;
      const again = step(seen, draft(seen), composed(await publications.head()));
      expect(await ledger.write(again, now)).toBe('written');
    });

    test('a step without a delivery, such as skip, still moves the subscription', async () => {
      const { ledger } = subject().store;
      const { subscription } = await alone();
      const { delivery, ...rest } = step(subscription, draft(subscription));
      const skipped = [
        { slot: later(-60), reason: 'missed' as const, entries: 0 },
        { slot: now, reason: 'skipped' as const, entries: 4 },
      ];
      expect(await ledger.write({ ...rest, skipped, change: { cursor: 4 } }, now)).toBe('written');
      expect((await read.subscription(subscription.id))?.cursor).toBe(4);
      const lines = await ledger.history(subscription.id, 10);
      const kept = lines.flatMap((line) => ('skipped' in line ? line.skipped : []));
      expect(kept).toEqual([{ ...skipped[1], edition: expect.any(Number) }, skipped[0]]);
      expect(await ledger.edition(kept[0]?.edition ?? 0)).toEqual(rest.edition);
    });

    test('many steps in one transaction are each written or refused by themselves', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const subscriptions: Subscription[] = [];
      for (let n = 0; n < 5; n++) subscriptions.push(await subscribe(store, desk));
      const steps = subscriptions.map((one) => step(one, draft(one)));
      const [one, two, three] = steps;
      two!.version = 7;
      three!.delivery!.key = one!.delivery!.key;
      expect(await store.ledger.writeAll(steps, now)).toEqual([
        'written',
        'outdated',
        'duplicate',
        'written',
        'written',
      ]);
      const written = await Promise.all(steps.map(({ delivery }) => read.delivery(delivery!.id)));
      expect(written.map((each) => each !== undefined)).toEqual([true, false, false, true, true]);
      const numbers = new Set(written.flatMap((each) => each?.edition ?? []));
      expect(numbers.size).toBe(1);
      expect(await store.ledger.writeAll([], now)).toEqual([]);
    });

    test('editions are shared by equal desk, filter, span, day and rulings only', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const filter = { topics: ['a', 'b'], countries: [] };
      const numberOf = async (record: ReturnType<typeof edition>) => {
        const subscription = await subscribe(store, desk);
        const delivery = draft(subscription);
        await store.ledger.write(step(subscription, delivery, { edition: record }), now);
        return (await read.delivery(delivery.id))?.edition;
      };
      const first = await numberOf(edition(desk, { filter }));
      expect(await numberOf(edition(desk, { filter: { topics: ['b', 'a'], countries: [] } }))).toBe(first);
      const others = [
        edition(desk),
        edition(desk, { filter, from: 1 }),
        edition(desk, { filter, to: 6 }),
        edition(desk, { filter, day: '2026-03-02' }),
        edition(`${desk}-b`, { filter }),
        edition(desk, { filter, shared: true }),
        edition(desk, {
          filter,
          rulings: [{ publication: 5, entry: 'a', event: 'published', rule: 'counted' }],
        }),
      ];
      const numbers = new Set([first]);
      for (const other of others) numbers.add(await numberOf(other));
      expect(numbers.size).toBe(8);
    });

    test('of two processes at the same slot one writes, with hundreds of steps as with one', async () => {
      const { store } = subject();
      const other = (await subject().another()).store;
      const desk = ownDesk();
      const subscriptions: Subscription[] = [];
      for (let n = 0; n < 40; n++) subscriptions.push(await subscribe(store, desk));
      const tick = (by: typeof store, backwards: boolean) => {
        const all = subscriptions.map((one) => {
          const record = edition(desk, { to: one.id % 3 });
          return step(one, draft(one, { key: `scheduled:${one.id}` }), { edition: record });
        });
        return by.ledger.writeAll(backwards ? all.reverse() : all, now);
      };
      const outcomes = await Promise.all([tick(store, false), tick(other, true)]);
      expect(outcomes.flat().filter((one) => one === 'written')).toHaveLength(40);
      expect(outcomes.flat().filter((one) => one === 'duplicate')).toHaveLength(40);
      const histories = await Promise.all(subscriptions.map(({ id }) => store.ledger.history(id, 10)));
      expect(histories.map((lines) => lines.length)).toEqual(subscriptions.map(() => 1));
    });
  });

  describe('leasing', () => {
    test('gives what is due to one holder, with all its parts', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue({ parts: [part('a'), part('b')], due: later(10) });
      expect(await ledger.lease(asks(platform), later(9))).toEqual([]);
      expect(await ledger.lease(asks('elsewhere'), later(10))).toEqual([]);
      expect(await ledger.lease({ ...asks(platform), platforms: [] }, later(10))).toEqual([]);
      const [leased, ...more] = await ledger.lease(asks(platform), later(10));
      expect(more).toEqual([]);
      expect(leased).toEqual({ ...(await read.delivery(id)), leasedUntil: later(60) });
      expect(await ledger.lease(asks(platform, 'two'), later(11))).toEqual([]);
      expect(await ledger.lease(asks(platform, 'one'), later(11))).toEqual([]);
    });

    test('a channel gets its deliveries in order, and a later one waits however far the first is put off', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const first = await queue({ due: later(1) });
      const second = await queue({ due: now });
      expect(await ledger.lease(asks(platform), now)).toEqual([]);
      const leased = await ledger.lease(asks(platform), later(1));
      expect(leased.map(({ id }) => id)).toEqual([first.id]);
      const putOff = { state: 'waiting', due: later(7200), reason: 'rate limited' } as const;
      expect(await ledger.release(first.id, 'one', putOff)).toBe(true);
      expect(await read.delivery(first.id)).toMatchObject(putOff);
      expect(await ledger.lease(asks(platform), later(7199))).toEqual([]);
      const again = await ledger.lease(asks(platform, 'two', later(9000)), later(7200));
      expect(again.map(({ id }) => id)).toEqual([first.id]);
      await ledger.finish(first.id, 'two', { state: 'failed', reason: 'refused' }, later(7300));
      const next = await ledger.lease(asks(platform, 'two', later(9000)), later(7300));
      expect(next.map(({ id }) => id)).toEqual([second.id]);
    });

    test('the longest due come first, as many as are asked for', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const wanted: [number, string][] = [];
      for (const seconds of [5, 3, 4, 1, 2]) {
        const subscription = await subscribe(store, desk, { channel: ownChannel(desk) });
        const { delivery } = await queued(store, desk, { due: later(seconds) }, subscription);
        wanted.push([seconds, delivery.id]);
      }
      const ids = wanted.sort(([one], [other]) => one - other).map(([, id]) => id);
      const lease = async (limit: number) =>
        (await store.ledger.lease(asks(desk, 'one', later(60), limit), later(9))).map(({ id }) => id);
      expect(await lease(2)).toEqual(ids.slice(0, 2));
      expect(await lease(10)).toEqual(ids.slice(2));
    });

    test('of two processes that lease at once each gets its own', async () => {
      const { store } = subject();
      const other = (await subject().another()).store;
      const desk = ownDesk();
      const written = new Set<string>();
      for (let n = 0; n < 30; n++) {
        const subscription = await subscribe(store, desk, { channel: ownChannel(desk) });
        written.add((await queued(store, desk, {}, subscription)).delivery.id);
      }
      const leases = await Promise.all(
        [store, other, store, other, store, other, store, other].map(({ ledger }, n) =>
          ledger.lease(asks(desk, `holder-${n}`, later(60), 5), now),
        ),
      );
      const rest = await store.ledger.lease(asks(desk, 'rest'), now);
      const ids = [...leases.flat(), ...rest].map(({ id }) => id);
      expect(ids).toHaveLength(30);
      expect(new Set(ids)).toEqual(written);
    });

    test('a lease is renewed by its holder only, and taken over when it ran out', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue();
      await ledger.lease(asks(platform, 'one', later(30)), now);
      expect(await ledger.renew(id, 'two', later(90))).toBe(false);
      expect(await ledger.renew(id, 'one', later(60))).toBe(true);
      expect(await ledger.lease(asks(platform, 'two', later(120)), later(59))).toEqual([]);
      expect(await ledger.lease(asks(platform, 'two', later(120)), later(60))).toHaveLength(1);
      expect(await ledger.renew(id, 'one', later(300))).toBe(false);
      expect(await ledger.release(id, 'one', { state: 'waiting', due: now, reason: '' })).toBe(false);
      expect(await ledger.finish(id, 'one', { state: 'failed', reason: 'x' }, now)).toBe(false);
      expect(await ledger.postInstead(id, 0, 'one')).toBe(false);
      expect(await read.delivery(id)).toMatchObject({ state: 'waiting' });
    });

    test('what a holder left being sent is unknown, and is not looked for before it has settled', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue({ parts: [part('a'), part('b'), part('c')] });
      await ledger.lease(asks(platform, 'one', later(30)), now);
      await ledger.sending(id, 0, 'one', later(1));
      await ledger.sent(id, 0, 'm0', later(2));
      await ledger.sending(id, 1, 'one', later(20));
      expect(await ledger.lease(asks(platform, 'two', later(90)), later(30))).toEqual([]);
      expect(await read.delivery(id)).toMatchObject({
        state: 'unknown',
        due: later(55),
        parts: [
          { state: 'sent' },
          { state: 'unknown', attempts: 1, lastAttempt: later(20) },
          { attempts: 0 },
        ],
      });
      expect(await ledger.renew(id, 'one', later(90))).toBe(false);
      expect(await ledger.lease(asks(platform, 'two', later(90)), later(54))).toEqual([]);
      expect(await ledger.lease(asks(platform, 'two', later(90)), later(55))).toMatchObject([
        { id, state: 'unknown', leasedUntil: later(90) },
      ]);
    });

    test('what settled while nobody looked is leased at once, as unknown', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue();
      await ledger.lease(asks(platform, 'one', later(30)), now);
      await ledger.sending(id, 0, 'one', later(1));
      expect(await ledger.lease(asks(platform, 'two', later(900)), later(600))).toMatchObject([
        { id, state: 'unknown', due: later(36), parts: [{ state: 'unknown' }] },
      ]);
    });

    test('when the next one may be leased is told, of the platforms that are asked for', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      expect(await ledger.nextReady([platform])).toBeUndefined();
      await queue({ due: later(50) });
      expect(await ledger.nextReady([platform])).toEqual(later(50));
      expect(await ledger.nextReady([])).toBeUndefined();
      await ledger.lease(asks(platform, 'one', later(90)), later(50));
      expect(await ledger.nextReady([platform, 'another'])).toEqual(later(90));
    });

    test('what a clock that was ahead has put off is due when it is set back, and what it was sending settles from then', async () => {
      const { ledger } = subject().store;
      const ahead = 7200;
      const made = await Promise.all([alone(), alone(), alone()]);
      const [waits, unknown, limited] = made;
      const platforms = made.map(({ platform }) => platform);
      const ask = { ...asks('one'), platforms };
      const cutOff = await unknown.queue();
      const later2 = await limited.queue();
      await ledger.lease({ ...ask, until: later(ahead + 60) }, later(ahead));
      await ledger.sending(cutOff.id, 0, 'one', later(ahead));
      const due = later(ahead + settleMs / 1000);
      await ledger.release(cutOff.id, 'one', { state: 'unknown', due, reason: 'cut off' });
      // Our clock is right, and the platform asked for an hour.
      await ledger.release(later2.id, 'one', { state: 'waiting', due: later(3600), reason: 'limited' });
      const slow = draft(waits.subscription, { due: later(ahead) });
      await ledger.write(step(waits.subscription, slow), later(ahead));
      expect(await ledger.lease(ask, later(10))).toEqual([]);

      await ledger.setBack(settleMs, later(10));
      expect((await ledger.lease(ask, later(10))).map(({ id }) => id)).toEqual([slow.id]);
      expect(await ledger.lease({ ...ask, holder: 'two' }, later(44))).toEqual([]);
      const [settled] = await ledger.lease({ ...ask, holder: 'two', until: later(100) }, later(45));
      expect(settled).toMatchObject({ id: cutOff.id, parts: [{ lastAttempt: later(10), attempts: 1 }] });
    });

    test('what a holder left between two parts goes on where it stopped', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue({ parts: [part('a'), part('b')] });
      await ledger.lease(asks(platform, 'one', later(30)), now);
      await ledger.sending(id, 0, 'one', later(1));
      await ledger.sent(id, 0, 'm0', later(2));
      expect(await ledger.lease(asks(platform, 'two', later(90)), later(30))).toMatchObject([
        { id, state: 'waiting', parts: [{ state: 'sent', message: 'm0' }, { state: 'waiting' }] },
      ]);
    });
  });

  describe('what became of a delivery', () => {
    test('nothing is sent without a live lease, nor a part that is being sent or is there', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue({ parts: [part('a'), part('b')] });
      expect(await ledger.sending(id, 0, 'one', now)).toBe(false);
      await ledger.lease(asks(platform, 'one', later(30)), now);
      expect(await ledger.sending(id, 0, 'two', later(1))).toBe(false);
      expect(await ledger.sending(id, 0, 'one', later(30))).toBe(false);
      expect((await read.delivery(id))?.parts[0]).toMatchObject({ state: 'waiting', attempts: 0 });
      expect(await ledger.sending(id, 0, 'one', later(29))).toBe(true);
      expect(await ledger.sending(id, 0, 'one', later(29))).toBe(false);
      await ledger.sent(id, 0, 'm0', later(29));
      expect(await ledger.sending(id, 0, 'one', later(29))).toBe(false);
      expect(await ledger.sending(id, 5, 'one', later(29))).toBe(false);
    });

    test('sent is taken from anyone, and the first word counts', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue();
      await ledger.lease(asks(platform, 'one', later(30)), now);
      await ledger.sending(id, 0, 'one', later(1));
      await ledger.lease(asks(platform, 'two', later(200)), later(100));
      await ledger.sent(id, 0, 'm1', later(101));
      await ledger.sent(id, 0, 'm2', later(102));
      expect((await read.delivery(id))?.parts[0]).toMatchObject({
        state: 'sent',
        message: 'm1',
        sentAt: later(101),
      });
    });

    test('a part keeps when it was first and last tried, and how often', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue();
      await ledger.lease(asks(platform, 'one', later(30)), now);
      await ledger.sending(id, 0, 'one', later(1));
      const to = { state: 'waiting', due: later(5), reason: 'rate limited' } as const;
      await ledger.release(id, 'one', { ...to, part: { index: 0, state: 'waiting' } });
      expect(await read.delivery(id)).toMatchObject({ ...to, parts: [{ state: 'waiting' }] });
      await ledger.lease(asks(platform, 'two', later(30)), later(5));
      await ledger.sending(id, 0, 'two', later(6));
      expect((await read.delivery(id))?.parts[0]).toMatchObject({
        attempts: 2,
        firstAttempt: later(1),
        lastAttempt: later(6),
      });
    });

    test('a part keeps the time of the platform at its first and last attempt, unless one was made without', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const there = (seconds: number) => ({ since: later(seconds - 5), until: later(seconds) });
      const attempts = async (...times: (number | undefined)[]) => {
        const { id } = await queue();
        for (const at of times) {
          await ledger.lease(asks(platform), now);
          await ledger.sending(id, 0, 'one', now, at === undefined ? undefined : there(at));
          const given = { state: 'waiting', due: now, reason: 'limited' } as const;
          await ledger.release(id, 'one', { ...given, part: { index: 0, state: 'waiting' } });
        }
        await ledger.lease(asks(platform), now);
        await ledger.finish(id, 'one', { state: 'failed', reason: 'test' }, now);
        return (await read.delivery(id))?.parts[0]?.there;
      };
      expect(await attempts(-7200)).toEqual(there(-7200));
      expect(await attempts(-7200, 60)).toEqual({ since: later(-7205), until: later(60) });
      expect(await attempts(undefined, 60)).toBeUndefined();
      expect(await attempts(-7200, undefined)).toBeUndefined();
    });

    test('a part given back while it was being sent is unknown, and so is its delivery', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue();
      await ledger.lease(asks(platform), now);
      await ledger.sending(id, 0, 'one', later(1));
      await ledger.release(id, 'one', { state: 'waiting', due: later(36), reason: 'stopped' });
      expect(await read.delivery(id)).toMatchObject({ state: 'unknown', parts: [{ state: 'unknown' }] });
    });

    test('it is delivered when every part is sent, not before', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue({ parts: [part('a'), part('b')] });
      await ledger.lease(asks(platform), now);
      await ledger.sent(id, 0, 'm0', later(1));
      const delivered = () => ledger.finish(id, 'one', { state: 'delivered' }, later(3));
      await expect(delivered()).rejects.toThrow(/part 1 .* not sent/);
      await ledger.sent(id, 1, 'm1', later(2));
      expect(await delivered()).toBe(true);
      expect(await read.delivery(id)).toMatchObject({ state: 'delivered', finishedAt: later(3) });
      expect(await delivered()).toBe(false);
      expect(await ledger.lease(asks(platform), later(999))).toEqual([]);
    });

    test('a failed one drops what was never sent, and keeps what is there or may be', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue({ parts: [part('a'), part('b'), part('c')] });
      await ledger.lease(asks(platform), now);
      await ledger.sent(id, 0, 'm0', later(1));
      await ledger.sending(id, 1, 'one', later(2));
      await ledger.finish(id, 'one', { state: 'failed', reason: 'the channel is gone' }, later(3));
      expect(await read.delivery(id)).toMatchObject({
        state: 'failed',
        reason: 'the channel is gone',
        finishedAt: later(3),
        parts: [{ state: 'sent' }, { state: 'unknown' }, { state: 'dropped' }],
      });
    });

    test('a part that the platform certainly did not take is dropped, not in doubt', async () => {
      const { ledger } = subject().store;
      const { platform, queue } = await alone();
      const { id } = await queue({ parts: [part('a'), part('b')] });
      await ledger.lease(asks(platform), now);
      await ledger.sending(id, 0, 'one', later(1));
      await ledger.finish(id, 'one', { state: 'failed', reason: 'refused', refused: 0 }, later(3));
      expect((await read.delivery(id))?.parts.map(({ state }) => state)).toEqual(['dropped', 'dropped']);
    });

    test('deliveries and subscriptions are counted by state', async () => {
      const { ledger, subscriptions } = subject().store;
      const { platform, queue, subscription } = await alone();
      const before = await ledger.counts();
      const { id } = await queue();
      const queued = await ledger.counts();
      expect(queued.deliveries.waiting).toBe((before.deliveries.waiting ?? 0) + 1);
      expect(queued.oldestOpen?.getTime()).toBeLessThanOrEqual(now.getTime());
      await ledger.lease(asks(platform), now);
      await ledger.finish(id, 'one', { state: 'failed', reason: 'x' }, now);
      await subscriptions.change(subscription.id, 2, { state: 'paused' }, 'terminal', now);
      const { deliveries, subscriptions: states } = await ledger.counts();
      expect(deliveries.failed).toBe((before.deliveries.failed ?? 0) + 1);
      expect(states.paused).toBe((before.subscriptions.paused ?? 0) + 1);
    });

    test('what did not arrive is told until a digest was written since that did not fail', async () => {
      const { ledger } = subject().store;
      const { platform, subscription, queue } = await alone();
      const { id } = subscription;
      const told = async () => [...(await ledger.undelivered([id, id + 1_000_000]))];
      const fail = async (delivery: string, at: number) => {
        await ledger.lease(asks(platform, 'one', later(at + 60)), later(at));
        await ledger.finish(delivery, 'one', { state: 'failed', reason: 'refused' }, later(at));
      };
      expect(await told()).toEqual([]);
      const one = await queue({ number: 1 });
      const first = { delivery: one.id, number: 1, edition: expect.any(Number) };
      expect(await told()).toEqual([[id, [{ ...first, state: 'open' }]]]);
      await fail(one.id, 1);
      expect(await told()).toEqual([[id, [{ ...first, state: 'failed' }]]]);

      const two = draft(subscription, { number: 2, due: later(10) });
      const seen = await read.subscription(id);
      if (seen) await ledger.write(step(seen, two), later(10));
      const second = { delivery: two.id, number: 2, edition: expect.any(Number) };
      expect(await told()).toEqual([[id, [{ ...second, state: 'open' }]]]);
      // It said so, and did not arrive either.
      await fail(two.id, 11);
      expect(await told()).toEqual([
        [
          id,
          [
            { ...first, state: 'failed' },
            { ...second, state: 'failed' },
          ],
        ],
      ]);
    });

    test('history is told newest first, as many lines as are asked for', async () => {
      const { ledger } = subject().store;
      const { subscription } = await alone();
      let seen = subscription;
      for (let n = 0; n < 3; n++) {
        const delivery = draft(seen, { number: n + 1 });
        const skipped = [{ slot: later(n), reason: 'empty' as const, entries: 0 }];
        await ledger.write(step(seen, delivery, { skipped }), later(n * 60));
        seen = (await read.subscription(seen.id)) as Subscription;
      }
      const told = (await ledger.history(subscription.id, 5)).map((line) =>
        'delivery' in line ? line.delivery.number : line.skipped.slot,
      );
      expect(told).toEqual([3, later(2), 2, later(1), 1]);
    });
  });

  describe('corrections', () => {
    interface Where {
      desk: string;
      platform: string;
    }

    /** Writes what one more publication calls for. */
    async function correct({ desk, platform }: Where, ...all: CorrectionDraft[]) {
      const { ledger } = subject().store;
      const seen = await ledger.correctionMark(desk, platform);
      const mark = { upTo: seen.upTo + 1 };
      return ledger.correct({ desk, platform, seen, mark, corrections: all }, later(3));
    }
    /** All batches; no message comes twice. */
    async function showing({ desk, platform }: Where, entry: string): Promise<ShowingMessage[]> {
      const all: ShowingMessage[] = [];
      for (let after: MessagePosition | undefined; ; ) {
        const batch = await subject().store.ledger.messagesShowing({ desk, platform, entry }, after);
        expect(batch.messages.length).toBeLessThanOrEqual(200);
        all.push(...batch.messages);
        after = batch.next;
        if (!after) return all;
      }
    }

    const correction = (subscription: Subscription, of: { id: string }, ...entries: string[]) => ({
      delivery: of.id,
      part: 0,
      draft: draft(subscription, {
        kind: 'correction',
        slot: undefined,
        number: undefined,
        parts: [edit(...entries)],
      }),
      unsent: part(...entries),
    });

    async function posted() {
      const setting = await alone();
      const { ledger } = subject().store;
      const delivery = await setting.queue({ parts: [part('a', 'b'), part('c')] });
      await ledger.lease(asks(setting.platform), now);
      await ledger.sending(delivery.id, 0, 'one', later(1));
      await ledger.sent(delivery.id, 0, 'm0', later(2));
      return { ...setting, ledger, delivery };
    }

    test('what was posted is corrected after it, and edits what it was posted as', async () => {
      const { ledger, delivery, subscription, platform, desk } = await posted();
      const one = correction(subscription, delivery, 'a', 'b');
      const before = await ledger.correctionMark(desk, platform);
      expect(await correct({ desk, platform }, one)).toBe(true);
      expect(await ledger.correctionMark(desk, platform)).toEqual({ upTo: before.upTo + 1 });
      expect((await read.delivery(delivery.id))?.parts[0]).toMatchObject(delivery.parts[0]!);
      expect(await ledger.lease(asks(platform, 'two'), later(4))).toEqual([]);
      await ledger.sent(delivery.id, 1, 'm1', later(4));
      await ledger.finish(delivery.id, 'one', { state: 'delivered' }, later(5));
      const [leased] = await ledger.lease(asks(platform, 'two'), later(5));
      expect(leased).toMatchObject({
        id: one.draft.id,
        kind: 'correction',
        corrects: { delivery: delivery.id, part: 0, number: 1 },
        parts: [{ edits: { message: 'm0', instead: { text: 'put right: a and b' } } }],
      });
    });

    test('of several who saw the same mark one writes; each desk and platform has its own', async () => {
      const { ledger, delivery, subscription, desk, platform } = await posted();
      const other = (await subject().another()).store.ledger;
      const seen = await ledger.correctionMark(desk, platform);
      const mark = { upTo: seen.upTo, after: { delivery: delivery.id, part: 0 } };
      const step = () => ({
        ...{ desk, platform, seen, mark },
        corrections: [correction(subscription, delivery, 'a')],
      });
      const wrote = await Promise.all(
        [ledger, other, ledger, other].map((each) => each.correct(step(), later(3))),
      );
      expect(wrote.filter(Boolean)).toHaveLength(1);
      expect(await ledger.history(subscription.id, 10)).toHaveLength(2);
      expect(await other.correctionMark(desk, platform)).toEqual(mark);
      const on = { desk, platform, seen: mark, mark: { upTo: seen.upTo + 7 }, corrections: [] };
      expect(await ledger.correct(on, later(4))).toBe(true);
      expect(await ledger.correctionMark(desk, 'elsewhere')).toEqual(seen);
      expect(await ledger.correctionMark(ownDesk(), platform)).toEqual(seen);
    });

    test('a part that was never attempted is replaced, with its entries, and nothing is sent for it', async () => {
      const { ledger } = subject().store;
      const { subscription, queue, desk, platform } = await alone();
      const delivery = await queue({ parts: [part('a', 'b')] });
      const one = correction(subscription, delivery, 'b', 'z');
      await correct({ desk, platform }, one);
      const { body, reply } = one.unsent;
      const [only] = (await read.delivery(delivery.id))?.parts ?? [];
      expect(only).toEqual({ index: 0, body, reply, state: 'waiting', attempts: 0 });
      expect(await ledger.history(subscription.id, 10)).toHaveLength(1);
      expect(await showing({ desk, platform }, 'a')).toEqual([]);
      expect(await showing({ desk, platform }, 'z')).toHaveLength(1);
    });

    test('a part that its holder has read already is not replaced behind its back, but corrected after', async () => {
      const { ledger, delivery, subscription, desk, platform } = await posted();
      const one = { ...correction(subscription, delivery, 'c', 'z'), part: 1 };
      await correct({ desk, platform }, one);
      expect((await read.delivery(delivery.id))?.parts[1]).toMatchObject(delivery.parts[1]!);
      expect((await read.delivery(one.draft.id))?.corrects).toEqual({
        delivery: delivery.id,
        part: 1,
        number: 1,
      });
      await ledger.release(delivery.id, 'one', { state: 'waiting', due: later(9), reason: 'put off' });
      const two = { ...correction(subscription, delivery, 'c', 'y'), part: 1 };
      await correct({ desk, platform }, two);
      // It edits after the first one, whose words it takes further.
      expect((await read.delivery(delivery.id))?.parts[1]).toMatchObject(delivery.parts[1]!);
      expect((await read.delivery(two.draft.id))?.corrects?.part).toBe(1);
    });

    test('a part that is being sent, cut off or put off after an attempt gets a correction', async () => {
      const { ledger } = subject().store;
      for (const state of ['sending', 'unknown', 'waiting'] as const) {
        const { subscription, queue, desk, platform } = await alone();
        const delivery = await queue({ parts: [part('a')] });
        await ledger.lease(asks(platform), now);
        await ledger.sending(delivery.id, 0, 'one', later(1));
        const to = { state: 'waiting', due: later(9), reason: '' } as const;
        if (state !== 'sending') {
          await ledger.release(delivery.id, 'one', { ...to, part: { index: 0, state } });
        }
        const one = correction(subscription, delivery, 'a');
        await correct({ desk, platform }, one);
        const written = await read.delivery(one.draft.id);
        expect(written?.parts[0]?.edits).toEqual({ instead: { text: 'put right: a' } });
        await ledger.sent(delivery.id, 0, 'm0', later(4));
        expect((await read.delivery(one.draft.id))?.parts[0]?.edits?.message).toBe('m0');
      }
    });

    test('a correction that edits nothing is posted beside, and never takes the place of a part', async () => {
      const { subscription, queue, desk, platform } = await alone();
      const delivery = await queue({ parts: [part('a')] });
      const short = draft(subscription, { kind: 'correction', parts: [part('a')] });
      await correct({ desk, platform }, { delivery: delivery.id, part: 0, draft: short });
      expect((await read.delivery(delivery.id))?.parts[0]).toMatchObject(delivery.parts[0]!);
      expect((await read.delivery(short.id))?.parts[0]?.edits).toBeUndefined();
    });

    test('showing messages are parts that show the entry, with what they say by now', async () => {
      const { delivery, subscription, desk, platform } = await posted();
      const [message, ...more] = await showing({ desk, platform }, 'b');
      expect(more).toEqual([]);
      expect(message).toMatchObject({ delivery: { id: delivery.id }, part: { index: 0, message: 'm0' } });
      expect(message?.reply).toEqual(delivery.parts[0]?.reply);
      expect(await showing({ desk, platform }, 'c')).toMatchObject([
        { part: { index: 1, state: 'waiting' } },
      ]);
      expect(await showing({ desk: `${desk}-b`, platform }, 'b')).toEqual([]);

      const one = correction(subscription, delivery, 'a', 'b', 'put-right');
      await correct({ desk, platform }, one);
      const [corrected, ...others] = await showing({ desk, platform }, 'b');
      expect(others).toEqual([]);
      expect(corrected?.reply).toEqual(one.draft.parts[0]?.reply);
      expect(corrected?.part.reply).toEqual(delivery.parts[0]?.reply);
    });

    test('showing messages come in batches, none twice, and say which is the newest of its channel', async () => {
      const { subscriptions } = subject().store;
      const { subscription, channel, desk, platform, queue } = await alone();
      const filter = { topics: ['energy'], countries: [] };
      const ended = await subscribe(subject().store, desk, { channel, filter });
      const all = [];
      for (let n = 0; n < 101; n += 1) all.push((await queue({ parts: [part('a'), part('a', 'b')] })).id);
      const { delivery: last } = await queued(subject().store, desk, {}, ended);
      const seen = await showing({ desk, platform }, 'a');
      const places = seen.map(({ delivery, part: of }) => `${delivery.id} ${of.index}`);
      expect(places.sort()).toEqual([...all.flatMap((id) => [`${id} 0`, `${id} 1`]), `${last.id} 0`].sort());
      expect(new Set(seen.map(({ upTo }) => upTo))).toEqual(new Set([5]));
      const isNewest = async (entry: string) =>
        (await showing({ desk, platform }, entry)).flatMap((each) => (each.newest ? each.delivery.id : []));
      expect(await isNewest('a')).toEqual([last.id]);
      const { version } = (await read.subscription(ended.id))!;
      await subscriptions.change(ended.id, version, { state: 'ended' }, 'terminal', now);
      expect(await isNewest('b')).toEqual([all.at(-1)]);
      const one = (await read.subscription(subscription.id))!;
      await subscriptions.change(one.id, one.version, { state: 'ended' }, 'terminal', now);
      expect(await isNewest('b')).toEqual([]);
    });

    test('an entry is shown in channels where it stands or may, and not where it was never attempted', async () => {
      const { ledger } = subject().store;
      const { delivery, subscription, channel, desk, platform, queue } = await posted();
      const shown = async () => {
        const found = await ledger.shownIn(desk, ['a', 'b', 'c', 'd', 'none']);
        return [...found].map(([entry, channels]) => `${entry} ${[...channels]}`).sort();
      };
      await queue({ parts: [part('d')] });
      await correct({ desk, platform }, correction(subscription, delivery, 'd'));
      expect(await shown()).toEqual([`a ${channel}`, `b ${channel}`]);
      await ledger.sending(delivery.id, 1, 'one', later(3));
      expect(await shown()).toEqual([`a ${channel}`, `b ${channel}`, `c ${channel}`]);
      await ledger.finish(delivery.id, 'one', { state: 'failed', reason: 'refused', refused: 1 }, later(4));
      expect(await shown()).toEqual([`a ${channel}`, `b ${channel}`]);
      expect(await ledger.shownIn(ownDesk(), ['a'])).toEqual(new Map());
    });

    test('of a failed delivery only what was posted still carries, and only that is corrected', async () => {
      const { ledger, delivery, subscription, desk, platform } = await posted();
      await ledger.finish(delivery.id, 'one', { state: 'failed', reason: 'refused' }, later(3));
      expect(await showing({ desk, platform }, 'a')).toHaveLength(1);
      expect(await showing({ desk, platform }, 'c')).toEqual([]);
      const dropped = { ...correction(subscription, delivery, 'c'), part: 1 };
      await correct({ desk, platform }, correction(subscription, delivery, 'a'), dropped);
      expect(await ledger.history(subscription.id, 10)).toHaveLength(2);
      expect(await read.delivery(dropped.draft.id)).toBeUndefined();
    });

    test('an edit that is refused for good becomes a post, and no longer counts as what the message says', async () => {
      const { ledger, delivery, subscription, desk, platform } = await posted();
      const one = correction(subscription, delivery, 'a', 'b');
      await correct({ desk, platform }, one);
      await ledger.sent(delivery.id, 1, 'm1', later(4));
      await ledger.finish(delivery.id, 'one', { state: 'delivered' }, later(5));
      await ledger.lease(asks(platform, 'two'), later(5));
      await ledger.sending(one.draft.id, 0, 'two', later(6));
      expect(await ledger.postInstead(one.draft.id, 0, 'two')).toBe(true);
      expect((await read.delivery(one.draft.id))?.parts[0]).toMatchObject({
        body: { text: 'put right: a and b' },
        state: 'waiting',
      });
      expect((await read.delivery(one.draft.id))?.parts[0]?.edits).toBeUndefined();
      expect(await ledger.sending(one.draft.id, 0, 'two', later(7))).toBe(true);
      expect((await showing({ desk, platform }, 'b'))[0]?.reply).toEqual(delivery.parts[0]?.reply);
    });

    test('one that has nothing to do ends with why, and is not what the message says', async () => {
      const { ledger, delivery, subscription, desk, platform } = await posted();
      const one = correction(subscription, delivery, 'a', 'b');
      await correct({ desk, platform }, one);
      await ledger.sent(delivery.id, 1, 'm1', later(4));
      await ledger.finish(delivery.id, 'one', { state: 'delivered' }, later(5));
      await ledger.lease(asks(platform, 'two'), later(5));
      await ledger.finish(one.draft.id, 'two', { state: 'needless', reason: 'it was deleted' }, later(6));
      expect(await read.delivery(one.draft.id)).toMatchObject({
        state: 'needless',
        reason: 'it was deleted',
        finishedAt: later(6),
        parts: [{ state: 'dropped' }],
      });
      expect((await showing({ desk, platform }, 'b'))[0]?.reply).toEqual(delivery.parts[0]?.reply);
    });

    test('a part whose first attempt is being written down is not replaced meanwhile', async () => {
      const { store, database } = subject();
      const other = (await subject().another()).store.ledger;
      const { subscription, queue, desk, platform } = await alone();
      const delivery = await queue({ parts: [part('a')] });
      await store.ledger.lease(asks(platform), now);
      const [wrote, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const attempting = database.write(async (transaction) => {
        await heldLane(database, transaction, delivery.id, 'one');
        await transaction
          .updateTable('delivery_parts')
          .set({ state: 'sending', attempts: 1 })
          .where('delivery', '=', delivery.id)
          .execute();
        wrote.resolve();
        await commit.promise;
      });
      await wrote.promise;
      const one = correction(subscription, delivery, 'a', 'put-right');
      const seen = await other.correctionMark(desk, platform);
      const mark = { upTo: seen.upTo + 1 };
      const correcting = other.correct({ desk, platform, seen, mark, corrections: [one] }, later(1));
      // It has every chance to go ahead: were it not waiting, it would have looked at the part by now.
      for (let turn = 0; turn < 50; turn++) await read.delivery(delivery.id);
      commit.resolve();
      await Promise.all([attempting, correcting]);
      expect((await read.delivery(delivery.id))?.parts[0]).toMatchObject(delivery.parts[0]!);
      expect(await read.delivery(one.draft.id)).toBeDefined();
    });
  });
};
