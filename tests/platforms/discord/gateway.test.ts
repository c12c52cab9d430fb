import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { isTrustedGateway } from '../../../src/platforms/discord/gateway.ts';
import { waitsFor } from '../hand-clock.ts';
import { connected, setUp } from './desk.ts';

test('the connection asks for the servers alone, which is no privileged intent', async () => {
  const { discord } = await connected();
  expect(discord.gateway.received.find((each) => each.op === 2)?.d).toMatchObject({ intents: 1 });
});

test('what came while the connection was lost is answered after the resume', async () => {
  const { discord, asker } = await connected();
  discord.gateway.cut();
  const missed = asker.command('centralasia', 'visits');
  await asker.answered(missed);
  expect(discord.gateway.count(6)).toBe(1);
  expect(discord.gateway.count(2)).toBe(1);
  expect(asker.reads()).toEqual([expect.stringContaining('Antony Blinken')]);
});

test.each([
  ['told to reconnect', (gateway) => gateway.askToReconnect()],
  ['closed with an unknown error', (gateway) => gateway.close(4000)],
] as [string, (gateway: Awaited<ReturnType<typeof connected>>['discord']['gateway']) => void][])(
  '%s, it resumes',
  async (_, disturb) => {
    const { discord, asker } = await connected();
    disturb(discord.gateway);
    await discord.until(() => discord.gateway.count(6) === 1);
    await asker.answered(asker.command('centralasia', 'visits'));
  },
);

test('an answer in the making survives a lost connection', async () => {
  const { discord, asker, time, options, another, app } = await setUp();
  await app.stop();
  const answer = Promise.withResolvers<Awaited<ReturnType<typeof options.answerer.answer>>>();
  const slow = { ...options.answerer, answer: () => answer.promise };
  await another({ answerer: slow }).start();
  const interaction = asker.command('centralasia', 'visits');
  await waitsFor(time, 1500);
  await time.advance(1500);
  await asker.answered(interaction);
  discord.gateway.cut();
  await discord.until(() => discord.gateway.connected === 0);
  answer.resolve(await options.answerer.answer({ text: '', person: '', audience: 'person', pageSize: 6 }));
  await discord.until(() => asker.reads().some((text) => text.includes('Antony Blinken')));
});

test('an invalid session begins anew', async () => {
  const { discord, asker } = await connected();
  discord.gateway.invalidate(false);
  await discord.until(() => discord.gateway.count(2) === 2 && discord.gateway.connected === 1);
  await asker.answered(asker.command('centralasia', 'visits'));
});

test('a wrong token ends the start with one clear line, without the token', async () => {
  const { app, log, leases } = await setUp({ token: 'wrong.token.0123456789' });
  await expect(app.start()).rejects.toThrow(/refused the bot token.*DISCORD_TOKEN/);
  const lines = log.filter((line) => line.level === 'error');
  expect(lines).toHaveLength(1);
  expect(JSON.stringify(log)).not.toContain('wrong.token');
  expect(leases.holder()).toBeUndefined();
});

test('a token that the gateway alone refuses is told the same way', async () => {
  const { app, discord } = await setUp();
  discord.world.token = 'changed.since.0123456789';
  await expect(app.start()).rejects.toThrow(/refused the bot token/);
});

test('a Discord that cannot be reached is tried again', async () => {
  const { app, discord, time, asker } = await setUp();
  discord.faults.plan({ route: 'GET /gateway/bot', when: 'before', kind: 'status', status: 500, count: 2 });
  await app.start();
  expect(discord.gateway.connected).toBe(0);
  await waitsFor(time, 1000);
  await time.advance(1000);
  await waitsFor(time, 2000);
  await time.advance(2000);
  await discord.until(() => discord.gateway.count(2) === 1);
  await asker.answered(asker.command('centralasia', 'visits'));
});

test('a second process waits, and takes over when the first one no longer renews', async () => {
  let dead = false;
  const base = await setUp();
  const { leases, discord, time, asker } = base;
  const first = base.another({
    leases: {
      hold: (...lease) => (dead ? Promise.reject(new Error('no store')) : leases.hold(...lease)),
      release: leases.release,
    },
  });
  await first.start();
  await base.app.start();
  const holder = leases.holder();
  await time.advance(60_000);
  expect(discord.gateway.count(2)).toBe(1);
  expect(leases.holder()).toBe(holder);
  dead = true;
  await time.advance(40_000);
  await discord.until(() => discord.gateway.count(2) === 2 && discord.gateway.connected === 1);
  expect(leases.holder()).not.toBe(holder);
  const refusals = base.log.filter(({ message }) => message.includes('lease not renewed'));
  expect(refusals).toHaveLength(1);
  await asker.answered(asker.command('centralasia', 'visits'));
});

test('a renewal that never answers gives the connection up before another may take it', async () => {
  let hangs = false;
  const base = await setUp();
  const { leases, discord, time, asker } = base;
  const first = base.another({
    leases: {
      hold: (...lease) => (hangs ? new Promise(() => {}) : leases.hold(...lease)),
      release: leases.release,
    },
  });
  await first.start();
  hangs = true;
  const connections: number[] = [];
  for (let second = 0; second < 29; second += 1) await time.advance(1000);
  await discord.until(() => discord.gateway.connected === 1);
  await time.advance(2000);
  await discord.until(() => discord.gateway.connected === 0);
  await base.app.start();
  connections.push(discord.gateway.connected);
  await time.advance(30_000);
  connections.push(discord.gateway.connected);
  expect(connections).toEqual([1, 1]);
  await asker.answered(asker.command('centralasia', 'visits'));
});

