import { describe, expect, test } from 'vitest';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import type { CorrectionDraft, MessagePosition, ShowingMessage } from '../../../src/domain/ports/ledger.ts';
import { heldLane } from '../../../src/store/outbox/lanes.ts';
import { draft, edit, later, part, queued, subscribe } from '../digests-made.ts';
import { now } from '../fixture.ts';
import { asks, ledgerOf } from './ledger-alone.ts';
import { ownDesk, type Suite } from './subject.ts';

export const ledgerCorrectionsContract: Suite = (subject) => {
  const { read, alone } = ledgerOf(subject);

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
