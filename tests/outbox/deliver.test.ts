import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/domain/ports/ledger.ts';
import type { ChannelSender } from '../../src/domain/ports/platform.ts';
import { pace as slackPace } from '../../src/platforms/slack/limits.ts';
import { channels, delivering, parts, platforms } from '../digest/delivering.ts';
import { says } from '../store/digests-made.ts';
import { now } from '../store/fixture.ts';
import { ledgerWith } from '../store/ledger-with.ts';

describe.each(platforms)('on %s', (platform) => {
  const [channel, other] = channels[platform];
  // Where Discord remembers no nonce, only a look tells.
  const start = () => delivering({ nonceWindow: 0 });

  test('parts are posted in order, and what the platform calls them is kept', async () => {
    const { deliverer, queue, standing, read } = await start();
    const { id } = await queue(channel, parts);
    await deliverer().run();
    expect(standing(channel)).toEqual(parts);
    const delivery = await read(id);
    expect(delivery.state).toBe('delivered');
    expect(new Set(delivery.parts.map(({ message }) => message)).size).toBe(3);
    expect(delivery.parts.map(({ state, attempts }) => [state, attempts])).toEqual(
      Array(3).fill(['sent', 1]),
    );
  });

  test('one limited channel does not delay another', async () => {
    const { deliverer, queue, standing, fail, until, read, time } = await start();
    fail(platform, { kind: 'limited', when: 'before', nth: 1 });
    const limited = await queue(channel, ['one']);
    const worker = deliverer({ timing: { atOnce: 1 } });
    await worker.run();
    const { due } = await read(limited.id);
    expect(due.getTime() - time.clock().getTime()).toBeGreaterThanOrEqual(2000);
    const free = await queue(other, parts);
    await worker.run();
    expect([standing(channel), standing(other)]).toEqual([[], parts]);
    time.pass(due.getTime() - time.clock().getTime());
    expect(await until(worker, [limited.id, free.id])).toEqual(['delivered', 'delivered']);
    expect(standing(channel)).toEqual(['one']);
  });

  test('what was put off wakes the worker by itself', async () => {
    const { deliverer, queue, standing, fail, time, read } = await start();
    fail(platform, { kind: 'limited', when: 'before', nth: 1 });
    const { id } = await queue(channel, ['one']);
    const woken = Promise.withResolvers<void>();
    const worker = deliverer({
      timers: {
        after: (ms, run) =>
          time.timers.after(ms, () => {
            run();
            woken.resolve();
          }),
      },
    });
    await worker.run();
    time.pass((await read(id)).due.getTime() - time.clock().getTime());
    await woken.promise;
    await worker.run();
    expect(standing(channel)).toEqual(['one']);
  });

  test('digests of one channel keep their order, however long the first is in doubt', async () => {
    const { deliverer, queue, standing, fail, until } = await start();
    fail(platform, { kind: 'drop', when: 'before', nth: 1 });
    const first = await queue(channel, ['first']);
    const second = await queue(channel, ['second']);
    const worker = deliverer();
    await worker.run();
    expect(standing(channel)).toEqual([]);
    await until(worker, [first.id, second.id]);
    expect(standing(channel)).toEqual(['first', 'second']);
  });

  test('several processes share the work', async () => {
    const { deliverer, queue, standing, fail, until } = await start();
    for (const nth of [2, 5, 7]) fail(platform, { kind: 'drop', when: nth === 5 ? 'before' : 'after', nth });
    const ids: string[] = [];
    for (let at = 0; at < 4; at += 1)
      for (const place of [channel, other]) ids.push((await queue(place, [`${at}a`, `${at}b`])).id);
    const workers = [deliverer(), deliverer(), deliverer()];
    await until({ run: async () => void (await Promise.all(workers.map((each) => each.run()))) }, ids);
    const all = [0, 1, 2, 3].flatMap((at) => [`${at}a`, `${at}b`]);
    expect([standing(channel), standing(other)]).toEqual([all, all]);
  });

  test('a lease is kept while a slow platform answers, and nobody else posts meanwhile', async () => {
    const { deliverer, queue, standing, senders, read, time, store } = await start();
    const { id } = await queue(channel, ['one']);
    const answer = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const real = senders().get(platform)!;
    const post: ChannelSender['post'] = async (...args) => {
      asked.resolve();
      await answer.promise;
      return real.post(...args);
    };
    const renewals: Promise<boolean>[] = [];
    const renew: Ledger['renew'] = (...args) => {
      const renewal = store.ledger.renew(...args);
      renewals.push(renewal);
      return renewal;
    };
    const slow = deliverer({
      ledger: ledgerWith(store.ledger, { renew }),
      senders: new Map([[platform, { ...real, post }]]),
    });
    const running = slow.run();
    await asked.promise;
    for (let minute = 0; minute < 10; minute += 1) {
      time.pass(60_000);
      expect(await renewals.at(-1)).toBe(true);
    }
    await deliverer().run();
    expect(standing(channel)).toEqual([]);
    answer.resolve();
    await running;
    expect(standing(channel)).toEqual(['one']);
    expect((await read(id)).state).toBe('delivered');
  });

  test('work that is cut off during a renewal gives its lease up, and the digest is posted', async () => {
    const { deliverer, queue, standing, until, time, store } = await start();
    const { id } = await queue(channel, ['one']);
    const renewing = Promise.withResolvers<void>();
    const away = Promise.withResolvers<never>();
    const asked = Promise.withResolvers<void>();
    let cutOff = true;
    const renewals: Promise<boolean>[] = [];
    const cut = deliverer({
      ledger: ledgerWith(store.ledger, {
        async sending(...args) {
          if (!cutOff) return store.ledger.sending(...args);
          asked.resolve();
          return away.promise;
        },
        renew(...args) {
          const renewal = renewing.promise.then(() => store.ledger.renew(...args));
          renewals.push(renewal);
          return renewal;
        },
        release: (...args) => (cutOff ? away.promise : store.ledger.release(...args)),
      }),
    });
    const running = cut.run();
    await asked.promise;
    time.pass(60_000);
    away.reject(new Error('the database is away'));
    await running;
    renewing.resolve();
    expect(await renewals[0]).toBe(true);
    cutOff = false;
    for (let minute = 0; minute < 10; minute += 1) {
      time.pass(60_000);
      await Promise.all(renewals);
    }
    await until(cut, [id]);
    expect([standing(channel), renewals.length]).toEqual([['one'], 1]);
  });

  test('what is cut off while the store is away goes on once that is back and it has settled', async () => {
    const { deliverer, queue, standing, time, store, read } = await start();
    const { id } = await queue(channel, parts);
    let failing = 2;
    const awayFirst =
      <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
      async (...args: Args) => {
        if (failing-- > 0) throw new Error('the database is away');
        return call(...args);
      };
    const { sent, release } = ledgerWith(store.ledger, {});
    const worker = deliverer({
      ledger: ledgerWith(store.ledger, { sent: awayFirst(sent), release: awayFirst(release) }),
    });
    await worker.run();
    expect(standing(channel)).toEqual(['part one']);
    time.pass(10_000);
    await worker.run();
    expect(standing(channel)).toEqual(['part one']);
    time.pass(35_000);
    await worker.run();
    expect(standing(channel)).toEqual(parts);
    expect((await read(id)).state).toBe('delivered');
  });

  test('stopping lets the part under way end, and the next process posts the rest', async () => {
    const { deliverer, queue, standing, senders, until, read } = await start();
    const { id } = await queue(channel, parts);
    const answer = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const real = senders().get(platform)!;
    const post: ChannelSender['post'] = async (...args) => {
      asked.resolve();
      await answer.promise;
      return real.post(...args);
    };
    const stopped = deliverer({ senders: new Map([[platform, { ...real, post }]]) });
    const running = stopped.run();
    await asked.promise;
    const stopping = stopped.stop(3000);
    answer.resolve();
    await Promise.all([stopping, running]);
    expect(standing(channel)).toEqual(['part one']);
    expect(await read(id)).toMatchObject({ state: 'waiting', reason: 'the service was stopped' });
    await stopped.run();
    expect(standing(channel)).toEqual(['part one']);
    expect(await until(deliverer(), [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(parts);
  });

  test('stopping does not wait for ever', async () => {
    const { deliverer, queue, senders, time, read, until, standing } = await start();
    const { id } = await queue(channel, ['one']);
    const asked = Promise.withResolvers<void>();
    const post = () => {
      asked.resolve();
      return new Promise<never>(() => {});
    };
    const stopped = deliverer({ senders: new Map([[platform, { ...senders().get(platform)!, post }]]) });
    void stopped.run();
    await asked.promise;
    const stopping = stopped.stop(3000);
    time.pass(3000);
    await stopping;
    expect((await read(id)).parts[0]?.state).toBe('sending');
    expect(await until(deliverer(), [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(['one']);
  });

  test('a part whose turn to leave came too late is not sent under an old date', async () => {
    const { deliverer, queue, store, time, posts, until, standing } = await start();
    const { id } = await queue(channel, ['one']);
    const sending: Ledger['sending'] = async (...args) => {
      const written = await store.ledger.sending(...args);
      time.pass(40_000);
      return written;
    };
    const slow = deliverer({ ledger: ledgerWith(store.ledger, { sending }) });
    await slow.run();
    expect(posts(platform)).toBe(0);
    await slow.stop(0);
    expect(await until(deliverer(), [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(['one']);
  });

  test('what was unsubscribed before it was sent is not sent', async () => {
    const { deliverer, queue, standing, store, subscription, read } = await start();
    const { id, subscription: number } = await queue(channel, parts);
    const { version } = await subscription(number);
    await store.subscriptions.change(number, version, { state: 'ended' }, 'somebody', new Date());
    await deliverer().run();
    expect(standing(channel)).toEqual([]);
    expect(await read(id)).toMatchObject({
      state: 'failed',
      reason: 'it was unsubscribed before this was sent',
    });
  });
});

test('a platform that fails for a day is given up, with the reason', async () => {
  const { deliverer, queue, standing, fail, until, told, read, posts } = await delivering();
  fail('slack', { kind: 'status', when: 'before', count: 400 });
  const { id } = await queue(channels.slack[0], parts);
  expect(await until(deliverer(), [id], 600_000)).toEqual(['failed']);
  expect(standing(channels.slack[0])).toEqual([]);
  expect((await read(id)).reason).toMatch(/the platform did not take it for too long/);
  expect(await told()).toHaveLength(1);
  expect(posts('slack')).toBeGreaterThan(10);
  expect(posts('slack')).toBeLessThan(200);
});

describe('a subscription that is paused while its digest is sent', () => {
  test.each(platforms)(
    '%s: no further message comes until it is resumed, and then each once',
    async (platform) => {
      const world = await delivering();
      const { deliverer, queue, standing, store, subscription, time, until } = world;
      const [channel] = channels[platform];
      const { id, subscription: number } = await queue(channel, parts);
      const change = async (state: 'paused' | 'active') => {
        const { version } = await subscription(number);
        await store.subscriptions.change(number, version, { state }, 'x', time.clock());
      };
      const senders = world.senders();
      const own = senders.get(platform)!;
      let posts = 0;
      const pausing = {
        ...own,
        post: async (...of: Parameters<typeof own.post>) => {
          posts += 1;
          if (posts === 1) await change('paused');
          return own.post(...of);
        },
      };
      const worker = deliverer({ senders: new Map([[platform, pausing]]) });
      for (let ticks = 0; ticks < 10; ticks += 1) {
        await worker.run();
        time.pass(60_000);
      }
      expect(standing(channel)).toEqual(['part one']);
      expect(await world.read(id)).toMatchObject({ state: 'held' });
      await change('active');
      expect(await until(worker, [id])).toEqual(['delivered']);
      expect(standing(channel)).toEqual(parts);
    },
  );
});

test('one that was limited before a pause of days is tried anew when it is resumed', async () => {
  const { deliverer, queue, fail, read, store, subscription, time, until } = await delivering();
  const worker = deliverer();
  fail('slack', { kind: 'limited', when: 'before' });
  const { id, subscription: number } = await queue(channels.slack[0], ['one']);
  await worker.run();
  const change = async (state: 'paused' | 'active') => {
    const { version } = await subscription(number);
    await store.subscriptions.change(number, version, { state }, 'x', time.clock());
  };
  await change('paused');
  time.pass(3 * 24 * 3_600_000);
  await change('active');
  fail('slack', { kind: 'limited', when: 'before' });
  expect(await until(worker, [id])).toEqual(['delivered']);
  expect((await read(id)).parts[0]?.attempts).toBe(3);
});

test('one that was limited, and unsubscribed before its next try, is not posted', async () => {
  const { deliverer, queue, fail, read, standing, store, subscription, time, until } = await delivering();
  const worker = deliverer();
  fail('slack', { kind: 'limited', when: 'before' });
  const { id, subscription: number } = await queue(channels.slack[0], ['one']);
  await worker.run();
  const { version } = await subscription(number);
  await store.subscriptions.change(number, version, { state: 'ended' }, 'x', time.clock());
  expect(await until(worker, [id])).toEqual(['failed']);
  expect(standing(channels.slack[0])).toEqual([]);
  expect((await read(id)).reason).toContain('unsubscribed');
});

test('a fan-out keeps to the pace of the platform, so that it refuses none', async () => {
  const world = await delivering({ pacing: true });
  const { deliverer, queue, posts, slack, standing, time, store } = world;
  const pace = { slack: { posts: 5, within: 10_000 } };
  const ids: string[] = [];
  for (let at = 0; at < 12; at += 1) {
    const channel = { ...slack.workspace.channels.get('C1')!, id: `C9${at}` };
    slack.workspace.channels.set(channel.id, channel);
    ids.push((await queue(`slack:T1:${channel.id}`, ['one'])).id);
  }
  const worker = deliverer({ timing: { pace } });
  await worker.run();
  expect(posts('slack')).toBe(5);
  for (const expected of [5, 10, 10, 12]) {
    time.pass(5000);
    await worker.run();
    expect(posts('slack')).toBe(expected);
  }
  const states = await Promise.all(ids.map(async (id) => (await store.ledger.delivery(id))?.state));
  expect(new Set(states)).toEqual(new Set(['delivered']));
  for (let at = 0; at < 12; at += 1) expect(standing(`slack:T1:C9${at}`)).toEqual(['one']);
});

test('two processes keep to the pace of the platform together, and so do digests and cards', async () => {
  const { deliverer, queue, posts, slack, store, time } = await delivering();
  const timing = { pace: { slack: { posts: 5, within: 10_000, block: 2 } } };
  for (let at = 0; at < 11; at += 1) {
    const channel = { ...slack.workspace.channels.get('C1')!, id: `C9${at}` };
    slack.workspace.channels.set(channel.id, channel);
    await queue(`slack:T1:${channel.id}`, ['one']);
  }
  const channel = channels.slack[0];
  const text = { version: '1', reply: says('card'), body: { text: 'card', blocks: [] } };
  await store.cards.add({ id: 'c'.repeat(16), desk: 'test', channel, subject: 'draft:a', ...text }, now);
  const workers = [deliverer({ timing }), deliverer({ timing }), deliverer({ timing, ledger: store.cards })];
  for (const most of [5, 5, 10, 10, 15, 15, 20]) {
    await Promise.all(workers.map((worker) => worker.run()));
    expect(posts('slack')).toBeLessThanOrEqual(most);
    time.pass(5000);
  }
  expect(posts('slack')).toBe(12);
});

test('digests, parts and cards of one channel keep its pace, from whichever process', async () => {
  const { deliverer, queue, posts, slack, standing, store, time } = await delivering({ pacing: true });
  const [channel] = channels.slack;
  await queue(channel, parts);
  await queue(channel, ['next']);
  const text = { version: '1', reply: says('card'), body: { text: 'card', blocks: [] } };
  await store.cards.add({ id: 'c'.repeat(16), desk: 'test', channel, subject: 'draft:a', ...text }, now);
  const timing = { pace: { slack: slackPace } };
  const workers = [deliverer({ timing }), deliverer({ timing, ledger: store.cards }), deliverer({ timing })];
  // Five posts, 1.2 seconds between two of them.
  for (let passed = 0; passed <= 4 * 1200; passed += 400) {
    await Promise.all(workers.map((worker) => worker.run()));
    time.pass(400);
  }
  expect(posts('slack')).toBe(5);
  expect(slack.journal.entries.filter(({ status }) => status === 429)).toEqual([]);
  expect(standing(channel).filter((said) => said !== 'card')).toEqual([...parts, 'next']);
});

test('while a channel rests, the turns of the platform go to others', async () => {
  const { deliverer, queue, posts, slack, time } = await delivering({ pacing: true });
  const [busy, other] = channels.slack;
  await queue(busy, parts);
  for (const said of ['1', '2', '3']) await queue(other, [said]);
  // A turn that a resting channel kept would delay the last post by a minute.
  const worker = deliverer({ timing: { pace: { slack: { ...slackPace, posts: 6 } } } });
  for (let passed = 0; passed <= 2 * 1200; passed += 400) {
    await worker.run();
    time.pass(400);
  }
  expect(posts('slack')).toBe(6);
  expect(slack.journal.entries.filter(({ status }) => status === 429)).toEqual([]);
});

test('the parts of one digest take their turns too', async () => {
  const { deliverer, queue, posts, standing, time, until } = await delivering();
  const [channel] = channels.slack;
  const { id } = await queue(channel, parts);
  const worker = deliverer({ timing: { pace: { slack: { posts: 2, within: 10_000 } } } });
  await worker.run();
  expect(posts('slack')).toBe(2);
  time.pass(9_999);
  await worker.run();
  expect(posts('slack')).toBe(2);
  time.pass(1);
  expect(await until(worker, [id])).toEqual(['delivered']);
  expect(standing(channel)).toEqual(parts);
});
