import { expect, test } from 'vitest';
import { createRedact, describeError } from '../../../src/platforms/slack/client.ts';
import { button, startedDesk } from './desk.ts';
import { visits } from './example-reply.ts';

test.each([false, true])(
  'no token, secret, signature or address reaches the log of a full run (socket: %s)',
  async (socket) => {
    const desk = await startedDesk({ socket, answer: () => visits });
    const { fake } = desk;
    if (socket) await fake.socket.command('/centralasia visits');
    else await fake.send.command('/centralasia visits');
    const blocks = socket ? fake.journal.of('ack')[0]!.body : desk.last().blocks;
    const press = (over: object) => {
      const made = { ...button(blocks, 'Share to channel'), ...over };
      return socket ? fake.socket.press(made) : fake.send.press(made);
    };
    for (const kind of ['drop', 'garbage'] as const) {
      fake.faults.set({ route: 'response_url', nth: 1, when: 'before', kind: { type: kind } });
      const seen = fake.journal.of('response_url').length;
      await press({});
      await fake.journal.wait('response_url', seen + 1);
    }
    fake.faults.set({
      route: 'response_url',
      count: 9,
      when: 'before',
      kind: { type: 'status', status: 404 },
    });
    fake.faults.set({
      route: 'chat.postMessage',
      nth: 1,
      when: 'before',
      kind: { type: '429', retryAfter: 3 },
    });
    await press({});
    await fake.journal.wait('chat.postEphemeral');
    if (socket) await fake.socket.deliver('interactive', { type: 'surprise' });
    else {
      await fake.send.command('/centralasia visits', {}, { secret: 'wrong' });
      await fake.send.command('/centralasia visits', {}, { body: 'payload=null' });
    }
    await desk.stop();

    const all = desk.logged.join('\n');
    expect(all).not.toBe('');
    for (const secret of [
      ...Object.values(fake.tokens),
      'secret',
      '/response/',
      'v0=',
      'xoxb',
      'xapp',
      'ws://',
      'trigger',
    ])
      expect(all).not.toContain(secret);
  },
);

test('an error is described by its words alone, whatever hangs on it', () => {
  const redact = createRedact(['hunter2']);
  const error = Object.assign(new Error('sent hunter2 to https://hooks.slack.com/commands/T1/2/abc'), {
    original: { headers: { authorization: 'Bearer xoxb-1-2' } },
  });
  const said = JSON.stringify(describeError(new Error('xoxp-1-2-3 failed', { cause: error }), redact));
  expect(said).toContain('[hidden]');
  for (const secret of ['hunter2', 'hooks.slack.com', 'xoxb', 'xoxp']) expect(said).not.toContain(secret);
});

test('an error that is its own cause is described all the same', () => {
  const error = new Error('round and round');
  error.cause = error;
  expect(JSON.stringify(describeError(error, createRedact([])))).toContain('round and round');
});
