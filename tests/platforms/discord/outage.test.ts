import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { waitsFor } from '../hand-clock.ts';
import { connected, type LogLine, setUp } from './desk.ts';

const information = 'GET /gateway/bot';

/** An address on loopback with no gateway behind it, and how often it was dialled. */
async function deadAddress() {
  let dials = 0;
  const server = createServer();
  server.on('upgrade', (_, socket) => {
    dials += 1;
    socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `ws://127.0.0.1:${port}/`, dials: () => dials };
}

const outages = (log: readonly LogLine[]) =>
  log.filter(({ message }) => /connect/.test(message)).map(({ level, message }) => `${level}: ${message}`);

test('a dead resume address is given up, and the gateway is asked for anew', async () => {
  const dead = await deadAddress();
  const { discord, app, time, asker, log } = await setUp();
  discord.gateway.resumeUrl = dead.url;
  await app.start();
  const asked = discord.journal.to(information).length;
  discord.gateway.cut();
  await waitsFor(time, 1000);
  expect(dead.dials()).toBe(2);
  await time.advance(1000);
  await vi.waitFor(() => expect(app.connection()).toMatchObject({ connected: true }), 5000);
  expect(discord.gateway.count(2)).toBe(2);
  expect(discord.journal.to(information).length).toBeGreaterThan(asked);
  expect(discord.gateway.count(6)).toBe(0);
  expect(dead.dials()).toBe(2);
  await asker.answered(asker.command('centralasia', 'visits'));
  expect(outages(log)).toEqual([
    'info: connected to Discord',
    'warn: connection to Discord lost; retrying',
    'info: connected to Discord again after 1 s',
  ]);
});

test('while no gateway takes it, it is dialled ever slower, and it is told as not served after 30 seconds', async () => {
  const { discord, app, time, log } = await connected();
  discord.gateway.refuses = true;
  const before = discord.gateway.dials;
  discord.gateway.cut();
  for (const pause of [1000, 2000, 4000, 8000]) {
    await waitsFor(time, pause);
    await time.advance(pause);
  }
  await waitsFor(time, 16_000);
  // Two to resume, and four that begin anew.
  expect(discord.gateway.dials - before).toBe(6);
  expect(app.fault()).toBeUndefined();
  await time.advance(15_000);
  expect(app.fault()).toMatch(/^Discord has not been connected since \S+: .*503/);
  expect(app.connection()).toMatchObject({ platform: 'discord', connected: false, reconnects: 0 });
  discord.gateway.refuses = false;
  await time.advance(1000);
  await vi.waitFor(() => expect(app.connection()).toMatchObject({ connected: true }), 5000);
  expect(app.fault()).toBeUndefined();
  expect(app.connection()).toMatchObject({ reconnects: 1 });
  expect(outages(log).slice(1)).toEqual([
    'warn: connection to Discord lost; retrying',
    'info: connected to Discord again after 31 s',
  ]);
});

test('a resume that is never answered is given up', async () => {
  const { discord, app, time } = await connected();
  discord.gateway.ignoresResumes = true;
  discord.gateway.cut();
  await discord.until(() => discord.gateway.count(6) === 1);
  await time.advance(15_000);
  await waitsFor(time, 1000);
  await time.advance(1000);
  await vi.waitFor(() => expect(app.connection()).toMatchObject({ connected: true }), 5000);
  expect(discord.gateway.count(2)).toBe(2);
});

test('a gateway that never greets is given up after 20 seconds, at the start too', async () => {
  const { discord, app, time } = await setUp();
  discord.gateway.mute = true;
  const started = app.start();
  await discord.until(() => discord.gateway.dials === 1);
  await time.advance(20_000);
  expect(await started).toBe('waiting');
  discord.gateway.mute = false;
  await waitsFor(time, 1000);
  await time.advance(1000);
  await vi.waitFor(() => expect(app.connection()).toMatchObject({ connected: true }), 5000);
});

test('a renewal that Discord asks for is no outage', async () => {
  const { discord, app, log } = await connected();
  discord.gateway.askToReconnect();
  await vi.waitFor(() => expect(app.connection()).toMatchObject({ connected: true, reconnects: 1 }), 5000);
  expect(outages(log)).toEqual(['info: connected to Discord']);
});

test('stopped while it dials, waits or resumes, no connection stays open', async () => {
  for (const disturb of ['mute', 'refuses', 'ignoresResumes'] as const) {
    const { discord, app, time } = await connected();
    discord.gateway[disturb] = true;
    const before = discord.gateway.dials;
    discord.gateway.cut();
    await discord.until(() => discord.gateway.dials > before);
    let over = false;
    const stopped = app.stop().then(() => {
      over = true;
    });
    while (!over) await time.advance(100);
    await stopped;
    await discord.until(() => discord.gateway.open === 0);
    expect(app.connection()).toBeUndefined();
  }
});

test('a token that is refused while it waits for Discord is told, and tried again', async () => {
  const { discord, app, time } = await setUp();
  const token = discord.world.token;
  discord.faults.plan({ route: information, when: 'before', kind: 'status', status: 500 });
  expect(await app.start()).toBe('waiting');
  discord.world.token = 'changed.since.0123456789';
  await waitsFor(time, 1000);
  await time.advance(1000);
  await vi.waitFor(() => expect(app.fault()).toMatch(/refused the bot token/), 5000);
  discord.world.token = token;
  await waitsFor(time, 300_000);
  await time.advance(300_000);
  await vi.waitFor(() => expect(app.connection()).toMatchObject({ connected: true }), 5000);
  expect(app.fault()).toBeUndefined();
});
