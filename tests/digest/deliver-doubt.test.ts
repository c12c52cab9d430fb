import { describe, expect, test } from 'vitest';
import type { ChannelSender } from '../../src/domain/ports/platform.ts';
import { permission } from '../fakes/discord/guilds.ts';
import { ledgerWith } from '../store/ledger-with.ts';
import { channels, delivering, guild, parts, platforms } from './delivering.ts';

const faults = (['limited', 'status', 'drop', 'hang', 'garbage', 'silent'] as const).flatMap((kind) =>
  (['before', 'after'] as const)
    .filter((when) => kind !== 'limited' || when === 'before')
    .flatMap((when) => [1, 2].map((nth) => ({ kind, when, nth }))),
);

describe.each(platforms)('on %s', (platform) => {
  const [channel] = channels[platform];
  // Where Discord remembers no nonce, only a look tells.
  const start = () => delivering({ nonceWindow: 0 });

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
      const died = Promise.withResolvers<void>();
      const post: ChannelSender['post'] = async (...args) => {
        if (args[2].part === 0) return dying.post(...args);
        if (when === 'after') await dying.post(...args);
        died.resolve();
        return new Promise(() => {});
      };
      void deliverer({ senders: new Map([[platform, { ...dying, post }]]) }).run();
      await died.promise;
      time.forget();
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
    expect(await told()).toEqual([expect.stringContaining(String(reason))]);
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
