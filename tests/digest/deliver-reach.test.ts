import { describe, expect, test } from 'vitest';
import { permission } from '../fakes/discord/guilds.ts';
import { later, subscribe } from '../store/digests-made.ts';
import { now } from '../store/fixture.ts';
import { channels, delivering, guild, parts, platforms } from './delivering.ts';

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
      expect(await told()).toHaveLength(1);
      const { state, due, parts: waiting } = await read(id);
      expect(state).toBe('waiting');
      expect(due.getTime() - time.clock().getTime()).toBeLessThanOrEqual(3_600_000);
      expect(waiting[0]?.attempts).toBeLessThan(20);
      ways[platform][refusal](true, world);
      expect(await until(worker, [id], 600_000)).toEqual(['delivered']);
      expect(standing(channel)).toEqual(parts);
      expect(await subscription(number)).toMatchObject({ state: 'active', next: expect.any(Date) });
      expect((await subscription(number)).broken).toBeUndefined();
      expect(await told()).toHaveLength(1);
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
      expect(await told()).toHaveLength(1);
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

  test('one break is told once, though the platform says that the channel can be posted in', async () => {
    const { deliverer, queue, slack, standing, told, subscription, time, until } = await delivering();
    const answer = { ok: false, error: 'restricted_action' };
    const refused = () =>
      slack.faults.set({
        route: 'chat.postMessage',
        count: 1,
        when: 'before',
        kind: { type: 'answer', answer },
      });
    const { id, subscription: number } = await queue(channels.slack[0], parts);
    const since = time.clock();
    const worker = deliverer();
    for (let ticks = 0; ticks < 60; ticks += 1) {
      refused();
      // Both fall due with the same tick, and neither waits for the other.
      await worker.probe();
      await worker.run();
      time.pass(600_000);
    }
    expect(await subscription(number)).toMatchObject({ state: 'broken', broken: { since } });
    expect(await told()).toHaveLength(1);
    expect(slack.journal.of('conversations.info')).toEqual([]);
    slack.faults.clear();
    expect(await until(worker, [id], 600_000)).toEqual(['delivered']);
    expect(standing(channels.slack[0])).toEqual(parts);
    expect((await subscription(number)).state).toBe('active');
  });

  test('a process asks about channels of its own platforms alone, and however many of others are due', async () => {
    const { deliverer, senders, store, subscription, time } = await delivering();
    const broken = async (channel: string, seconds: number) => {
      const { id } = await subscribe(store, 'test', { channel });
      const change = { state: 'broken', broken: { reason: 'x', since: now }, next: later(seconds) } as const;
      await store.subscriptions.change(id, 1, change, 'x', now);
      return id;
    };
    const others: number[] = [];
    for (let at = 0; at < 60; at += 1) others.push(await broken(`discord:${guild}:9${at}`, 1));
    const own = await broken(channels.slack[0], 2);
    const slack = new Map([...senders()].filter(([platform]) => platform === 'slack'));
    time.pass(60_000);
    await deliverer({ senders: slack }).probe();
    expect((await subscription(own)).state).toBe('active');
    expect((await subscription(others[0]!)).next).toEqual(later(1));
  });

  test('a paused subscription stays paused, and what is asked for meanwhile tells whether it is broken', async () => {
    const world = await delivering();
    const { deliverer, queue, store, subscription, time, until, told } = world;
    const { id: held, subscription: number } = await queue(channels.slack[0], ['one']);
    const { version } = await subscription(number);
    await store.subscriptions.change(number, version, { state: 'paused' }, 'x', time.clock());
    const { id: asked } = await queue(channels.slack[0], ['two'], { kind: 'now' });
    ways.slack.no_access(false, world);
    const worker = deliverer();
    await worker.run();
    expect(await subscription(number)).toMatchObject({
      state: 'paused',
      broken: { reason: expect.stringContaining('I am not in that channel') },
    });
    expect(await told()).toHaveLength(1);
    ways.slack.no_access(true, world);
    expect(await until(worker, [asked])).toEqual(['delivered']);
    const { state, broken } = await subscription(number);
    expect({ state, broken }).toEqual({ state: 'paused', broken: undefined });
    expect(world.standing(channels.slack[0])).toEqual(['two']);
    const { version: seen } = await subscription(number);
    await store.subscriptions.change(number, seen, { state: 'active' }, 'x', time.clock());
    expect(await until(worker, [held])).toEqual(['delivered']);
  });
});
