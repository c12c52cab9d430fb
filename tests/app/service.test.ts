import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { adaptersOf } from '../../src/app/adapters.ts';
import { createApp } from '../../src/app/app.ts';
import { openChat } from '../../src/app/service.ts';
import { readConfig } from '../../src/config.ts';
import { startFakeSlack } from '../fakes/slack/server.ts';
import { silent } from '../store/fixture.ts';

async function setUp(env: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-platforms-'));
  const result = readConfig({ DESKWIRE_DATA: folder, ...env });
  if (!result.ok) throw new Error(result.faults.join());
  const adapters = await adaptersOf(result.config, { clock: () => new Date(), log: silent });
  const app = await createApp(result.config, { log: silent, adapters });
  onTestFinished(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });
  return app;
}

const secrets = { SLACK_BOT_TOKEN: 'xoxb-1-bot-token', SLACK_SIGNING_SECRET: 'the-signing-secret' };

test('with nothing configured there is nothing to connect', async () => {
  const app = await setUp({});
  const platforms = await openChat(app, { log: silent, mount: undefined });
  expect(await platforms.start()).toEqual([]);
  await platforms.stop();
});

test('while Slack is away the rest is served, and Slack as soon as it is back', async () => {
  const slack = await startFakeSlack();
  onTestFinished(() => slack.stop());
  slack.faults.set({ route: 'auth.test', count: 2, when: 'before', kind: { type: 'status', status: 503 } });
  const app = await setUp({ ...secrets, SLACK_API_URL: slack.apiUrl });
  const mounted = Promise.withResolvers<string>();
  const platforms = await openChat(app, {
    log: silent,
    mount: mounted.resolve,
    retryMs: 1,
  });
  expect(await platforms.start()).toEqual(['Slack (not connected yet)']);
  expect(await mounted.promise).toBe('/slack/events');
  expect(slack.journal.of('auth.test')).toHaveLength(3);
  await platforms.stop();
});

test('a stop ends the attempts', async () => {
  const app = await setUp({ ...secrets, SLACK_API_URL: 'http://127.0.0.1:1/api/' });
  const platforms = await openChat(app, { log: silent, mount: () => {}, retryMs: 60_000 });
  expect(await platforms.start()).toEqual(['Slack (not connected yet)']);
  await platforms.stop();
});

test('over HTTP Slack is left to the process that has the port', async () => {
  const app = await setUp(secrets);
  const platforms = await openChat(app, { log: silent, mount: undefined });
  expect(await platforms.start()).toEqual([]);
});
