import { expect, onTestFinished, test } from 'vitest';
import { createActionCodec } from '../../../../src/command/action-codec.ts';
import { createDiscordChannelSender } from '../../../../src/platforms/discord/digest/channel-sender.ts';
import { postMark } from '../../../../src/platforms/discord/digest/post-outcome.ts';
import { createDigestRenderer } from '../../../../src/platforms/discord/digest/render.ts';
import { type FakeOptions, startFakeDiscord } from '../../../fakes/discord/fake-discord.ts';
import { permission } from '../../../fakes/discord/guilds.ts';
import { objects } from '../../../fakes/discord/json.ts';
import { says } from '../../../store/digests-made.ts';
import {
  channelSenderContract,
  type SenderSubject,
  tellingNothing,
  tellsNothing,
} from '../../channel-sender-contract.ts';

const now = new Date('2026-11-23T07:00:00Z');
const guild = '200000000000000001';
const id = '300000000000000001';
const channel = `discord:${guild}:${id}`;
const person = `discord:${guild}:400000000000000001`;
const key = { delivery: '0123456789abcdef', part: 0 };
const route = 'POST /channels/:channel/messages';

const body = (text: string, of = key) => ({
  flags: 32768,
  components: [
    {
      type: 17,
      components: [
        { type: 10, content: text },
        { type: 10, content: `-# ref ${postMark(of)}` },
      ],
    },
  ],
  allowed_mentions: { parse: [] },
});

async function start(options: FakeOptions = {}) {
  const fake = await startFakeDiscord({ clock: () => now.getTime(), ...options });
  onTestFinished(() => fake.close());
  const logged: string[] = [];
  const log = { info() {}, warn() {}, error: (_: object, message: string) => void logged.push(message) };
  const config = { token: fake.token, apiUrl: fake.apiUrl };
  const sender = createDiscordChannelSender({ config, clock: () => now, log, requestTimeoutMs: 1000 });
  const standing = (place: string) =>
    [...fake.world.messages.values()].filter((each) => each.channel === place && !each.deleted);
  const look = (parts = [0]) => sender.find(channel, key.delivery, parts, { since: now, until: now });
  const here = () => fake.world.channels.get(id)!;
  return { fake, sender, standing, look, here, logged };
}

channelSenderContract('Discord', async (): Promise<SenderSubject> => {
  let skew = 0;
  const { fake, sender, standing, here } = await start({ clock: () => now.getTime() + skew });
  return {
    sender,
    channel,
    person,
    now,
    body,
    shown: async () =>
      standing(id).map((each) => String(objects(objects(each.body.components)[0]?.components)[0]?.content)),
    async remove(message) {
      fake.world.messages.get(message)!.deleted = true;
    },
    told: () =>
      [...fake.world.messages.values()]
        .filter((each) => each.channel !== id)
        .map((each) => String(each.body.content)),
    fail({ kind, when }) {
      if (kind === 'limited') fake.faults.plan({ route, kind: '429', when, retryAfter: 2 });
      else if (tellsNothing(kind)) fake.faults.plan({ route, kind: 'raw', when, ...tellingNothing[kind] });
      else fake.faults.plan({ route, kind, when });
    },
    posts: () => fake.journal.to(route).length,
    ahead(ms) {
      skew = ms;
    },
    async shutOut() {
      here().overwrites.push({ id: guild, allow: 0n, deny: permission.view });
    },
  };
});

test('what the renderer freezes is taken, and found by its mark after its nonce is forgotten', async () => {
  const { fake, sender, look, standing } = await start();
  const context = { channel, delivery: key.delivery, more: '/centralasia latest' };
  const entries = Array.from({ length: 40 }, (_, at) => `entry-${at}`);
  const frozen = createDigestRenderer(createActionCodec('secret')).parts(says(...entries), context);
  expect(frozen.length).toBeGreaterThan(1);
  const parts = frozen.map((_, part) => part);
  for (const part of parts)
    expect(await sender.post(channel, frozen[part]!.body, { ...key, part })).toMatchObject({
      outcome: 'posted',
    });
  fake.world.nonceWindow = 0;
  const ids = standing(id).map((each) => each.id);
  expect(await look(parts)).toEqual({ outcome: 'looked', found: new Map(ids.entries()) });
});

test('one limited channel delays no other, and a limit for all is told at once', async () => {
  const { fake, sender, standing } = await start();
  const other = channel.replace(/1$/, '2');
  const post = (place: string, part = 0) => sender.post(place, body('one'), { ...key, part });
  fake.faults.plan({ route, kind: '429', when: 'before', retryAfter: 60 });
  expect(await post(channel)).toMatchObject({ outcome: 'limited' });
  expect(await post(other)).toMatchObject({ outcome: 'posted' });
  expect(standing(id.replace(/1$/, '2'))).toHaveLength(1);
  fake.faults.plan({ route, kind: '429', when: 'before', retryAfter: 60, global: true });
  expect(await post(other, 1)).toMatchObject({ outcome: 'limited' });
  const limited = await post(channel);
  expect(limited.outcome === 'limited' && limited.retryAfterMs).toBeGreaterThan(50_000);
});

test('a 429 that names no time is a limit all the same', async () => {
  const { fake, sender } = await start();
  fake.faults.plan({ route, kind: '429', when: 'before', retryAfter: null });
  expect(await sender.post(channel, body('one'), key)).toMatchObject({ outcome: 'limited' });
});

