import { expect, test } from 'vitest';
import type { Reply } from '../../../src/domain/reply.ts';
import { waitsFor } from '../hand-clock.ts';
import { channel, connected, guild } from './desk.ts';
import { replyOf } from './replies.ts';

const callbacks = 'POST /interactions/:id/:token/callback';
const followUps = 'POST /webhooks/:application/:token';
const edits = 'PATCH /webhooks/:application/:token/messages/:message';
const removals = 'DELETE /webhooks/:application/:token/messages/:message';

test('a command is answered to the asker alone', async () => {
  const { discord, asker, other, asked } = await connected();
  await asker.answered(
    asker.command('centralasia', 'visits', { country: 'republic of "kazakhstan"', page: 2, full: true }),
  );
  expect(asked).toEqual([
    {
      text: '/centralasia visits country:"republic of kazakhstan" page:2 full:true',
      person: 'discord:200000000000000001:400000000000000001',
      groups: [],
      channel: 'discord:200000000000000001:300000000000000001',
      audience: 'person',
      pageSize: 5,
      oneForm: true,
    },
  ]);
  expect(asker.reads()[0]).toContain('Antony Blinken');
  expect(other.reads()).toEqual([]);
  expect(discord.journal.to(callbacks)).toHaveLength(1);
});

test.each([
  ['the option', { public: true }, 'private', true],
  ['the channel', {}, 'public', true],
  ['the option against the channel', { public: false }, 'public', false],
] as const)('%s decides who sees an answer', async (_, options, setting, shown) => {
  const { asker, other, asked, visibility } = await connected();
  visibility.set(`discord:${guild}:${channel}`, setting);
  await asker.answered(asker.command('centralasia', 'visits', options));
  expect(other.reads().length > 0).toBe(shown);
  expect(asked[0]).toMatchObject({ text: '/centralasia visits', audience: shown ? 'channel' : 'person' });
});

test('a slow answer is announced in time and then put in its place', async () => {
  const answer = Promise.withResolvers<Reply>();
  const { discord, asker, time } = await connected({ script: () => answer.promise });
  const interaction = asker.command('centralasia', 'visits');
  await discord.until(() => discord.world.interactions.size === 1);
  await waitsFor(time, 1500);
  await time.advance(1499);
  expect(interaction.answered).toBeUndefined();
  await time.advance(1);
  await asker.answered(interaction);
  expect(interaction.answered).toMatchObject({ type: 5, data: { flags: 64 } });
  // The response has come back: only the lease still waits.
  await waitsFor(time, 2500, false);
  await time.advance(60_000);
  answer.resolve(replyOf());
  await discord.until(() => discord.journal.to(edits).length === 1);
  expect(asker.reads()).toEqual([expect.stringContaining('Antony Blinken')]);
});

test('a slow answer that all were to see and that is none becomes private', async () => {
  const answer = Promise.withResolvers<Reply>();
  const { discord, asker, other, time } = await connected({ script: () => answer.promise });
  const interaction = asker.command('centralasia', 'visits', { public: true });
  await waitsFor(time, 1500);
  await time.advance(1500);
  await asker.answered(interaction);
  expect(other.reads()).toEqual(['…thinking']);
  answer.resolve(replyOf({ outcome: 'forbidden' }));
  await discord.until(() => discord.journal.to(followUps).length === 1);
  expect(discord.journal.to(removals)).toHaveLength(1);
  expect(other.reads()).toEqual([]);
  expect(asker.reads()).toHaveLength(1);
});

test('a long answer comes in parts that say so', async () => {
  const { discord, asker } = await connected({
    script: () => replyOf({ blocks: [{ type: 'text', spans: [{ text: 'word '.repeat(1500) }] }] }),
  });
  asker.command('centralasia', 'visits');
  await discord.until(() => discord.journal.to(followUps).length === 2);
  expect(asker.reads().map((text) => text.split('\n')[0]?.trim())).toEqual([
    'part 1 of 3',
    'part 2 of 3',
    'part 3 of 3',
  ]);
});

test('a server that is not served gets a polite refusal and nothing else', async () => {
  const { asker, asked, discord } = await connected({ guilds: ['299999999999999999'] });
  await asker.answered(asker.command('centralasia', 'visits'));
  expect(asker.reads()).toEqual([expect.stringContaining('does not serve this server')]);
  const completing = await asker.answered(asker.completing('centralasia', 'visits', 'country', 'k'));
  expect(completing.answered?.data).toEqual({ choices: [] });
  await asker.answered(asker.press({ label: '', id: 'uNr', message: '' }));
  expect(discord.journal.to(callbacks)).toHaveLength(3);
  expect(asked).toEqual([]);
});

test('what /deskwire answers stays with the asker, whatever the channel or the command says', async () => {
  const { asker, other, asked, visibility } = await connected();
  visibility.set(`discord:${guild}:${channel}`, 'public');
  await asker.answered(asker.command('deskwire-edit', 'reports', { public: true }));
  expect(asked[0]).toMatchObject({ text: '/deskwire-edit reports', audience: 'person' });
  expect(other.reads()).toEqual([]);
  expect(asker.buttons().map(({ label }) => label)).not.toContain('Share to channel');
});
