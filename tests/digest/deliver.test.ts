import { describe, expect, test } from 'vitest';
import type { ChannelSender } from '../../src/domain/ports/channel-sender.ts';
import type { Ledger } from '../../src/domain/ports/ledger.ts';
import { permission } from '../fakes/discord/guilds.ts';
import { channels, delivering, guild, platforms } from './delivering.ts';

const parts = ['part one', 'part two', 'part three'];

const faults = (['limited', 'status', 'drop', 'hang', 'garbage'] as const).flatMap((kind) =>
  (['before', 'after'] as const)
    .filter((when) => kind !== 'limited' || when === 'before')
    .flatMap((when) => [1, 2].map((nth) => ({ kind, when, nth }))),
);

/** `store.ledger` with one call replaced; its methods stay where they are. */
const ledgerWith = (ledger: Ledger, over: Partial<Ledger>): Ledger =>
  new Proxy(ledger, {
    get(target, name) {
      const replaced = over[name as keyof Ledger];
      if (replaced) return replaced;
      const value = target[name as keyof Ledger];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

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

  test.each(faults)('$kind $when the effect at post $nth: each part stands once, in order', async (fault) => {
    const { deliverer, queue, standing, fail, until } = await start();
    fail(platform, fault);
    const { id } = await queue(channel, parts);
    expect(await until(deliverer(), [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(parts);
  });

  test.each([1, 2])('a post that lands long after it was given up is found: post %d', async (nth) => {
    const { deliverer, queue, standing, fail, land, until, read, time } = await start();
    fail(platform, { kind: 'late', when: 'before', nth });
    const { id } = await queue(channel, parts);
    const worker = deliverer();
    await worker.run();
    expect(await read(id)).toMatchObject({ state: 'unknown' });
    time.pass(20_000);
    await worker.run();
    expect(standing(channel)).toHaveLength(nth - 1);
    await land(platform, nth);
    expect(await until(worker, [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(parts);
  });

  test('two cut-off sends of one part in a row still leave it standing once', async () => {
    const { deliverer, queue, standing, fail, until } = await start();
    fail(platform, { kind: 'drop', when: 'before' });
    fail(platform, { kind: 'drop', when: 'after' });
    const { id } = await queue(channel, parts);
    expect(await until(deliverer(), [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(parts);
  });

  test.each(['before', 'after'] as const)(
    'a process that dies %s the post of the second part is followed by one that posts what is missing',
    async (when) => {
      const { deliverer, queue, standing, senders, until, read, time } = await start();
      const { id } = await queue(channel, parts);
      const real = senders();
      const dying = real.get(platform)!;
      const post: ChannelSender['post'] = async (...args) => {
        if (args[2].part === 0) return dying.post(...args);
        if (when === 'after') await dying.post(...args);
        throw new Error('died');
      };
      await deliverer({ senders: new Map([[platform, { ...dying, post }]]) }).run();
      expect((await read(id)).parts.map(({ state }) => state)).toEqual(['sent', 'sending', 'waiting']);
      const follower = deliverer();
      await follower.run();
      expect(standing(channel)).toHaveLength(when === 'after' ? 2 : 1);
      time.pass(60_000);
      expect(await until(follower, [id])).toEqual(['delivered']);
      expect(standing(channel)).toEqual(parts);
    },
  );

  test('a process that dies before it writes what it posted leaves no doubt', async () => {
    const { deliverer, queue, standing, store, until } = await start();
    const { id } = await queue(channel, parts);
    const forgetful = ledgerWith(store.ledger, { sent: () => Promise.reject(new Error('disk full')) });
    await deliverer({ ledger: forgetful }).run();
    expect(standing(channel)).toEqual(['part one']);
    expect(await until(deliverer(), [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(parts);
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

  test('what cannot be decided is told to the admins once, and never guessed', async () => {
    const { deliverer, queue, standing, fail, until, told, read, slack, discord } = await start();
    fail(platform, { kind: 'drop', when: 'before', nth: 1 });
    const { id } = await queue(channel, parts);
    const worker = deliverer();
    await worker.run();
    slack.workspace.channels.get('C1')!.member = false;
    discord.world.channels.get('300000000000000001')!.overwrites.push({
      id: guild,
      allow: 0n,
      deny: permission.history,
    });
    expect(await until(worker, [id])).toEqual(['failed']);
    await worker.run();
    expect(standing(channel)).toEqual([]);
    const { reason } = await read(id);
    expect(reason).toMatch(/cut off.*(invite|Read Message History)/i);
    expect(told).toEqual([expect.stringContaining(String(reason))]);
  });

  test('a platform that fails for a day is given up, with the reason', async () => {
    const { deliverer, queue, standing, fail, until, told, read, posts } = await start();
    fail(platform, { kind: 'status', when: 'before', count: 400 });
    const { id } = await queue(channel, parts);
    expect(await until(deliverer(), [id], 600_000)).toEqual(['failed']);
    expect(standing(channel)).toEqual([]);
    expect((await read(id)).reason).toMatch(new RegExp(`${platform} did not take it for too long`));
    expect(told).toHaveLength(1);
    expect(posts(platform)).toBeGreaterThan(20);
    expect(posts(platform)).toBeLessThan(200);
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

  describe('corrections', () => {
    async function corrected() {
      const world = await start();
      const posted = await world.queue(channel, ['one', 'two']);
      const worker = world.deliverer();
      await worker.run();
      const queueEdit = (said = 'one, mended') => world.correct(posted.id, said, 'put right: one');
      return { ...world, worker, queueEdit };
    }

    test('edit what was posted, also when nobody knows whether the edit arrived', async () => {
      const { slack, discord, worker, queueEdit, standing, until } = await corrected();
      slack.faults.set({ route: 'chat.update', nth: 1, when: 'after', kind: { type: 'drop' } });
      discord.faults.plan({
        route: 'PATCH /channels/:channel/messages/:message',
        nth: 1,
        when: 'after',
        kind: 'drop',
      });
      const id = await queueEdit();
      await worker.run();
      expect(await until(worker, [id])).toEqual(['delivered']);
      expect(standing(channel)).toEqual(['one, mended', 'two']);
    });

    test('post a short one where the message may no longer be edited', async () => {
      const { slack, discord, worker, queueEdit, standing, until, time } = await corrected();
      slack.workspace.editWindowMs = 0;
      discord.world.lateEdits = 0;
      time.pass(3_600_001);
      const id = await queueEdit();
      expect(await until(worker, [id])).toEqual(['delivered']);
      expect(standing(channel)).toEqual(['one', 'two', 'put right: one']);
    });

    test('post a short one where the edit has grown too long', async () => {
      const { worker, queueEdit, standing, until } = await corrected();
      const id = await queueEdit('x'.repeat(40_001));
      expect(await until(worker, [id])).toEqual(['delivered']);
      expect(standing(channel)).toEqual(['one', 'two', 'put right: one']);
    });

    test('pass over what a person has deleted', async () => {
      const { slack, discord, worker, queueEdit, standing, until, read } = await corrected();
      slack.workspace.messages.set('C1', slack.workspace.messages.get('C1')?.slice(1) ?? []);
      for (const message of [...discord.world.messages.values()].slice(0, 1)) message.deleted = true;
      const id = await queueEdit();
      expect(await until(worker, [id])).toEqual(['delivered']);
      expect(standing(channel)).toEqual(['two']);
      expect((await read(id)).parts[0]?.message).toBe('');
    });
  });
});

test.each(faults)(
  'Discord remembers nonces, and after $kind $when post $nth each part stands once',
  async (fault) => {
    const { deliverer, queue, standing, fail, until } = await delivering({ nonceWindow: 180_000 });
    fail('discord', fault);
    const { id } = await queue(channels.discord[0], parts);
    expect(await until(deliverer(), [id])).toEqual(['delivered']);
    expect(standing(channels.discord[0])).toEqual(parts);
  },
);

describe('a channel out of reach', () => {
  const ways = {
    slack: {
      no_access: (open: boolean, { slack }: Awaited<ReturnType<typeof delivering>>) => {
        slack.workspace.channels.get('C1')!.member = open;
      },
      channel_gone: (open: boolean, { slack }: Awaited<ReturnType<typeof delivering>>) => {
        slack.workspace.channels.get('C1')!.archived = !open;
      },
      token: (open: boolean, { slack }: Awaited<ReturnType<typeof delivering>>) => {
        slack.tokens.bot = open ? 'xoxb-1-bot-token' : 'xoxb-other';
      },
    },
    discord: {
      no_access: (open: boolean, { discord }: Awaited<ReturnType<typeof delivering>>) => {
        const deny = open ? 0n : permission.send;
        discord.world.channels.get('300000000000000001')!.overwrites = [{ id: guild, allow: 0n, deny }];
      },
      channel_gone: (open: boolean, { discord }: Awaited<ReturnType<typeof delivering>>) => {
        const { channels: all } = discord.world;
        if (open) all.set('300000000000000001', all.get('300000000000000002')!);
        else all.delete('300000000000000001');
      },
      token: (open: boolean, { discord }: Awaited<ReturnType<typeof delivering>>) => {
        discord.world.token = open ? discord.token : 'another';
      },
    },
  } as const;
  const cases = platforms.flatMap((platform) =>
    (['no_access', 'channel_gone', 'token'] as const).map((refusal) => ({ platform, refusal })),
  );

  test.each(cases)(
    '$platform $refusal: kept, told once, and sent when access returns',
    async ({ platform, refusal }) => {
      const world = await delivering();
      const { deliverer, queue, standing, told, subscription, read, time, until } = world;
      const [channel] = channels[platform];
      ways[platform][refusal](false, world);
      const { id, subscription: number } = await queue(channel, parts);
      const worker = deliverer();
      for (let tick = 0; tick < 60; tick += 1) {
        await worker.run();
        time.pass(600_000);
      }
      expect(await subscription(number)).toMatchObject({
        state: 'broken',
        broken: { since: expect.any(Date) },
      });
      expect(told).toHaveLength(1);
      const { state, due, parts: waiting } = await read(id);
      expect(state).toBe('waiting');
      expect(due.getTime() - time.clock().getTime()).toBeLessThanOrEqual(3_600_000);
      expect(waiting[0]?.attempts).toBeLessThan(20);
      ways[platform][refusal](true, world);
      expect(await until(worker, [id], 600_000)).toEqual(['delivered']);
      expect(standing(channel)).toEqual(parts);
      expect(await subscription(number)).toMatchObject({ state: 'active', next: expect.any(Date) });
      expect((await subscription(number)).broken).toBeUndefined();
      expect(told).toHaveLength(1);
    },
  );

  test.each(platforms)(
    '%s: a token breaks every channel of the platform, and is told once',
    async (platform) => {
      const world = await delivering();
      const { deliverer, queue, told } = world;
      ways[platform].token(false, world);
      for (const channel of channels[platform]) await queue(channel, ['one']);
      await deliverer().run();
      expect(told).toHaveLength(1);
    },
  );

  test.each(platforms)('%s: heals when the platform says so, though nothing waits', async (platform) => {
    const world = await delivering();
    const { deliverer, queue, store, subscription, time } = world;
    const [channel] = channels[platform];
    const { subscription: number } = await queue(channel, ['one']);
    const worker = deliverer();
    await worker.run();
    ways[platform].no_access(false, world);
    const { version } = await subscription(number);
    const broken = { reason: 'no access', since: time.clock() };
    await store.subscriptions.change(
      number,
      version,
      { state: 'broken', broken, next: time.clock() },
      'x',
      broken.since,
    );
    await worker.probe();
    const still = await subscription(number);
    expect(still.state).toBe('broken');
    expect(still.next?.getTime()).toBe(time.clock().getTime() + 300_000);
    ways[platform].no_access(true, world);
    await worker.probe();
    expect((await subscription(number)).state).toBe('broken');
    time.pass(300_000);
    await worker.probe();
    expect((await subscription(number)).state).toBe('active');
  });

  test('a paused subscription stays paused', async () => {
    const world = await delivering();
    const { deliverer, queue, store, subscription, time, until } = world;
    const { id, subscription: number } = await queue(channels.slack[0], ['one']);
    const { version } = await subscription(number);
    await store.subscriptions.change(number, version, { state: 'paused' }, 'x', time.clock());
    ways.slack.no_access(false, world);
    const worker = deliverer();
    await worker.run();
    expect((await subscription(number)).state).toBe('paused');
    ways.slack.no_access(true, world);
    expect(await until(worker, [id])).toEqual(['delivered']);
    expect((await subscription(number)).state).toBe('paused');
  });
});

test('Slack installs that read history once a minute settle every doubt, one after another', async () => {
  const { deliverer, queue, standing, fail, slack, until, time } = await delivering({
    historyOnceAMinute: true,
  });
  for (const when of ['after', 'before'] as const) fail('slack', { kind: 'drop', when });
  const worker = deliverer({ timing: { atOnce: 1 } });
  const ids = [await queue(channels.slack[0], ['one']), await queue(channels.slack[1], ['two'])].map(
    ({ id }) => id,
  );
  await worker.run();
  time.pass(1000);
  for (const id of ['C1', 'C4'])
    for (let at = 0; at < 20; at += 1) {
      const messages = slack.workspace.messages.get(id) ?? [];
      slack.workspace.messages.set(id, [...messages, { ts: slack.workspace.nextTs(), text: 'chatter' }]);
    }
  expect(await until(worker, ids)).toEqual(['delivered', 'delivered']);
  expect([standing(channels.slack[0]), standing(channels.slack[1])]).toEqual([['one'], ['two']]);
});

test('a part that was deleted by a person while in doubt is not posted again while Discord remembers it', async () => {
  const { deliverer, queue, standing, fail, discord, until, read } = await delivering({
    nonceWindow: 600_000,
  });
  fail('discord', { kind: 'drop', when: 'after', nth: 1 });
  const [channel] = channels.discord;
  const { id } = await queue(channel, ['one', 'two']);
  const worker = deliverer();
  await worker.run();
  for (const message of discord.world.messages.values()) message.deleted = true;
  expect(await until(worker, [id])).toEqual(['delivered']);
  expect(standing(channel)).toEqual(['two']);
  expect((await read(id)).parts[0]?.message).toBe('');
});
