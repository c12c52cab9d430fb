import { describe, expect, test } from 'vitest';
import { channels, delivering, platforms } from './delivering.ts';

describe.each(platforms)('corrections on %s', (platform) => {
  const [channel] = channels[platform];
  async function corrected() {
    const world = await delivering();
    const posted = await world.queue(channel, ['one', 'two']);
    const worker = world.deliverer();
    await worker.run();
    const queueEdit = (said = 'one, mended', instead: string | null = 'put right: one') =>
      world.correct(posted.id, said, instead);
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

  test('post nothing where another message of the channel is put right instead', async () => {
    const { slack, discord, worker, queueEdit, standing, until, time, read } = await corrected();
    slack.workspace.editWindowMs = 0;
    discord.world.lateEdits = 0;
    time.pass(3_600_001);
    const id = await queueEdit('one, mended', null);
    expect(await until(worker, [id])).toEqual(['needless']);
    expect(standing(channel)).toEqual(['one', 'two']);
    expect((await read(id)).reason).toContain('can no longer be edited');
  });

  test.each(['closed', 'open'] as const)(
    'of what was unsubscribed post nothing, and edit: %s',
    async (edits) => {
      const { slack, discord, worker, queueEdit, standing, until, time, store, read } = await corrected();
      if (edits === 'closed') {
        slack.workspace.editWindowMs = 0;
        discord.world.lateEdits = 0;
      }
      time.pass(3_600_001);
      const id = await queueEdit();
      const { subscription } = await read(id);
      const { version } = (await store.subscriptions.get(subscription))!;
      await store.subscriptions.change(subscription, version, { state: 'ended' }, 'terminal', time.clock());
      expect(await until(worker, [id])).toEqual([edits === 'closed' ? 'needless' : 'delivered']);
      expect(standing(channel)).toEqual([edits === 'closed' ? 'one' : 'one, mended', 'two']);
    },
  );

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
    expect(await until(worker, [id])).toEqual(['needless']);
    expect(standing(channel)).toEqual(['two']);
    expect(await read(id)).toMatchObject({
      reason: 'there was nothing to correct: the message was deleted',
      parts: [{ state: 'dropped' }],
    });
  });

  test('have nothing to do where the digest failed before it was posted', async () => {
    const world = await delivering();
    const worker = world.deliverer();
    const refused = await world.queue(channel, ['x'.repeat(50_000)]);
    world.fail(platform, { kind: 'limited', when: 'before' });
    await worker.run();
    const id = await world.correct(refused.id, 'one, mended', 'put right: one');
    expect(await world.until(worker, [refused.id, id])).toEqual(['failed', 'needless']);
    expect(world.standing(channel)).toEqual([]);
    expect((await world.read(id)).reason).toBe('there was nothing to correct: the digest was never posted');
  });

  test('have nothing to do where nobody can say whether the digest was posted', async () => {
    const world = await delivering();
    const worker = world.deliverer();
    const cutOff = await world.queue(channel, ['one']);
    await world.store.ledger.lease(
      { holder: 'h', until: world.later(60), limit: 9, platforms: [platform], settleMs: 35_000 },
      world.time.clock(),
    );
    await world.store.ledger.sending(cutOff.id, 0, 'h', world.time.clock());
    const id = await world.correct(cutOff.id, 'one, mended', 'put right: one');
    const failed = { state: 'failed', reason: 'nobody could say' } as const;
    await world.store.ledger.finish(cutOff.id, 'h', failed, world.time.clock());
    expect(await world.until(worker, [id])).toEqual(['needless']);
    expect((await world.read(id)).reason).toBe('nobody knows whether the digest was posted');
  });
});