test('what comes while one process is stopping is answered by the next', async () => {
  const answer = Promise.withResolvers<void>();
  const base = await setUp();
  const first = base.another({
    answerer: {
      ...base.options.answerer,
      answer: (q) => answer.promise.then(() => base.options.answerer.answer(q)),
    },
  });
  await first.start();
  const slow = base.asker.command('centralasia', 'visits');
  await waitsFor(base.time, 1500);
  const stopping = first.stop();
  await base.discord.until(() => base.discord.gateway.connected === 0);
  await waitsFor(base.time, 3000);
  await base.app.start();
  await base.asker.answered(base.asker.command('centralasia', 'visits'));
  expect(slow.answered).toBeUndefined();
  answer.resolve();
  await stopping;
  await base.asker.answered(slow);
});

test('a token refused while it served is told, and tried again', async () => {
  const { app, discord, time, asker } = await connected();
  const token = discord.world.token;
  discord.world.token = 'changed.since.0123456789';
  discord.gateway.close(4004);
  await discord.until(() => app.fault() !== undefined);
  expect(app.fault()).toMatch(/refused the bot token.*DISCORD_TOKEN/);
  discord.world.token = token;
  await waitsFor(time, 300_000);
  await time.advance(300_000);
  await discord.until(() => discord.gateway.connected === 1 && app.fault() === undefined);
  await asker.answered(asker.command('centralasia', 'visits'));
});

test('a stopped process lets the next one in at once', async () => {
  const { app, another, leases, discord, asker } = await connected();
  await app.stop();
  expect(leases.holder()).toBeUndefined();
  await another().start();
  expect(discord.gateway.connected).toBe(1);
  await asker.answered(asker.command('centralasia', 'visits'));
});

test('stopping waits for the answer that is being made', async () => {
  const answer = Promise.withResolvers<void>();
  const base = await setUp();
  const app = base.another({
    answerer: {
      ...base.options.answerer,
      answer: (q) => answer.promise.then(() => base.options.answerer.answer(q)),
    },
  });
  await app.start();
  const interaction = base.asker.command('centralasia', 'visits');
  await waitsFor(base.time, 1500);
  const stopped = app.stop();
  answer.resolve();
  await stopped;
  expect(interaction.answered?.type).toBe(4);
});

test('stopping does not wait longer than 5 s', async () => {
  const base = await setUp();
  const app = base.another({ answerer: { ...base.options.answerer, answer: () => new Promise(() => {}) } });
  await app.start();
  base.asker.command('centralasia', 'visits');
  await waitsFor(base.time, 1500);
  const before = base.time.millis();
  let over = false;
  const stopped = app.stop().then(() => {
    over = true;
  });
  while (!over) await base.time.advance(100);
  await stopped;
  expect(base.time.millis() - before).toBeLessThanOrEqual(5000);
});

test('a gateway elsewhere is never given the token', async () => {
  const { discord, app, time, log } = await setUp();
  discord.gateway.url = 'ws://gateway.evil.example/';
  await app.start();
  expect(log.some((line) => JSON.stringify(line).includes('neither Discord nor the host'))).toBe(true);
  expect(time.waitsFor(1000)).toBe(true);
  expect(discord.gateway.received).toEqual([]);
});

test('a session is resumed at the known gateway when it names another', async () => {
  const { discord, app, asker } = await setUp();
  discord.gateway.resumeUrl = 'wss://gateway.evil.example/';
  await app.start();
  discord.gateway.cut();
  await discord.until(() => discord.gateway.count(6) === 1);
  await asker.answered(asker.command('centralasia', 'visits'));
});

test.each([
  ['wss://gateway.discord.gg', undefined, true],
  ['wss://gateway-us-east1-b.discord.gg', undefined, true],
  ['ws://gateway.discord.gg', undefined, false],
  ['wss://discord.gg.evil.example', undefined, false],
  ['wss://evildiscord.gg', undefined, false],
  ['ws://127.0.0.1:4000', 'http://127.0.0.1:3000/api', true],
  ['ws://localhost:4000', 'http://127.0.0.1:3000/api', true],
  ['ws://10.0.0.1:4000', 'http://127.0.0.1:3000/api', false],
  ['nonsense', undefined, false],
])('%s with the API at %s is trusted: %s', (address, api, trusted) => {
  expect(isTrustedGateway(address, api)).toBe(trusted);
});

test('a missed heartbeat answer makes it reconnect and resume', async () => {
  const { discord, app, asker } = await setUp();
  discord.gateway.heartbeatInterval = 60;
  discord.gateway.acknowledgeHeartbeats = false;
  await app.start();
  await discord.until(() => discord.gateway.count(6) >= 1);
  discord.gateway.acknowledgeHeartbeats = true;
  await asker.answered(asker.command('centralasia', 'visits'));
});

test('a connection that Discord closes for its intents is refused clearly', async () => {
  const { discord, app } = await setUp();
  discord.gateway.closeIdentifyWith = 4014;
  await expect(app.start()).rejects.toThrow('code 4014');
});

test('the fake closes an identify with privileged intents', async () => {
  const { discord } = await setUp();
  const socket = new WebSocket(discord.gateway.url);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('open', () =>
    socket.send(JSON.stringify({ op: 2, d: { token: discord.token, intents: 1 << 15 } })),
  );
  expect(await closed).toBe(4014);
});
