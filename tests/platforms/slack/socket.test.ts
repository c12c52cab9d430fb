import { expect, test, vi } from 'vitest';
import { button, later, startDesk, startedDesk } from './desk.ts';
import { visits } from './example-reply.ts';

test('a command is answered with its ack over the socket', async () => {
  const desk = await startedDesk({ socket: true, answer: () => visits });
  const payload = await desk.fake.socket.command('/centralasia visits');
  expect(payload).toMatchObject({
    response_type: 'ephemeral',
    text: expect.stringContaining('visit-blinken'),
  });
  expect(desk.fake.socket.unacked.size).toBe(0);
});

test('a slow answer is acked at once and follows by the response address', async () => {
  const answer = later<typeof visits>();
  const desk = await startedDesk({
    socket: true,
    answer: () => answer.promise,
    timing: { ackDue: async () => {} },
  });
  expect(await desk.fake.socket.command('/centralasia visits')).toEqual({});
  answer.resolve(visits);
  await desk.fake.journal.wait('response_url');
  expect(desk.last().text).toContain('visit-blinken');
});

test('buttons and the Home work over the socket', async () => {
  const desk = await startedDesk({ socket: true, answer: () => visits });
  const payload = await desk.fake.socket.command('/centralasia visits');
  await desk.fake.socket.press(button(payload, 'Next ›'));
  await desk.fake.journal.wait('response_url');
  expect(desk.last()).toMatchObject({ replaced: true });
  await desk.fake.socket.openHome();
  await desk.fake.journal.wait('views.publish');
});

test('the connection is made anew when Slack asks for it, and what was not acked comes again', async () => {
  const desk = await startedDesk({ socket: true, answer: () => visits, timing: { pongMs: 20 } });
  desk.fake.socket.refresh();
  await desk.fake.journal.wait('hello', 2);
  const acked = desk.fake.socket.command('/centralasia visits');
  desk.fake.socket.redeliver();
  await acked;
  expect(desk.fake.journal.of('apps.connections.open')).toHaveLength(2);
});

test('what could not be read is acked, so that it does not come again, and the desk goes on', async () => {
  const desk = await startedDesk({ socket: true });
  await desk.fake.socket.deliver('interactive', { type: 'surprise' });
  expect(await desk.fake.socket.command('/centralasia latest')).toMatchObject({ response_type: 'ephemeral' });
});

test('a wrong app token is named at the start', async () => {
  const desk = await startDesk({ socket: true, config: { appToken: 'xapp-wrong' } });
  await expect(desk.start()).rejects.toThrow('SLACK_APP_TOKEN');
});

test('a connection that cannot be made again is told to the log, and does not end the process', async () => {
  const desk = await startedDesk({ socket: true, timing: { pongMs: 20 } });
  desk.fake.tokens.app = 'xapp-revoked-since';
  desk.fake.socket.refresh();
  await desk.fake.journal.wait('apps.connections.open', 2);
  await vi.waitFor(() => expect(desk.logged.join()).toContain('could not be made again'));
});

test('an address for the socket that does not lead to Slack is not followed', async () => {
  const desk = await startDesk({ socket: true });
  desk.fake.leadTo('evil.example');
  await expect(desk.start()).rejects.toThrow('SLACK_APP_TOKEN');
  expect(desk.logged.join()).toContain('does not lead to Slack');
});
