import { REST } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeDiscord } from './fake-discord.ts';
import { permission } from './guilds.ts';
import { person } from './person.ts';

const place = { guild: '200000000000000001', channel: '300000000000000001', user: '400000000000000001' };
const message = { flags: 32768 | 64, components: [{ type: 10, content: 'hello' }] };
const modal = {
  custom_id: 'a',
  title: 'a',
  components: [{ type: 18, label: 'a', component: { type: 4, custom_id: 'b', style: 1 } }],
};

async function fake() {
  let now = Date.parse('2026-11-23T12:00:00Z');
  const discord = await startFakeDiscord({ clock: () => now });
  onTestFinished(() => discord.close());
  const call = async (method: string, path: string, body?: unknown, token?: string) => {
    const response = await fetch(`${discord.apiUrl}/v10${path}`, {
      method,
      headers: { authorization: `Bot ${token ?? discord.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text ? (JSON.parse(text) as Record<string, unknown>) : undefined;
    return { status: response.status, headers: response.headers, json };
  };
  const someone = person(discord, place);
  const command = () => someone.command('desk', 'visits');
  const answer = (to: { id: string; token: string }, type: number, data: object = {}) =>
    call('POST', `/interactions/${to.id}/${to.token}/callback`, { type, data });
  const webhook = (token: string, rest = '') => `/webhooks/${discord.world.application}/${token}${rest}`;
  return { discord, call, answer, webhook, someone, command, wait: (ms: number) => (now += ms) };
}

test('a callback is answered 204 without a content type, once', async () => {
  const { answer, command, someone } = await fake();
  const interaction = command();
  const first = await answer(interaction, 4, message);
  expect(first.status).toBe(204);
  expect(first.headers.get('content-type')).toBeNull();
  expect(await answer(interaction, 4, message)).toMatchObject({ status: 400, json: { code: 40060 } });
  expect(someone.reads()).toEqual(['hello']);
});

test('a callback after 3 s, or for nothing known, is 10062', async () => {
  const { answer, command, wait } = await fake();
  const interaction = command();
  wait(3001);
  expect(await answer(interaction, 4, message)).toMatchObject({ status: 404, json: { code: 10062 } });
  expect(await answer({ id: '1', token: 'x' }, 4)).toMatchObject({ status: 404, json: { code: 10062 } });
});

test.each([
  ['command', 4, message, 204],
  ['command', 5, {}, 204],
  ['command', 6, {}, 400],
  ['command', 7, message, 400],
  ['command', 8, { choices: [] }, 400],
  ['command', 9, modal, 204],
  ['press', 6, {}, 204],
  ['press', 7, message, 204],
  ['press', 9, modal, 204],
  ['completing', 8, { choices: [] }, 204],
  ['completing', 5, {}, 400],
  ['submit', 4, message, 204],
  ['submit', 9, modal, 400],
] as const)('a %s takes callback %d: %o', async (kind, type, data, status) => {
  const { answer, someone } = await fake();
  const interaction = {
    command: () => someone.command('desk', 'visits'),
    press: () => someone.press({ label: '', id: 'a', message: '' }),
    completing: () => someone.completing('desk', 'visits', 'country', 'k'),
    submit: () => someone.submit(modal, 'words'),
  }[kind]();
  expect((await answer(interaction, type, data)).status).toBe(status);
});

test('the token of an interaction lives for 15 minutes', async () => {
  const { answer, call, webhook, command, wait } = await fake();
  const { token, ...rest } = command();
  expect((await call('POST', webhook(token), message)).json).toMatchObject({ code: 10015 });
  await answer({ token, ...rest }, 4, message);
  const original = webhook(token, '/messages/@original');
  expect((await call('GET', original)).status).toBe(200);
  expect((await call('PATCH', original, message)).status).toBe(200);
  expect((await call('POST', webhook(token), message)).status).toBe(200);
  expect((await call('PATCH', original, { flags: 0, content: 'a' })).status).toBe(400);
  expect((await call('DELETE', original)).status).toBe(204);
  expect((await call('GET', original)).json).toMatchObject({ code: 10008 });
  wait(15 * 60_000 + 1);
  expect(await call('POST', webhook(token), message)).toMatchObject({ status: 401, json: { code: 50027 } });
});

test('the first follow-up takes the place of a deferred answer, and who sees it', async () => {
  const { answer, call, webhook, command, discord } = await fake();
  const interaction = command();
  await answer(interaction, 5, { flags: 64 });
  await call('POST', webhook(interaction.token), { ...message, flags: 32768 });
  expect(person(discord, place).reads()).toEqual(['hello']);
  expect(person(discord, { ...place, user: '400000000000000009' }).reads()).toEqual([]);
});

test('a nonce that is enforced gives the first message again, whatever the channel', async () => {
  const { call, discord, wait } = await fake();
  const post = (channel: string, nonce = 'n1') =>
    call('POST', `/channels/${channel}/messages`, { content: 'a', nonce, enforce_nonce: true });
  const first = (await post('300000000000000001')).json?.id;
  expect((await post('300000000000000002')).json?.id).toBe(first);
  expect((await post('300000000000000001', 'n2')).json?.id).not.toBe(first);
  wait(discord.world.nonceWindow + 1);
  const later = (await post('300000000000000001')).json?.id;
  expect(later).not.toBe(first);
  discord.world.messages.get(String(later))!.deleted = true;
  expect(await post('300000000000000001')).toMatchObject({ status: 404, json: { code: 10008 } });
  discord.world.nonceWindow = 0;
  expect((await post('300000000000000001')).status).toBe(200);
});

test('channel messages are read forwards, a page at a time, newest first', async () => {
  const { call, discord } = await fake();
  const path = '/channels/300000000000000001/messages';
  const ids: unknown[] = [];
  for (const content of ['a', 'b', 'c', 'd']) ids.push((await call('POST', path, { content })).json?.id);
  const read = async (query: string) => {
    const { json } = await call('GET', `${path}?${query}`);
    return (json as unknown as { id: string }[]).map(({ id }) => id);
  };
  expect(await read(`after=${ids[0]}&limit=2`)).toEqual([ids[2], ids[1]]);
  expect(await read(`after=${ids[2]}&limit=100`)).toEqual([ids[3]]);
  expect((await call('GET', `${path}?limit=101`)).status).toBe(400);
  discord.world.messages.get(String(ids[3]))!.deleted = true;
  expect(await read('limit=100')).toEqual([ids[2], ids[1], ids[0]]);
});

test('a channel message is edited by its author, while it is there and not too often when it is old', async () => {
  const { call, discord, wait } = await fake();
  const path = '/channels/300000000000000001/messages';
  const id = String((await call('POST', path, { content: 'a' })).json?.id);
  const edit = (content: string) => call('PATCH', `${path}/${id}`, { content });
  expect((await edit('b')).json).toMatchObject({ id, content: 'b' });
  expect((await edit('a'.repeat(2000))).status).toBe(200);
  expect((await edit('a'.repeat(2001))).json).toMatchObject({ code: 50035 });
  discord.world.lateEdits = 1;
  wait(3_600_000);
  expect((await edit('c')).status).toBe(200);
  wait(1);
  expect((await edit('c')).status).toBe(200);
  expect((await edit('c')).json).toMatchObject({ code: 30046 });
  discord.world.messages.get(id)!.author = '4';
  expect((await edit('c')).json).toMatchObject({ code: 50005 });
  discord.world.messages.get(id)!.deleted = true;
  expect((await edit('c')).json).toMatchObject({ code: 10008 });
});

test('a channel must be there, be seen and be open for posts', async () => {
  const { call, discord } = await fake();
  const post = async (channel: string) =>
    (await call('POST', `/channels/${channel}/messages`, { content: 'a' })).json?.code;
  const here = discord.world.channels.get('300000000000000001')!;
  expect(await post('399')).toBe(10003);
  here.overwrites.push({ id: place.guild, allow: 0n, deny: permission.send });
  expect(await post('300000000000000001')).toBe(50013);
  here.overwrites.push({ id: discord.world.bot, allow: permission.send, deny: permission.view });
  expect(await post('300000000000000001')).toBe(50001);
});

test('all routes together may have a limit, answers to interactions apart', async () => {
  const { answer, call, command, discord } = await fake();
  discord.limits.globalPerSecond = 1;
  expect((await call('GET', '/users/@me')).status).toBe(200);
  const over = await call('GET', '/users/@me');
  expect(over).toMatchObject({ status: 429, json: { global: true } });
  expect(over.headers.get('x-ratelimit-global')).toBe('true');
  expect((await answer(command(), 4, message)).status).toBe(204);
});

test('a bot token is wanted, and a path must be known', async () => {
  const { call } = await fake();
  expect((await call('GET', '/gateway/bot', undefined, 'wrong')).status).toBe(401);
  expect((await call('POST', '/channels/1/messages', { content: 'a' }, 'wrong')).status).toBe(401);
  expect((await call('GET', '/nowhere')).status).toBe(404);
});

test('buckets are told in headers, and over them comes a 429 that the real client waits for', async () => {
  const { discord, call } = await fake();
  discord.limits.pacing = { limit: 2, window: 0.2 };
  const path = '/channels/300000000000000001/messages';
  const first = await call('POST', path, { content: 'a' });
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
  await call('POST', path, { content: 'a' });
  const over = await call('POST', path, { content: 'a' });
  expect(over.status).toBe(429);
  expect(over.json).toMatchObject({ global: false, retry_after: expect.any(Number) });
  expect((await call('POST', path.replace('001/', '002/'), { content: 'a' })).status).toBe(200);

  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
  for (let n = 0; n < 4; n += 1) await rest.post(path, { body: { content: String(n) } });
  expect([...discord.world.messages.values()].filter((each) => each.channel.endsWith('1'))).toHaveLength(6);
});

test.each([
  ['status', 'before', 0],
  ['status', 'after', 1],
  ['drop', 'before', 0],
  ['drop', 'after', 1],
  ['garbage', 'after', 1],
  ['429', 'before', 0],
] as const)('a fault %s %s the effect leaves %d messages', async (kind, when, left) => {
  const { discord, call } = await fake();
  discord.faults.plan({ route: 'POST /channels/:channel/messages', kind, when, nth: 2 });
  const post = () =>
    call('POST', '/channels/300000000000000001/messages', { content: 'a' }).catch(() => undefined);
  expect((await post())?.status).toBe(200);
  expect((await post())?.status).not.toBe(200);
  expect(discord.world.messages.size).toBe(1 + left);
  expect((await post())?.status).toBe(200);
});

test('a slow answer and a late effect come when the test says so', async () => {
  const { discord, call } = await fake();
  const route = 'POST /channels/:channel/messages';
  const post = () => call('POST', '/channels/300000000000000001/messages', { content: 'a' });
  discord.faults.plan({ route, kind: 'slow', when: 'before' });
  const slow = post();
  await discord.until(() => discord.journal.to(route).length === 1);
  discord.faults.release();
  expect((await slow).status).toBe(200);
  discord.faults.plan({ route, kind: 'late', when: 'before' });
  await expect(post()).rejects.toThrow();
  expect(discord.world.messages.size).toBe(1);
  discord.faults.release();
  expect(discord.world.messages.size).toBe(2);
});
