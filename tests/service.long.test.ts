import { expect, onTestFinished, test } from 'vitest';
import { deskwireProcess } from './cli/deskwire.ts';
import { type FakeDiscord, startFakeDiscord } from './fakes/discord/fake-discord.ts';
import { person } from './fakes/discord/person.ts';
import { type FakeSlack, startFakeSlack } from './fakes/slack/server.ts';
import { wholeAnswer } from './fakes/slack/whole-answer.ts';

async function fakes() {
  const [slack, discord] = await Promise.all([startFakeSlack(), startFakeDiscord()]);
  onTestFinished(async () => {
    await Promise.all([slack.stop(), discord.close()]);
  });
  return { slack, discord };
}

const slackEnv = ({ tokens, apiUrl }: FakeSlack) => ({
  SLACK_BOT_TOKEN: tokens.bot,
  SLACK_SIGNING_SECRET: tokens.signingSecret,
  SLACK_API_URL: apiUrl,
});
const discordEnv = ({ token, apiUrl }: FakeDiscord) => ({ DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl });

/** The real service as a process of its own, without a terminal. */
function startService(env: Record<string, string>) {
  const deskwire = deskwireProcess(env);
  onTestFinished(() => deskwire.end());
  const { child, ended, said } = deskwire.start('start');
  return {
    ended,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    async serving() {
      return JSON.parse(await said('"serving"')) as { port: number; metrics: number; platforms: string[] };
    },
    /** Tells it to stop: its exit code, the milliseconds it took, and all that it said. */
    async stop() {
      const told = performance.now();
      child.kill('SIGTERM');
      const { code, out, err } = await ended;
      return { code, took: performance.now() - told, all: out + err };
    },
  };
}

const reader = (discord: FakeDiscord) =>
  person(discord, { guild: '200000000000000001', channel: '300000000000000001', user: '400000000000000001' });

test('one process answers on both platforms, keeps its secrets, and ends in time when told to', async () => {
  const { slack, discord } = await fakes();
  const service = startService({ ...slackEnv(slack), ...discordEnv(discord) });
  const { port, platforms } = await service.serving();
  expect(platforms).toEqual(['Slack (HTTP, /slack/events)', 'Discord']);
  const url = `http://127.0.0.1:${port}`;
  slack.pointAt(`${url}/slack/events`);

  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(
    (await slack.send.command('/centralasia latest', {}, { secret: 'another-signing-secret' })).status,
  ).toBe(401);
  const aida = reader(discord);
  const [acked] = await Promise.all([
    slack.send.command('/centralasia who cheney'),
    aida.answered(aida.command('centralasia', 'who', { person: 'cheney' })),
  ]);
  expect(acked).toMatchObject({ status: 200, inTime: true });
  expect((await wholeAnswer(slack, 0))[0]?.text).toContain('Dick Cheney');
  // A slow answer is announced as being thought about, and then takes the place of that.
  await discord.until(() => aida.reads()[0]?.includes('Dick Cheney') === true, 'the answer');

  await discord.until(() => [...discord.world.commands.values()].flat().length > 0);
  expect(JSON.stringify([...discord.world.commands.values()])).toContain('centralasia');

  const { code, took, all } = await service.stop();
  expect(code).toBe(0);
  expect(took).toBeLessThan(5000);
  for (const secret of [slack.tokens.bot, slack.tokens.signingSecret, discord.token])
    expect(all).not.toContain(secret);
});

test('a channel that is subscribed has its first digest at once, and a stop leaves nothing half-sent', async () => {
  const { slack } = await fakes();
  const service = startService({ ...slackEnv(slack), DESKWIRE_ADMINS: 'slack:T1:U1' });
  const { port, metrics } = await service.serving();
  slack.pointAt(`http://127.0.0.1:${port}/slack/events`);
  await slack.send.command('/deskwire digest subscribe daily headlines');
  await slack.journal.wait('chat.postMessage');
  expect(slack.workspace.messages.get('C1')?.[0]?.text).toContain('This is a start');
  const measured = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
  for (const line of [
    'deskwire_subscriptions{state="active"} 1',
    'deskwire_command_seconds_count{platform="slack",command="deskwire digest subscribe"} 1',
    'deskwire_answers_total{platform="slack",outcome="ok"} 1',
    'deskwire_platform_requests_total{platform="slack",request="post",outcome="posted"} 1',
    'deskwire_store_up 1',
  ])
    expect(measured).toContain(line);
  // A proxy that hands on all that it gets looks like this machine.
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
  const { code, took, all } = await service.stop();
  expect(code).toBe(0);
  expect(took).toBeLessThan(5000);
  expect(all).not.toContain('"level":50');
});

test('in Socket Mode health checks are served all the same', async () => {
  const { slack } = await fakes();
  const service = startService({ ...slackEnv(slack), SLACK_APP_TOKEN: slack.tokens.app });
  const { port, platforms } = await service.serving();
  expect(platforms).toEqual(['Slack (Socket Mode)']);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' })).status).toBe(405);
  expect((await service.stop()).code).toBe(0);
});

test.each([
  ['SLACK_BOT_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-2-not-that-one' }],
  ['SLACK_APP_TOKEN', { SLACK_APP_TOKEN: 'xapp-2-not-that-one' }],
  ['DISCORD_TOKEN', { DISCORD_TOKEN: 'not.that.token-9876543210' }],
])('a refused %s ends the start with one line that names it', async (variable, wrong) => {
  const { slack, discord } = await fakes();
  const service = startService({ ...slackEnv(slack), ...discordEnv(discord), ...wrong });
  const { code, out, err } = await service.ended;
  expect(code).toBe(1);
  expect(err).toMatch(new RegExp(`^deskwire: [^\\n]*${variable}[^\\n]*\\n$`));
  expect(err + out).not.toContain(Object.values(wrong)[0]);
});

test('what nobody caught is one line of JSON, the last, and the process ends with 1', async () => {
  const thrower = "data:text/javascript,process.on('SIGUSR2',()=>{throw new Error('nobody caught this')})";
  const service = startService({ NODE_OPTIONS: `--import="${thrower}"` });
  await service.serving();
  service.kill('SIGUSR2');
  const { code, out, err } = await service.ended;
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({
    level: 60,
    err: { message: 'nobody caught this' },
  });
});

test('a start says which variables nothing reads, and not what they hold', async () => {
  const service = startService({ LOG_LEVL: 'hunter2', SLACK_TOKEN: 'hunter2' });
  await service.serving();
  const { all } = await service.stop();
  const told = all.split('\n').filter((line) => line.includes('unknown environment variable'));
  expect(told.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, variable: 'LOG_LEVL', meant: ['LOG_LEVEL'] },
    { level: 40, variable: 'SLACK_TOKEN', meant: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] },
  ]);
  expect(all).not.toContain('hunter2');
});

test('told to stop while a platform does not answer, it ends in time', async () => {
  const { slack } = await fakes();
  slack.faults.set({ route: 'auth.test', nth: 1, when: 'before', kind: { type: 'hang' } });
  const service = startService(slackEnv(slack));
  await slack.journal.wait('auth.test');
  const { code, took } = await service.stop();
  expect(code).toBe(0);
  expect(took).toBeLessThan(5000);
});
