import { describe, expect, test } from 'vitest';
import type { CardText, NewCard } from '../../../src/domain/ports/cards.ts';
import type { Leased } from '../../../src/domain/ports/ledger.ts';
import type { Store } from '../../../src/store/store.ts';
import { later, says } from '../digests-made.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const text = (version: string): CardText => ({ version, reply: says(version), body: { says: version } });

let made = 0;
const card = (desk: string, over: Partial<NewCard> = {}): NewCard => ({
  ...{ id: `card${String(++made).padStart(12, '0')}`, desk, channel: `${desk}:T1:C1` },
  ...{ subject: 'draft:k3f9a', ...text('one') },
  ...over,
});

/** Leases what is due on the desk's own platform. */
const lease = ({ cards }: Store, desk: string, at: number, holder = 'h'): Promise<Leased[]> =>
  cards.lease({ holder, until: later(at + 180), limit: 10, platforms: [desk], settleMs: 60_000 }, later(at));
const bodyOf = (leased: Leased | undefined) => leased?.parts[0]?.body;

/** Sends what is leased, as the worker does. */
async function send({ cards }: Store, { id }: Leased, at: number, message = 'm1') {
  expect(await cards.sending(id, 0, 'h', later(at))).toBe(true);
  await cards.sent(id, 0, message, later(at));
  expect(await cards.finish(id, 'h', { state: 'delivered' }, later(at))).toBe(true);
}

