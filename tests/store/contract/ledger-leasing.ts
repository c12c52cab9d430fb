import { describe, expect, test } from 'vitest';
import { draft, later, ownChannel, part, queued, step, subscribe } from '../digests-made.ts';
import { now } from '../fixture.ts';
import { asks, ledgerOf, settleMs } from './ledger-alone.ts';
import { ownDesk, type Suite } from './subject.ts';

export const ledgerLeasingContract: Suite = (subject) => {
  const { read, alone } = ledgerOf(subject);

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
};
