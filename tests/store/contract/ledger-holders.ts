import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Leased, Ledger } from '../../../src/domain/ports/ledger.ts';
import { later, ownChannel, part, queued, subscribe } from '../digests-made.ts';
import { ownDesk, type Suite } from './subject.ts';

const settle = 35;
const leaseFor = 20;

const act = fc.record({
  by: fc.constantFrom(0, 1),
  // Mostly what two who know nothing of each other could do wrong.
  act: fc.oneof(
    { weight: 3, arbitrary: fc.constant('lease' as const) },
    { weight: 4, arbitrary: fc.constant('sending' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'sent' as const,
        'renew' as const,
        'give back' as const,
        'cut off' as const,
        'finish' as const,
      ),
    },
  ),
  part: fc.constantFrom(0, 1),
  wait: fc.constantFrom(0, 1, 5, 9, 15, 60),
});

/** A request that has left, and may land until it has settled; by delivery and part. */
type Requests = Map<string, { by: number; at: number }>;

export const ledgerHoldersContract: Suite = (subject) => {
  /** One channel with three deliveries of two parts, and two holders in two processes who know only what they leased. */
  async function stage() {
    const desk = ownDesk();
    const { store } = subject();
    const subscription = await subscribe(store, desk, { channel: ownChannel(desk) });
    const written: string[] = [];
    for (let n = 0; n < 3; n++) {
      const parts = [part('a'), part('b')];
      written.push((await queued(store, desk, { parts }, subscription)).delivery.id);
    }
    const ledgers: [Ledger, Ledger] = [store.ledger, (await other()).ledger];
    return { desk, written, ledgers, holding: [undefined, undefined] as (Leased | undefined)[] };
  }

  let second: Promise<{ ledger: Ledger }> | undefined;
  const other = () => {
    second ??= subject()
      .another()
      .then(({ store }) => store);
    return second;
  };

  /** Leases for one holder all that is ready, as the holder would ask. */
  const ask = (ledger: Ledger, desk: string, holder: string, at: number) =>
    ledger.lease(
      { holder, until: later(at + leaseFor), limit: 10, platforms: [desk], settleMs: settle * 1000 },
      later(at),
    );

  describe('two holders of one channel', () => {
    test('never send one part twice at once, and lose none, however they interleave', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
          const { desk, written, ledgers, holding } = await stage();
          const requests: Requests = new Map();
          const messages = new Map<string, string>();
          let clock = 0;
          for (const { by, act, part, wait } of acts) {
            clock += wait;
            const ledger = ledgers[by] as Ledger;
            if (act === 'lease') {
              const [leased] = await ask(ledger, desk, `holder-${by}`, clock);
              if (leased) holding[by] = leased;
              continue;
            }
            const held = holding[by];
            if (!held) continue;
            const name = `${held.id} ${part}`;
            const request = requests.get(name);
            const mine = [...requests].filter(([key, one]) => one.by === by && key.startsWith(held.id));
            switch (act) {
              case 'sending':
                if (!(await ledger.sending(held.id, part, `holder-${by}`, later(clock)))) break;
                expect(messages.has(name)).toBe(false);
                if (request) expect(clock).toBeGreaterThanOrEqual(request.at + settle);
                requests.set(name, { by, at: clock });
                break;
              case 'sent':
                if (request?.by !== by) break;
                await ledger.sent(held.id, part, `message of ${by} at ${clock}`, later(clock));
                messages.set(name, `message of ${by} at ${clock}`);
                requests.delete(name);
                break;
              case 'renew':
                await ledger.renew(held.id, `holder-${by}`, later(clock + leaseFor));
                break;
              case 'give back':
              case 'cut off': {
                // The named request is certainly over when it is given back; what else is on its way settles.
                const over = act === 'give back' && request?.by === by;
                const open = mine.filter(([key]) => !(over && key === name)).map(([, { at }]) => at + settle);
                const state = act === 'give back' ? ('waiting' as const) : ('unknown' as const);
                const to = { state, due: later(Math.max(clock, ...open)), reason: 'test' };
                const named = request?.by === by ? { part: { index: part, state } } : {};
                const gave = await ledger.release(held.id, `holder-${by}`, { ...to, ...named });
                if (gave && over) requests.delete(name);
                holding[by] = undefined;
                break;
              }
              case 'finish':
                if ([0, 1].every((index) => messages.has(`${held.id} ${index}`)))
                  await ledger.finish(held.id, `holder-${by}`, { state: 'delivered' }, later(clock));
            }
          }

          const order: string[] = [];
          for (clock += 1000; ; clock += 1) {
            const [leased] = await ask(ledgers[0], desk, 'last', clock);
            if (!leased) break;
            order.push(leased.id);
            for (const { index, state } of leased.parts) {
              if (state === 'sent') continue;
              expect(await ledgers[0].sending(leased.id, index, 'last', later(clock))).toBe(true);
              await ledgers[0].sent(leased.id, index, 'last', later(clock));
            }
            expect(await ledgers[0].finish(leased.id, 'last', { state: 'delivered' }, later(clock))).toBe(
              true,
            );
          }
          expect(order).toEqual(written.slice(written.length - order.length));
          for (const id of written) {
            const delivery = await ledgers[1].delivery(id);
            expect(delivery?.state).toBe('delivered');
            for (const { index, state, message } of delivery?.parts ?? []) {
              expect([state, message]).toEqual(['sent', messages.get(`${id} ${index}`) ?? 'last']);
            }
          }
        }),
        { numRuns: 50 },
      );
    });

    test('who ask for the same at once: one sends, and a delivery written meanwhile is not lost', async () => {
      const { ledger } = subject().store;
      const { ledger: theirs } = await other();
      for (let round = 0; round < 10; round++) {
        const desk = ownDesk();
        const subscription = await subscribe(subject().store, desk, { channel: ownChannel(desk) });
        const first = (await queued(subject().store, desk, {}, subscription)).delivery;
        const [mine, other] = await Promise.all([ask(ledger, desk, 'one', 0), ask(theirs, desk, 'two', 0)]);
        expect([...mine, ...other].map(({ id }) => id)).toEqual([first.id]);
        const [holder, owner] = mine.length > 0 ? (['one', ledger] as const) : (['two', theirs] as const);
        const began = await Promise.all(
          [owner, ledger, theirs].map((each) => each.sending(first.id, 0, holder, later(1))),
        );
        expect(began.filter(Boolean)).toHaveLength(1);
        await owner.sent(first.id, 0, 'm', later(2));
        // The last of a channel ends while the next is being written.
        const [, second] = await Promise.all([
          owner.finish(first.id, holder, { state: 'delivered' }, later(3)),
          queued(subject().store, desk, {}, subscription),
        ]);
        expect(await ask(theirs, desk, 'two', 4)).toMatchObject([{ id: second.delivery.id }]);
      }
    });
  });
};
