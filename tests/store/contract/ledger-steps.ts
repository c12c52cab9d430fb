import { describe, expect, test } from 'vitest';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { draft, edition, later, part, step, subscribe } from '../digests-made.ts';
import { fact } from '../entries-made.ts';
import { change, now } from '../fixture.ts';
import { ledgerOf } from './ledger-alone.ts';
import { ownDesk, type Suite } from './subject.ts';

export const ledgerStepsContract: Suite = (subject) => {
  const { read, alone } = ledgerOf(subject);

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
};