export const cardsContract: Suite = (subject) => {
  describe('cards', () => {
    test('there is one open card of a thing in a channel, whoever writes it', async () => {
      const { store } = subject();
      const other = await subject().another();
      const desk = ownDesk();
      const both = [store, other.store, store, other.store];
      const added = await Promise.all(both.map(({ cards }) => cards.add(card(desk), now)));
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await store.cards.add(card(desk, { channel: `${desk}:T1:C2` }), now)).toBe(true);
      const open = await store.cards.open(desk);
      expect(open.map(({ channel }) => channel).sort()).toEqual([`${desk}:T1:C1`, `${desk}:T1:C2`]);
      const [first] = open;
      expect(await store.cards.change(first!, text('end'), true, now)).toBe(true);
      expect(await store.cards.open(desk)).toHaveLength(1);
      expect(await store.cards.add(card(desk, { channel: first!.channel }), now)).toBe(true);
    });

    test('a card is posted, then edited to what it says by now, and never leased for nothing', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const one = card(desk);
      await store.cards.add(one, now);
      const [posted, ...none] = await lease(store, desk, 0);
      expect(none).toEqual([]);
      expect(posted).toMatchObject({ id: one.id, kind: 'card', channel: one.channel });
      expect(posted?.parts).toMatchObject([{ state: 'waiting', attempts: 0, body: { says: 'one' } }]);
      expect(posted?.parts[0]).not.toHaveProperty('edits');
      expect(await lease(store, desk, 0, 'another')).toEqual([]);
      await send(store, posted!, 1);
      expect(await lease(store, desk, 500)).toEqual([]);

      expect(await store.cards.change(one, text('two'), false, later(600))).toBe(true);
      expect(await store.cards.change(one, text('three'), false, later(600))).toBe(false);
      const [edited] = await lease(store, desk, 600);
      expect(edited?.parts[0]).toMatchObject({
        attempts: 0,
        edits: { message: 'm1' },
        body: { says: 'two' },
      });
      await send(store, edited!, 601);
      expect(await lease(store, desk, 9999)).toEqual([]);
    });

    test('what changes while it is sent is sent after, and so is its end', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const one = card(desk);
      await store.cards.add(one, now);
      const [posted] = await lease(store, desk, 0);
      await store.cards.change(one, text('two'), false, later(1));
      await send(store, posted!, 2);
      const [edited] = await lease(store, desk, 3);
      expect(edited?.parts[0]).toMatchObject({ edits: { message: 'm1' }, body: { says: 'two' } });
      await store.cards.change({ id: one.id, version: 'two' }, text('end'), true, later(4));
      await send(store, edited!, 5);
      const [closed] = await lease(store, desk, 6);
      expect(bodyOf(closed)).toEqual({ says: 'end' });
      expect(await store.cards.change({ id: one.id, version: 'end' }, text('x'), false, later(7))).toBe(
        false,
      );
    });

    test('one that is over before anyone saw it is not sent', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const one = card(desk);
      await store.cards.add(one, now);
      await store.cards.change(one, text('end'), true, later(1));
      expect(await lease(store, desk, 2)).toEqual([]);
    });

    test('a post that was cut off is looked for, and one that stood then says what it should', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const one = card(desk);
      await store.cards.add(one, now);
      const [cut] = await lease(store, desk, 0);
      expect(await store.cards.sending(one.id, 0, 'h', later(150))).toBe(true);
      await store.cards.change(one, text('two'), false, later(160));
      // Its lease ran out, but the request may still land.
      expect(await lease(store, desk, 181, 'next')).toEqual([]);
      const [looked] = await lease(store, desk, 210, 'next');
      expect(looked?.parts[0]).toMatchObject({ state: 'unknown', attempts: 1, lastAttempt: later(150) });
      expect(await store.cards.sending(cut!.id, 0, 'h', later(211))).toBe(false);
      await store.cards.sent(one.id, 0, 'm7', later(211));
      expect(await store.cards.finish(one.id, 'next', { state: 'delivered' }, later(212))).toBe(true);
      const [edited] = await lease(store, desk, 213);
      expect(edited?.parts[0]).toMatchObject({ edits: { message: 'm7' }, body: { says: 'two' } });
    });

    test('is given back with the time to try again, keeps its lease while it is renewed, and can fail', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const one = card(desk);
      await store.cards.add(one, now);
      await lease(store, desk, 0);
      await store.cards.sending(one.id, 0, 'h', later(1));
      const back = { state: 'waiting', due: later(50), reason: 'a limit' } as const;
      const part = { index: 0, state: 'waiting' } as const;
      expect(await store.cards.release(one.id, 'h', { ...back, part })).toBe(true);
      expect(await store.cards.release(one.id, 'h', back)).toBe(false);
      expect(await lease(store, desk, 49)).toEqual([]);
      const [again] = await lease(store, desk, 50);
      expect(again?.parts[0]).toMatchObject({ state: 'waiting', attempts: 1, firstAttempt: later(1) });
      expect(await store.cards.renew(one.id, 'h', later(400))).toBe(true);
      expect(await store.cards.renew(one.id, 'other', later(900))).toBe(false);
      expect(await lease(store, desk, 399)).toEqual([]);
      const refused = { state: 'failed', reason: 'no', refused: 0 } as const;
      expect(await store.cards.finish(one.id, 'h', refused, later(399))).toBe(true);
      const day = 86_400;
      expect(await lease(store, desk, day)).toEqual([]);
      // It still waits, and the channel may be open again.
      const [nextDay] = await lease(store, desk, 400 + day);
      expect(nextDay?.parts[0]).toMatchObject({ state: 'waiting', attempts: 0 });
      await store.cards.sending(one.id, 0, 'h', later(401 + day));
      // Whether it stands nobody will ever know: not once more.
      const blind = { state: 'failed', reason: 'it cannot be seen' } as const;
      expect(await store.cards.finish(one.id, 'h', blind, later(402 + day))).toBe(true);
      expect(await lease(store, desk, 9 * day)).toEqual([]);
      // What it says from now on may well be taken.
      await store.cards.change(one, text('two'), false, later(9 * day));
      expect(bodyOf((await lease(store, desk, 9 * day))[0])).toEqual({ says: 'two' });
    });

    test('a message that a person deleted stays deleted; one that cannot be edited is posted anew', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const [gone, closed] = [card(desk), card(desk, { subject: 'report:1' })];
      for (const one of [gone, closed]) {
        await store.cards.add(one, now);
        for (const leased of await lease(store, desk, 0)) await send(store, leased, 1);
        await store.cards.change(one, text('two'), false, later(2));
      }
      const [first, second] = await lease(store, desk, 3);
      await store.cards.sending(first!.id, 0, 'h', later(4));
      const needless = { state: 'needless', reason: 'the message was deleted', refused: 0 } as const;
      expect(await store.cards.finish(first!.id, 'h', needless, later(4))).toBe(true);
      await store.cards.change({ id: gone.id, version: 'two' }, text('three'), false, later(5));
      expect(await store.cards.postInstead(second!.id, 0, 'h')).toBe(true);
      await send(store, second!, 6, 'm2');
      await store.cards.change({ id: second!.id, version: 'two' }, text('three'), true, later(7));
      const left = await lease(store, desk, 8);
      expect(left.map(({ parts }) => parts[0]?.edits?.message)).toEqual(['m2']);
    });
  });

  test('reviewers are told in the channels that were set, each from its own moment on', async () => {
    const { reviewChannels, audit } = subject().store;
    const desk = ownDesk();
    expect(await reviewChannels.set(desk, 'slack:T1:C2', true, 'ann', later(5))).toBe(true);
    expect(await reviewChannels.set(desk, 'slack:T1:C1', true, 'ann', now)).toBe(true);
    expect(await reviewChannels.set(desk, 'slack:T1:C1', true, 'ann', later(9))).toBe(false);
    expect(await reviewChannels.list(desk)).toEqual([
      { desk, channel: 'slack:T1:C1', since: now },
      { desk, channel: 'slack:T1:C2', since: later(5) },
    ]);
    expect(await reviewChannels.set(desk, 'slack:T1:C1', false, 'bob', later(10))).toBe(true);
    expect(await reviewChannels.set(desk, 'slack:T1:C1', false, 'bob', later(10))).toBe(false);
    expect((await reviewChannels.list(desk)).map(({ channel }) => channel)).toEqual(['slack:T1:C2']);
    const { items } = await audit.list({ desk }, { limit: 9, offset: 0 });
    expect(items.map(({ action, actor }) => `${actor} ${action}`)).toEqual([
      'bob review cards ended',
      'ann review cards begun',
      'ann review cards begun',
    ]);
  });

  test('a report is closed by somebody', async () => {
    const { reports } = subject().store;
    const desk = ownDesk();
    const report = { desk, entry: 'a', reporter: 'slack:T1:U9', words: 'No.', at: now };
    await reports.add(report, `${desk}-closed`);
    const number = (await reports.open(desk, { limit: 1, offset: 0 })).items[0]?.number ?? 0;
    expect(await reports.closedBy(desk, number)).toBeUndefined();
    await reports.done(desk, number, 'slack:T1:U2', later(1));
    expect(await reports.closedBy(desk, number)).toBe('slack:T1:U2');
  });
};
