import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { newSubscription } from '../src/digest/acts.ts';
import { deskwireProcess } from './cli/deskwire.ts';
import { chanceOf } from './crash/chance.ts';
import { wrongs } from './crash/judge.ts';
import { startPlatforms } from './crash/platforms.ts';
import { openAgain } from './crash/seed-store.ts';
import { startTcpProxy } from './fakes/tcp-proxy.ts';
import { type OwnPostgresServer, startOwnPostgres } from './store/postgres-server.ts';

let server: OwnPostgresServer;
beforeAll(async () => {
  server = await startOwnPostgres();
});
afterAll(() => server?.stop());

const channels = 40;

test('cut connections and a restart of PostgreSQL amid a fan-out end nothing, and each channel has its digest once', async () => {
  const databaseUrl = await server.database();
  const proxy = await startTcpProxy(databaseUrl);
  const platforms = await startPlatforms(chanceOf(1), { channels, faults: 0, nonceWindow: 180_000 });
  const { slack, discord } = platforms;
  const deskwire = deskwireProcess({
    DATABASE_URL: proxy.url,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
  });
  onTestFinished(async () => {
    deskwire.end();
    await proxy.stop();
    await platforms.stop();
  });
  expect((await deskwire.run('run', '/centralasia latest')).code).toBe(0);
  const store = await openAgain({ dataFolder: deskwire.data, databaseUrl });
  onTestFinished(() => store.maintenance.close());
  const now = new Date();
  for (const channel of platforms.channels)
    await store.subscriptions.add(
      newSubscription(
        {
          filter: { topics: [], countries: [] },
          schedule: { rhythm: 'daily', cron: '0 8 * * *', zone: 'UTC', holidays: 'send' },
          onEmpty: 'one-line',
          lastCount: 3,
          format: 'full',
        },
        { desk: 'centralasia', channel, createdBy: 'terminal', now },
      ),
      now,
    );

  const service = deskwire.start('start');
  const { port } = JSON.parse(await service.said('"serving"')) as { port: number };
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  await platforms.arrived(20);
  proxy.cut();
  await platforms.arrived(50);
  await server.down();
  await vi.waitFor(async () => expect(await ready()).toBe(503), { timeout: 10_000 });
  await server.up();
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 15_000 });
  const back = performance.now();

  await vi.waitFor(
    async () => expect((await store.ledger.counts()).deliveries).toEqual({ delivered: 2 * channels }),
    { timeout: 180_000, interval: 500 },
  );
  // The last attempt before the cut may be 35 seconds old at most; the rest is this machine's.
  expect(performance.now() - back).toBeLessThan(160_000);
  expect(await wrongs(store, platforms)).toEqual([]);
  service.child.kill('SIGTERM');
  const { code, out } = await service.ended;
  expect(code).toBe(0);
  const told = out.split('\n').map((line) => (line ? JSON.parse(line).msg : ''));
  expect(told.filter((msg) => msg.startsWith('PostgreSQL'))).toEqual([
    ...['cut', 'restart'].flatMap(() => [
      expect.stringContaining('cannot be reached'),
      'PostgreSQL answers again',
    ]),
  ]);
}, 240_000);
