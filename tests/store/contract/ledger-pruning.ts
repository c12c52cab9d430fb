import { describe, expect, test } from 'vitest';
import { draft, edit, later, ownChannel, queued, subscribe } from '../digests-made.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const day = 86_400;
/** The tests' deliveries are written at `now`; this one's end lies further back than any other's. */
const past = (days: number) => later(-days * day);

export const ledgerPruningContract: Suite = (subject) => {
  async function stage() {
    const { store } = subject();
    const { ledger } = store;
    const desk = ownDesk();
    const subscription = await subscribe(store, desk, { channel: ownChannel(desk) });
    const send = async (id: string, at: Date) => {
      const ask = { holder: 'one', until: later(day), limit: 10, platforms: [desk], settleMs: 35_000 };
      await ledger.lease(ask, later(1));
      await ledger.sending(id, 0, 'one', at);
      await ledger.sent(id, 0, `m-${id}`, at);
      expect(await ledger.finish(id, 'one', { state: 'delivered' }, at)).toBe(true);
    };
    return {
      store,
      ledger,
      desk,
      subscription,
      send,
      queue: async () => (await queued(store, desk, {}, subscription)).delivery.id,
      async correct(delivery: string) {
        const made = draft(subscription, { kind: 'correction', parts: [edit('a')] });
        const seen = await ledger.correctionMark(desk, desk);
        const corrections = [{ delivery, part: 0, draft: made }];
        await ledger.correct({ desk, platform: desk, seen, mark: { upTo: seen.upTo + 1 }, corrections }, now);
        return made.id;
      },
    };
  }

  describe('a ledger that has grown old', () => {
    test('forgets what ended before the day it is told, and keeps the rest', async () => {
      const { ledger, queue, send, store, subscription } = await stage();
      const [old, recent, open] = [await queue(), await queue(), await queue()];
      await send(old, past(500));
      await send(recent, past(300));
      expect(await ledger.prune(past(400))).toBeGreaterThan(0);
      expect(await ledger.prune(past(400))).toBe(0);
      const there = await Promise.all([old, recent, open].map((id) => ledger.delivery(id)));
      expect(there.map((delivery) => delivery?.state)).toEqual([undefined, 'delivered', 'waiting']);
      const history = await ledger.history(subscription.id, 10);
      expect(history.flatMap((line) => ('delivery' in line ? [line.delivery.id] : []))).toEqual([
        open,
        recent,
      ]);
      expect((await store.subscriptions.get(subscription.id))?.sent).toBe(3);
    });

    test('keeps what a later correction refers to, until that is old too', async () => {
      const { ledger, queue, send, correct } = await stage();
      const posted = await queue();
      await send(posted, past(500));
      const correction = await correct(posted);
      await ledger.prune(past(400));
      expect((await ledger.delivery(posted))?.state).toBe('delivered');
      await send(correction, past(450));
      await ledger.prune(past(400));
      expect(await ledger.delivery(correction)).toBeUndefined();
      expect(await ledger.delivery(posted)).toBeUndefined();
    });
  });
};
