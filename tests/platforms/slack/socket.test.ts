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

test('the connection is made anew when Slack asks for it, and what comes again is answered once', async () => {
  const answer = later<typeof visits>();
  const desk = await startedDesk({ socket: true, answer: () => answer.promise, timing: { pongMs: 20 } });
  void desk.fake.socket.command('/centralasia visits');
  await vi.waitFor(() => expect(desk.questions).toHaveLength(1));
  desk.fake.socket.refresh();
  await desk.fake.journal.wait('hello', 2);
  desk.fake.socket.redeliver();
  await desk.fake.journal.wait('ack');
  answer.resolve(visits);
  await desk.fake.journal.wait('response_url');
  await desk.stop();
  expect(desk.fake.socket.unacked.size).toBe(0);
  expect(desk.shown.filter(({ text }) => text.includes('visit-blinken'))).toHaveLength(1);
  expect(desk.questions).toHaveLength(1);
  expect(desk.fake.journal.of('apps.connections.open')).toHaveLength(2);
});

test('a command whose ack was lost is acked again with nothing', async () => {
  const desk = await startedDesk({ socket: true, answer: () => visits });
  await desk.fake.socket.command('/centralasia visits');
  const { envelope_id } = desk.fake.journal.of('ack')[0]!.body;
  expect(await desk.fake.socket.repeat(String(envelope_id))).not.toHaveProperty('text');
  expect(desk.questions).toHaveLength(1);
});

test.each([
  ['fails', { type: 'status', status: 500 }],
  ['asks to wait', { type: '429', retryAfter: 1 }],
  ['is out of order', { type: 'answer', answer: { ok: false, error: 'internal_error' } }],
] as const)(
  'a start ends with a word to try again when Slack %s, and a later one connects',
  async (_, kind) => {
    const desk = await startDesk({ socket: true });
    desk.fake.faults.set({ route: 'apps.connections.open', nth: 1, when: 'before', kind });
    await expect(desk.start()).rejects.toMatchObject({ name: 'SlackAway' });
    expect(desk.fake.journal.of('apps.connections.open')).toHaveLength(1);
    await desk.start();
    await desk.fake.journal.wait('hello');
  },
);

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
  await vi.waitFor(() => expect(desk.app().fault()).toContain('Slack refuses SLACK_APP_TOKEN'));
});

test('an address for the socket that does not lead to Slack is not followed', async () => {
  const desk = await startDesk({ socket: true });
  desk.fake.leadTo('evil.example');
  await expect(desk.start()).rejects.toThrow('SLACK_APP_TOKEN');
  expect(desk.logged.join()).toContain('does not lead to Slack');
});
