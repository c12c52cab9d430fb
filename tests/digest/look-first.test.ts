import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLooks, maybeSent } from '../../src/outbox/looks.ts';
import { openStore } from '../../src/store/open.ts';
import { draft, later, says, step, subscribe } from '../store/digests-made.ts';
import { now, storeOptions } from '../store/fixture.ts';
import { channels, delivering, parts, platforms } from './delivering.ts';

const second = 1000;

describe.each(platforms)('on %s', (platform) => {
  const [channel, other] = channels[platform];
  // Where Discord remembers no nonce, only a look tells.
  const start = () => delivering({ nonceWindow: 0 });
  type World = Awaited<ReturnType<typeof start>>;

  /** The store as it is now, opened again where nothing of what comes after is known. */
  async function putBack({ store, folder }: World, then: () => Promise<void>) {
    const copy = join(folder, 'copy');
    await store.maintenance.backup(copy);
    await then();
    const elsewhere = join(folder, 'elsewhere');
    const old = await openStore(storeOptions(elsewhere));
    await old.maintenance.close();
    await copyFile(copy, join(elsewhere, 'deskwire.sqlite'));
    const restored = await openStore(storeOptions(elsewhere));
    onTestFinished(() => restored.maintenance.close());
    return restored;
  }

  test.each([0, 1, 2, 3])(
    'of a database that was put back, nothing is sent again that stands there: %i of 3 parts',
    async (count) => {
      const world = await start();
      const { time, queue, deliverer, senders, standing } = world;
      const { id } = await queue(channel, parts);
      const older = await putBack(world, async () => {
        const real = senders().get(platform)!;
        for (const { index, body } of (await world.read(id)).parts.slice(0, count))
          await real.post(channel, body, { delivery: id, part: index });
      });
      time.pass(60 * second);
      const { ledger, subscriptions } = older;
      await deliverer({ ledger, subscriptions }).run();
      expect(standing(channel)).toEqual(parts);
      const delivery = await ledger.delivery(id);
      expect(delivery?.state).toBe('delivered');
      expect(delivery?.parts.map(({ attempts }) => attempts)).toEqual([0, 1, 2].map((at) => +(at >= count)));
    },
  );

  test('what is due only since the process began is sent without a look', async () => {
    const { time, deliverer, slack, discord, standing, store, body } = await start();
    const worker = deliverer();
    time.pass(second);
    const subscription = await subscribe(store, 'test', { channel });
    const fresh = draft(subscription, { slot: time.clock(), due: time.clock() });
    const key = { delivery: fresh.id, part: 0 };
    fresh.parts = [{ reply: says('one'), body: body(channel, 'one', key) }];
    await store.ledger.write(step(subscription, fresh), time.clock());
    await worker.run();
    expect(standing(channel)).toEqual(['one']);
    expect(slack.journal.of('conversations.history')).toEqual([]);
    expect(discord.journal.to('GET /channels/:channel/messages')).toEqual([]);
  });

  test('a channel that cannot be reached is waited for, and looked at when it can be', async () => {
    const { time, queue, deliverer, slack, discord, standing, read, until, subscription: of } = await start();
    const { id, subscription } = await queue(channel, parts);
    time.pass(60 * second);
    slack.workspace.channels.get('C1')!.member = false;
    const there = discord.world.channels.get('300000000000000001')!;
    discord.world.channels.delete('300000000000000001');
    const worker = deliverer();
    await worker.run();
    expect([(await read(id)).state, (await of(subscription)).state]).toEqual(['waiting', 'broken']);
    slack.workspace.channels.get('C1')!.member = true;
    discord.world.channels.set('300000000000000001', there);
    expect(await until(worker, [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(parts);
  });

  test('looks keep to their pace, and each waits for a turn of its own', async () => {
    const { time, queue, deliverer, standing, read } = await start();
    const first = await queue(channel, ['one']);
    const next = await queue(other, ['two']);
    time.pass(60 * second);
    const worker = deliverer({ timing: { looks: { [platform]: { posts: 1, within: 30 * second } } } });
    await worker.run();
    const states = await Promise.all([first, next].map(async ({ id }) => (await read(id)).state));
    expect(states.toSorted()).toEqual(['delivered', 'waiting']);
    time.pass(30 * second);
    await worker.run();
    expect([standing(channel), standing(other)]).toEqual([['one'], ['two']]);
  });
});

test('what may have been sent is what came before the process began, or is made anew after a restore', () => {
  const started = now;
  const made = { kind: 'scheduled', slot: later(-5), createdAt: later(10) } as const;
  expect(maybeSent(made, { started }, undefined)).toEqual({ since: later(-5), until: started });
  expect(maybeSent({ ...made, slot: later(5) }, { started }, undefined)).toBeUndefined();
  const first = { ...made, number: 1, slot: later(5) };
  expect(maybeSent(first, { started }, later(-60))).toEqual({ since: later(-60), until: started });
  expect(maybeSent({ ...first, number: 2 }, { started }, later(-60))).toBeUndefined();
  expect(maybeSent({ kind: 'now', createdAt: later(-1) }, { started }, undefined)).toBeTruthy();
  // Put back while the process ran.
  const restored = { at: later(100), from: later(-900), dealt: true };
  expect(maybeSent(made, { started, restored }, undefined)).toEqual({ since: later(-5), until: later(100) });
  const anew = { createdAt: later(200) };
  const span = { since: later(-900), until: later(100) };
  expect(maybeSent({ kind: 'correction', ...anew }, { started, restored }, undefined)).toEqual(span);
  expect(
    maybeSent({ kind: 'scheduled', slot: later(200), ...anew }, { started, restored }, undefined),
  ).toBeUndefined();
  const muchLater = { kind: 'correction', createdAt: later(8 * 86_400) } as const;
  expect(maybeSent(muchLater, { started, restored }, undefined)).toBeUndefined();
});

test('turns are given one by one, and given anew when the clock was set back', () => {
  const { turn } = createLooks({ posts: 2, within: 60 * second });
  expect(['a', 'b', 'c', 'd', 'e'].map((id) => turn(id, now))).toEqual([
    undefined,
    undefined,
    later(60),
    later(60),
    later(120),
  ]);
  expect([turn('c', later(30)), turn('c', later(60))]).toEqual([later(60), undefined]);
  expect(turn('f', later(-7200))).toBeUndefined();
  const free = createLooks(undefined);
  expect([free.turn('a', now), free.turn('a', now)]).toEqual([undefined, undefined]);
});
