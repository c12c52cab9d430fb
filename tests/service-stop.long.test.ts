import { expect, onTestFinished, test } from 'vitest';
import { deskwireProcess } from './cli/deskwire.ts';
import { type FakeDiscord, startFakeDiscord } from './fakes/discord/fake-discord.ts';
import { startFakeSlack } from './fakes/slack/server.ts';

/** The real service on both platforms, with what else `env` says. */
async function serving(env: Record<string, string> = {}) {
  const [slack, discord] = await Promise.all([startFakeSlack(), startFakeDiscord()]);
  const deskwire = deskwireProcess({
    ...{ SLACK_BOT_TOKEN: slack.tokens.bot, SLACK_APP_TOKEN: slack.tokens.app, SLACK_API_URL: slack.apiUrl },
    ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, METRICS_PORT: '0' },
    ...env,
  });
  onTestFinished(async () => {
    deskwire.end();
    await Promise.all([slack.stop(), discord.close()]);
  });
  const { child, ended, said } = deskwire.start('start');
  const { port } = JSON.parse(await said('"serving"')) as { port: number };
  return {
    ...{ slack, discord, said, child },
    ready: () => fetch(`http://127.0.0.1:${port}/readyz`),
    /** Tells it to stop: its exit code, the milliseconds it took, and what it said. */
    async stop() {
      const told = performance.now();
      child.kill('SIGTERM');
      const { code, out } = await ended;
      return { code, took: performance.now() - told, out };
    },
  };
}

/** Something that holds the process for longer than a test lasts. */
const holding = { NODE_OPTIONS: '--import data:text/javascript,setInterval(()=>{},1e9)' };

test.each<[string, (discord: FakeDiscord) => void, string]>([
  ['closed the connection', (discord) => discord.gateway.close(4004), 'refused the bot token'],
  ['closed it and lingers', (discord) => discord.gateway.closeAndLinger(4004), 'connected to Discord'],
  [
    'refused the token at a resume',
    (discord) => {
      discord.world.token = 'changed.since.0123456789';
      discord.gateway.cut();
    },
    'refused the bot token',
  ],
  [
    'takes no connection any more',
    (discord) => {
      discord.gateway.refuses = true;
      discord.gateway.cut();
    },
    'connection to Discord lost',
  ],
  [
    'greets nobody any more',
    (discord) => {
      discord.gateway.mute = true;
      discord.gateway.cut();
    },
    'connection to Discord lost',
  ],
])('once Discord %s, a stop ends the process by itself', async (_, disturb, line) => {
  const service = await serving();
  disturb(service.discord);
  await service.said(line);
  const { code, took, out } = await service.stop();
  expect(code).toBe(0);
  expect(took).toBeLessThan(5000);
  expect(out).toContain('"stopped"');
  expect(out).not.toContain('held');
});

test('a refused token is told by /readyz', async () => {
  const { discord, ready, said } = await serving();
  expect((await ready()).status).toBe(200);
  discord.gateway.close(4004);
  await said('refused the bot token');
  const response = await ready();
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('DISCORD_TOKEN');
});

test('whatever still holds it, the process ends within 5 seconds of the signal, and names it', async () => {
  const service = await serving(holding);
  service.discord.gateway.close(4004);
  await service.said('refused the bot token');
  const { code, took, out } = await service.stop();
  expect(code).toBe(0);
  expect(took).toBeLessThan(5000);
  const [last] = out.trimEnd().split('\n').slice(-1);
  expect(JSON.parse(last!)).toMatchObject({
    held: { Timeout: 1 },
    msg: 'stopped, but resources are still open: exiting anyway',
  });
});

test('a second signal ends it at once', async () => {
  const service = await serving(holding);
  const stopped = service.stop();
  await service.said('"stopped"');
  // Signals that come together are one.
  const again = setInterval(() => service.child.kill('SIGTERM'), 50);
  onTestFinished(() => clearInterval(again));
  const { code, out } = await stopped;
  expect(code).toBe(1);
  expect(out).toContain('second stop signal: exiting at once');
});
