import { expect, test, vi } from 'vitest';
import { handClock, waitsFor } from '../hand-clock.ts';
import { type DeskOptions, startDesk } from './desk.ts';

/** The desk over Socket Mode, with a clock that the test moves; pauses between attempts are as long as can be. */
async function onSocket(options: DeskOptions = {}) {
  const time = handClock();
  const desk = await startDesk({
    socket: true,
    clock: time.clock,
    timers: time.timers,
    random: () => 1,
    ...options,
  });
  const told = () =>
    desk.logged
      .map((line) => JSON.parse(line) as { level: string; message: string })
      .filter(({ message }) => /connect/.test(message))
      .map(({ level, message }) => `${level}: ${message}`);
  const isConnected = () =>
    vi.waitFor(() => expect(desk.app().connection()).toMatchObject({ connected: true }), 5000);
  return { ...desk, time, told, isConnected };
}

test('an outage is told when it begins and when it ends, and as not served after 30 seconds', async () => {
  const { fake, app, start, time, told, isConnected } = await onSocket();
  await start();
  const since = time.clock();
  expect(app().connection()).toEqual({ platform: 'slack', connected: true, since, reconnects: 0 });
  await time.advance(60_000);
  fake.faults.set({ route: 'apps.connections.open', count: 9, when: 'before', kind: { type: 'drop' } });
  fake.socket.cut();
  for (const pause of [1000, 2000, 4000, 8000]) {
    await waitsFor(time, pause);
    await time.advance(pause);
  }
  await waitsFor(time, 16_000);
  expect(fake.journal.of('apps.connections.open')).toHaveLength(5);
  expect(app().fault()).toBeUndefined();
  expect(app().connection()).toMatchObject({ connected: false });
  await time.advance(15_000);
  expect(app().fault()).toMatch(/^Slack has not been connected since 2026-11-23T12:01:00.000Z: /);
  fake.faults.clear();
  await time.advance(1000);
  await isConnected();
  expect(app().fault()).toBeUndefined();
  expect(told()).toEqual([
    'info: connected to Slack',
    'warn: connection to Slack lost; retrying',
    'info: connected to Slack again after 31 s',
  ]);
  expect(await fake.socket.command('/centralasia latest')).toMatchObject({ response_type: 'ephemeral' });
});

test('a websocket that is refused, or that never greets, is tried again', async () => {
  const { fake, start, time, told, isConnected } = await onSocket();
  await start();
  fake.socket.faults.refuses = true;
  fake.socket.cut();
  await waitsFor(time, 1000);
  await time.advance(1000);
  await waitsFor(time, 2000);
  Object.assign(fake.socket.faults, { refuses: false, mute: true });
  await time.advance(2000);
  await fake.journal.wait('apps.connections.open', 3);
  await time.advance(20_000);
  await waitsFor(time, 4000);
  fake.socket.faults.mute = false;
  await time.advance(4000);
  await isConnected();
  expect(told()).toHaveLength(3);
});

test('a connection that Slack wants replaced is made anew at once, which is no outage', async () => {
  const { fake, app, start, told, time } = await onSocket();
  await start();
  fake.socket.refresh();
  await vi.waitFor(async () => {
    await time.advance(0);
    expect(app().connection()).toMatchObject({ connected: true, reconnects: 1 });
  }, 5000);
  expect(told()).toEqual(['info: connected to Slack']);
});

test.each([
  ['over Socket Mode', true],
  ['over HTTP', false],
])('a Slack that cannot be reached at the start is told after 30 seconds: %s', async (_, socket) => {
  const { fake, app, start, time, told } = await onSocket({ socket });
  fake.faults.set({ route: 'auth.test', count: 2, when: 'before', kind: { type: 'drop' } });
  await expect(start()).rejects.toMatchObject({ name: 'SlackAway' });
  await time.advance(30_000);
  await expect(start()).rejects.toMatchObject({ name: 'SlackAway' });
  expect(app().fault()).toMatch(/^Slack has not been connected since .*could not be reached/);
  await start();
  expect(app().fault()).toBeUndefined();
  expect(app().connection()?.connected).toBe(socket ? true : undefined);
  expect(told().slice(0, 2)).toEqual([
    'warn: cannot connect to Slack; retrying',
    'info: connected to Slack after 30 s',
  ]);
});

test('what is tried again ends with the app, and a refusal is no reason to give up', async () => {
  const { fake, app, start, stop, time, isConnected } = await onSocket();
  await start();
  const token = fake.tokens.app;
  fake.tokens.app = 'xapp-revoked-since';
  fake.socket.cut();
  await waitsFor(time, 1000);
  await time.advance(1000);
  await vi.waitFor(() => expect(app().fault()).toContain('Slack refuses SLACK_APP_TOKEN'), 5000);
  fake.tokens.app = token;
  await waitsFor(time, 2000);
  await time.advance(2000);
  await isConnected();
  fake.socket.cut();
  await waitsFor(time, 4000);
  await stop();
  expect(time.waiting()).toBe(0);
  expect([app().connection(), app().fault()]).toEqual([undefined, undefined]);
});
