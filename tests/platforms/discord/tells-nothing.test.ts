import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { directTo } from '../../../src/domain/identity.ts';
import { createDiscordChannelSender } from '../../../src/platforms/discord/digest/channel-sender.ts';
import { createDiscordGroups } from '../../../src/platforms/discord/digest/lookups.ts';
import { registerCommands } from '../../../src/platforms/discord/registration/register.ts';
import { startFakeDiscord } from '../../fakes/discord/fake-discord.ts';
import { tellingNothing } from '../channel-sender-contract.ts';
import { catalogue } from './desk.ts';

const now = new Date();
const [guild, id, user] = ['200000000000000001', '300000000000000001', '400000000000000001'];
const [channel, person] = [`discord:${guild}:${id}`, `discord:${guild}:${user}`];
const key = { delivery: '0123456789abcdef', part: 0 };
const body = { content: 'Hello', allowed_mentions: { parse: [] } };

async function start() {
  const fake = await startFakeDiscord();
  onTestFinished(() => fake.close());
  const silent = () => {};
  const log = { info: silent, warn: silent, error: silent };
  const config = { token: fake.token, apiUrl: fake.apiUrl };
  return {
    fake,
    config,
    channels: createDiscordChannelSender({ config, clock: () => now, log }),
    groups: createDiscordGroups({ config, clock: () => now, log }),
  };
}
type Started = Awaited<ReturnType<typeof start>>;

const posts = 'POST /channels/:channel/messages';
const access = { ok: false, refusal: 'no_access', passing: true };
const calls: [string, string, (discord: Started) => Promise<unknown>, unknown][] = [
  ['a post', posts, ({ channels }) => channels.post(channel, body, key), { outcome: 'unknown' }],
  [
    'an edit',
    'PATCH /channels/:channel/messages/:message',
    ({ channels }) => channels.edit(channel, '1', body),
    { outcome: 'unknown' },
  ],
  ['a private word', posts, ({ channels }) => channels.tell(person, 'Hello'), false],
  [
    'a conversation that is opened',
    'POST /users/@me/channels',
    ({ channels }) => channels.post(directTo(person), body, key),
    { outcome: 'unknown' },
  ],
  [
    'a look',
    'GET /channels/:channel/messages',
    ({ channels }) => channels.find(channel, key.delivery, [0], { since: now, until: now }),
    { outcome: 'unknown' },
  ],
  [
    'a look that asks who it is',
    'GET /users/@me',
    ({ channels }) => channels.find(channel, key.delivery, [0], { since: now, until: now }),
    { outcome: 'unknown' },
  ],
  ['a channel', 'GET /channels/:channel', ({ channels }) => channels.access(channel), access],
  ['roles', 'GET /guilds/:guild/roles', ({ channels }) => channels.access(channel), access],
  ['the bot', 'GET /guilds/:guild/members/:user', ({ channels }) => channels.access(channel), access],
  [
    'the application',
    'GET /applications/@me',
    ({ config }) => registerCommands({ config, catalogue }),
    { outcome: 'failed', lines: [expect.stringContaining('Discord did not take the commands: Discord')] },
  ],
  [
    'our commands',
    'GET /applications/:application/commands',
    ({ config }) => registerCommands({ config, catalogue }),
    { outcome: 'failed', lines: [expect.stringContaining('Discord did not take the commands: Discord')] },
  ],
];

test.each(
  calls.flatMap(([what, route, call, expected]) =>
    Object.entries(tellingNothing).map(([name, raw]) => ({ what, route, call, expected, name, raw })),
  ),
)('$what answered with "$name": nobody knows', async ({ what, route, call, expected, name, raw }) => {
  // An empty list is an answer where there may be nothing.
  if (name === 'list' && (what === 'a look' || what === 'our commands')) return;
  const discord = await start();
  discord.fake.faults.plan({ route, kind: 'raw', when: 'before', ...raw });
  const outcome = await call(discord);
  if (typeof expected === 'object') expect(outcome).toMatchObject(expected as object);
  else expect(outcome).toBe(expected);
});

test('an answer of endless length is not read: nobody knows', async () => {
  const { fake, channels } = await start();
  const body = JSON.stringify({ id: '1', channel_id: id, pad: 'x'.repeat(21_000_000) });
  fake.faults.plan({ route: posts, kind: 'raw', when: 'before', body, contentType: 'application/json' });
  const outcome = await channels.post(channel, { content: 'Hello', allowed_mentions: { parse: [] } }, key);
  expect(inspect(outcome)).toContain('an answer has more than 20000000 bytes');
});

test('who has a role is asked again the next time', async () => {
  const { fake, groups } = await start();
  const role = '210000000000000001';
  const route = 'GET /guilds/:guild/members/:user';
  fake.world.guilds.get(guild)!.botRoles.push(role);
  const bot = `discord:${guild}:${fake.world.bot}`;
  for (const raw of Object.values(tellingNothing)) {
    fake.faults.plan({ route, kind: 'raw', when: 'before', ...raw });
    expect(await groups.holds(`discord:${guild}:R${role}`, bot)).toBe(false);
  }
  expect(await groups.holds(`discord:${guild}:R${role}`, bot)).toBe(true);
});
