import { describe, expect, test } from 'vitest';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { draft, edit, later, ownChannel, part, queued, subscribe } from '../digests-made.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

export const ledgerPausedContract: Suite = (subject) => {
  /** Two subscriptions of one channel, and what one holder gets of it. */
  async function stage() {
    const { store } = subject();
    const { ledger, subscriptions } = store;
    const desk = ownDesk();
    const channel = ownChannel(desk);
    const subscription = await subscribe(store, desk, { channel });
    const other = await subscribe(store, desk, { channel, filter: { topics: ['trade'], countries: [] } });
    return {
      ledger,
      subscription,
      other,
      queue: async (of: Subscription, changes: Parameters<typeof draft>[1] = {}) =>
        (await queued(store, desk, changes, of)).delivery,
      async change(change: Parameters<typeof subscriptions.change>[2]) {
        const { id, version } = (await subscriptions.get(subscription.id)) as Subscription;
        expect(await subscriptions.change(id, version, change, 'person', now)).toBe('changed');
      },
      async resumeFromNow() {
        const { id, version } = (await subscriptions.get(subscription.id)) as Subscription;
        const change = { state: 'active' as const, cursor: 9 };
        const step = { subscription: id, version, change, skipped: [], by: 'person', passOver: 'from now' };
        expect(await ledger.write(step, later(5))).toBe('written');
      },
      async correct(delivery: string, parts = [edit('a')]) {
        const made = draft(subscription, { kind: 'correction', parts });
        const where = { desk, platform: desk };
        const seen = await ledger.correctionMark(desk, desk);
        const corrections = [{ delivery, part: 0, draft: made }];
        await ledger.correct({ ...where, seen, mark: { upTo: seen.upTo + 1 }, corrections }, now);
        return made.id;
      },
      lease: async (at: number, holder = 'one') => {
        const ask = { holder, until: later(at + 60), limit: 10, platforms: [desk], settleMs: 35_000 };
        return (await ledger.lease(ask, later(at))).map(({ id }) => id);
      },
      async send(id: string, at: number, holder = 'one') {
        for (const { index, state } of (await ledger.delivery(id))?.parts ?? []) {
          if (state === 'sent') continue;
          expect(await ledger.sending(id, index, holder, later(at))).toBe(true);
          await ledger.sent(id, index, `m-${id}-${index}`, later(at));
        }
        await ledger.finish(id, holder, { state: 'delivered' }, later(at));
      },
      state: async (id: string) => (await ledger.delivery(id))?.state,
    };
  }

  describe('what waits to be sent while its subscription is paused', () => {
    test('is held, others of the channel pass it, and when it is resumed it is sent in its order', async () => {
      const { subscription, other, queue, change, lease, send, state, ledger } = await stage();
      const [first, second] = [await queue(subscription), await queue(subscription)];
      const others = await queue(other);
      await change({ state: 'paused' });
      expect(await lease(1)).toEqual([others.id]);
      await send(others.id, 1);
      expect(await lease(1)).toEqual([]);
      expect([await state(first.id), await state(second.id)]).toEqual(['held', 'held']);
      expect((await ledger.counts()).deliveries.held).toBeGreaterThanOrEqual(2);
      const late = await queue(other);
      await change({ state: 'active' });
      for (const { id } of [first, second, late]) {
        expect(await lease(2)).toEqual([id]);
        await send(id, 2);
      }
    });

    test('ends with the reason when it is resumed from now; what was posted is corrected meanwhile, but nothing posted for it', async () => {
      const { subscription, queue, change, correct, resumeFromNow, lease, send, state, ledger } =
        await stage();
      const posted = await queue(subscription);
      await lease(0);
      await send(posted.id, 0);
      const waits = await queue(subscription, { parts: [part('b'), part('c')] });
      await change({ state: 'paused' });
      const correction = await correct(posted.id);
      expect(await lease(1)).toEqual([correction]);
      await send(correction, 1);
      const short = await correct(posted.id, [part('a')]);
      expect(await state(short)).toBe('held');
      expect(await lease(1)).toEqual([]);
      await resumeFromNow();
      expect(await ledger.delivery(waits.id)).toMatchObject({
        state: 'failed',
        reason: 'from now',
        finishedAt: later(5),
        parts: [{ state: 'dropped' }, { state: 'dropped' }],
      });
      expect(await lease(6)).toEqual([short]);
    });

    test('an edit that turns out to be a post is held too', async () => {
      const { ledger, subscription, queue, change, correct, lease, send, state } = await stage();
      const posted = await queue(subscription);
      await lease(0);
      await send(posted.id, 0);
      await change({ state: 'paused' });
      const correction = await correct(posted.id);
      expect(await lease(1)).toEqual([correction]);
      expect(await ledger.sending(correction, 0, 'one', later(1))).toBe(true);
      expect(await ledger.postInstead(correction, 0, 'one')).toBe(true);
      expect(await ledger.sending(correction, 0, 'one', later(1))).toBe(false);
      await ledger.release(correction, 'one', { state: 'waiting', due: later(1), reason: 'held' });
      expect(await state(correction)).toBe('held');
      await change({ state: 'active' });
      expect(await lease(2)).toEqual([correction]);
    });

    test('an edit of what is just being sent waits until that stands there, and no longer', async () => {
      const { ledger, subscription, queue, change, correct, lease, state } = await stage();
      const { id } = await queue(subscription, { parts: [part('a'), part('b')] });
      await lease(0);
      await ledger.sending(id, 0, 'one', later(0));
      await change({ state: 'paused' });
      const correction = await correct(id);
      expect(await state(correction)).toBe('held');
      await ledger.sent(id, 0, 'm', later(1));
      await ledger.release(id, 'one', { state: 'waiting', due: later(1), reason: 'put off' });
      expect([await state(id), await state(correction)]).toEqual(['held', 'waiting']);
      expect(await lease(2)).toEqual([correction]);
      expect((await ledger.delivery(correction))?.parts[0]?.edits?.message).toBe('m');
    });

    test('a correction that waits when the pause begins is made where it is an edit', async () => {
      const { ledger, subscription, queue, change, correct, lease, send, state } = await stage();
      const posted = await queue(subscription, { parts: [part('a')] });
      await lease(0);
      await send(posted.id, 0);
      const edits = await correct(posted.id);
      const short = await correct(posted.id, [part('a')]);
      await change({ state: 'paused' });
      expect([await state(edits), await state(short)]).toEqual(['waiting', 'held']);
      expect(await lease(1)).toEqual([edits]);
      expect(await ledger.delivery(short)).toMatchObject({ parts: [{ state: 'waiting' }] });
    });

    test('one that is asked for meanwhile is sent', async () => {
      const { subscription, queue, change, lease } = await stage();
      await queue(subscription);
      await change({ state: 'paused' });
      const asked = await queue(subscription, { kind: 'now' });
      expect(await lease(1)).toEqual([asked.id]);
    });

    test('sends no further part once it is leased, and goes on with that part', async () => {
      const { ledger, subscription, queue, change, lease, send } = await stage();
      const { id } = await queue(subscription, { parts: [part('a'), part('b')] });
      expect(await lease(0)).toEqual([id]);
      await ledger.sending(id, 0, 'one', later(0));
      await change({ state: 'paused' });
      await ledger.sent(id, 0, 'm', later(1));
      expect(await ledger.sending(id, 1, 'one', later(1))).toBe(false);
      expect(await ledger.release(id, 'one', { state: 'waiting', due: later(1), reason: 'put off' })).toBe(
        true,
      );
      expect(await lease(2)).toEqual([]);
      expect(await ledger.delivery(id)).toMatchObject({ state: 'held', parts: [{}, { state: 'waiting' }] });
      await change({ state: 'active' });
      expect(await lease(3)).toEqual([id]);
      await send(id, 3);
      expect(await ledger.delivery(id)).toMatchObject({ state: 'delivered' });
    });

    test('left behind by a holder that crashed, it stands in nobody’s way, and is asked about when it goes on', async () => {
      const { ledger, subscription, other, queue, change, lease, state } = await stage();
      const { id } = await queue(subscription);
      const others = await queue(other);
      await lease(0);
      await ledger.sending(id, 0, 'one', later(0));
      await change({ state: 'paused' });
      expect(await lease(61, 'two')).toEqual([]);
      expect(await lease(61, 'two')).toEqual([others.id]);
      expect(await state(id)).toBe('held');
      await change({ state: 'active' });
      expect(await state(id)).toBe('unknown');
    });

    test('what is paused once more, and unsubscribed, is left to whoever ends it', async () => {
      const { subscription, queue, change, lease, state } = await stage();
      const { id } = await queue(subscription);
      await change({ state: 'paused' });
      await change({ state: 'paused', pausedUntil: later(600) });
      expect(await state(id)).toBe('held');
      await change({ state: 'ended' });
      expect(await lease(1)).toEqual([id]);
    });
  });
};
