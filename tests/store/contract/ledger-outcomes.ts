import { describe, expect, test } from 'vitest';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { draft, later, part, step } from '../digests-made.ts';
import { now } from '../fixture.ts';
import { asks, ledgerOf } from './ledger-alone.ts';
import type { Suite } from './subject.ts';

export const ledgerOutcomesContract: Suite = (subject) => {
  const { read, alone } = ledgerOf(subject);

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
};