test('access names what is lacking, through roles and overwrites', async () => {
  const { fake, sender, here } = await start();
  const problem = async () => {
    const access = await sender.access(channel);
    return access.ok ? '' : access.problem;
  };
  const role = '210000000000000001';
  const guildHere = fake.world.guilds.get(guild)!;
  guildHere.roles.set(guild, permission.view);
  expect(await problem()).toMatch(/Send Messages, Read Message History/);
  guildHere.roles.set(role, permission.send | permission.history);
  guildHere.botRoles.push(role);
  expect(await problem()).toBe('');
  here().overwrites.push({ id: role, allow: 0n, deny: permission.history });
  expect(await problem()).toMatch(/Give me Read Message History/);
  here().overwrites.push({ id: fake.world.bot, allow: permission.history, deny: 0n });
  expect(await problem()).toBe('');
  here().overwrites.push({ id: guild, allow: 0n, deny: permission.view });
  expect(await problem()).toMatch(/View Channel/);
  guildHere.roles.set(role, permission.administrator);
  expect(await problem()).toBe('');
  here().type = 2;
  expect(await problem()).toMatch(/text and announcement channels/);
});

test('an empty list that only means "you may not read" is not taken for an empty channel', async () => {
  const { sender, look, here } = await start();
  await sender.post(channel, body('one'), key);
  here().overwrites.push({ id: guild, allow: 0n, deny: permission.history });
  expect(await look()).toMatchObject({
    outcome: 'blind',
    detail: expect.stringContaining('Read Message History'),
  });
});

test('a channel that is gone is told from a token that is no longer taken; the token may come back', async () => {
  const { fake, sender, look } = await start();
  expect(await sender.post(`discord:${guild}:399`, body('one'), key)).toMatchObject({
    refusal: 'channel_gone',
  });
  expect(await sender.access(`discord:${guild}:399`)).toMatchObject({ refusal: 'channel_gone' });
  const revoke = { route, kind: 'status', when: 'before', status: 401 } as const;
  fake.faults.plan(revoke);
  expect(await sender.post(channel, body('one'), key)).toMatchObject({ refusal: 'token' });
  expect(await sender.post(channel, body('one'), key)).toMatchObject({ outcome: 'posted' });
  expect(await look()).toMatchObject({ outcome: 'looked' });
});

test('a message of another channel under our nonce is not ours', async () => {
  const { sender, logged } = await start();
  await sender.post(channel.replace(/1$/, '2'), body('one'), key);
  expect(await sender.post(channel, body('one'), key)).toMatchObject({ outcome: 'unknown' });
  expect(logged).toEqual(['Discord answered with a different channel']);
});

test('posted again while its nonce is known, a part that a person has deleted is gone, not repeated', async () => {
  const { fake, sender, standing } = await start();
  const posted = await sender.post(channel, body('one'), key);
  if (posted.outcome !== 'posted') throw new Error('not posted');
  fake.world.messages.get(posted.message)!.deleted = true;
  expect(await sender.post(channel, body('one'), key)).toMatchObject({ refusal: 'message_gone' });
  expect(standing(id)).toEqual([]);
});

test('edits are refused when a message is too old, or the text has grown too long', async () => {
  let time = now.getTime();
  const { fake, sender } = await start({ clock: () => time });
  const posted = await sender.post(channel, body('one'), key);
  if (posted.outcome !== 'posted') throw new Error('not posted');
  const long = { ...body('x'.repeat(4001)), nonce: 'n', enforce_nonce: true };
  expect(await sender.edit(channel, posted.message, long)).toMatchObject({ refusal: 'too_large' });
  expect(await sender.post(channel, long, { ...key, part: 1 })).toMatchObject({ refusal: 'rejected' });
  const [entry] = fake.journal.to('PATCH /channels/:channel/messages/:message');
  expect(entry?.body).not.toHaveProperty('nonce');
  fake.world.lateEdits = 1;
  time += 3_600_001;
  expect(await sender.edit(channel, posted.message, body('two'))).toMatchObject({ outcome: 'posted' });
  expect(await sender.edit(channel, posted.message, body('three'))).toMatchObject({ refusal: 'edit_closed' });
});

test('a look reads page after page, passes over what others wrote, and stops where our sends ended', async () => {
  let time = now.getTime();
  const { fake, sender, look } = await start({ clock: () => time });
  const chatter = (count: number, text: string) => {
    for (let at = 0; at < count; at += 1) {
      const message = {
        id: fake.world.newId(),
        channel: id,
        flags: 0,
        body: { content: text },
        thinking: false,
        deleted: false,
        at: time,
        author: '4',
      };
      fake.world.messages.set(message.id, message);
    }
  };
  chatter(150, `quoted: ${postMark(key)}`);
  const posted = await sender.post(channel, body('one'), key);
  expect(await look()).toEqual({
    outcome: 'looked',
    found: new Map([[0, posted.outcome === 'posted' && posted.message]]),
  });
  time += 3_601_000;
  chatter(500, 'chatter');
  const before = fake.journal.to('GET /channels/:channel/messages').length;
  expect(await look([0, 1])).toMatchObject({ outcome: 'looked' });
  expect(fake.journal.to('GET /channels/:channel/messages').length - before).toBe(2);
});
