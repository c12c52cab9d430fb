import { describe, expect, test } from 'vitest';
import { adminLineKeptMs } from '../../../src/domain/ports/digests.ts';
import { later, queued, subscribe } from '../digests-made.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

export const adminLinesContract: Suite = (subject) => {
  const line = (desk: string, text: string, key = `${desk}:${text}`) => ({
    ...{ key, desk, platform: 'slack', text },
  });
  /** Of one desk, since all tests share the lines. */
  const pending = async (desk: string) =>
    (await subject().store.adminLines.pending(1000)).filter((each) => each.desk === desk);
  const texts = async (desk: string) => (await pending(desk)).map(({ text }) => text);

  describe('lines for the admins', () => {
    test('are kept, oldest first, until they are told', async () => {
      const { adminLines } = subject().store;
      const desk = ownDesk();
      await adminLines.keep({ ...line(desk, 'one'), subscriber: 'slack:T1:U1' }, now);
      await adminLines.keep(line(desk, 'two'), later(1));
      const [first, second] = await pending(desk);
      expect(first).toEqual({
        ...line(desk, 'one'),
        number: first?.number,
        subscriber: 'slack:T1:U1',
        at: now,
      });
      expect(second).toEqual({ ...line(desk, 'two'), number: second?.number, at: later(1) });
      await adminLines.delivered([first?.number ?? 0], later(2));
      await adminLines.delivered([], later(2));
      expect(await texts(desk)).toEqual(['two']);
      expect(await adminLines.pending(0)).toEqual([]);
    });

    test('are the same under the same key, also once told, until they are over or old', async () => {
      const { adminLines } = subject().store;
      const desk = ownDesk();
      const key = `token:${desk}`;
      await adminLines.keep(line(desk, 'one', key), now);
      await adminLines.keep(line(desk, 'two', key), now);
      expect(await texts(desk)).toEqual(['one']);
      const [told] = await pending(desk);
      await adminLines.delivered([told?.number ?? 0], now);
      await adminLines.keep(line(desk, 'three', key), now);
      expect(await texts(desk)).toEqual([]);
      await adminLines.forget(['another', key]);
      await adminLines.keep(line(desk, 'four', key), now);
      const [anew] = await pending(desk);
      expect(anew?.text).toBe('four');
      await adminLines.delivered([anew?.number ?? 0], now);
      await adminLines.delivered([0], new Date(now.getTime() + adminLineKeptMs + 1));
      await adminLines.keep(line(desk, 'five', key), now);
      expect(await texts(desk)).toEqual(['five']);
    });

    test('are written with a change of a subscription, and not without it', async () => {
      const { subscriptions } = subject().store;
      const desk = ownDesk();
      const { id } = await subscribe(subject().store, desk);
      const change = (version: number, text: string) =>
        subscriptions.change(id, version, { state: 'broken' }, 'x', now, line(desk, text));
      expect(await change(7, 'outdated')).toBe('outdated');
      expect(await change(1, 'changed')).toBe('changed');
      expect(await texts(desk)).toEqual(['changed']);
    });

    test('are written with the end of a delivery, and not by whoever lost its lease', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const platform = `told${desk}`;
      const subscription = await subscribe(store, desk, { channel: `${platform}:T1:C1` });
      const { delivery } = await queued(store, desk, {}, subscription);
      const of = { holder: 'one', until: later(60), limit: 1, platforms: [platform], settleMs: 0 };
      expect(await store.ledger.lease(of, now)).toHaveLength(1);
      const fail = (holder: string) => {
        const to = { state: 'failed', reason: 'x', tell: line(desk, holder) } as const;
        return store.ledger.finish(delivery.id, holder, to, now);
      };
      expect(await fail('other')).toBe(false);
      expect(await fail('one')).toBe(true);
      expect(await texts(desk)).toEqual(['one']);
    });
  });
};
