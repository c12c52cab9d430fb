import { expect, test } from 'vitest';
import { person } from '../../../fakes/discord/person.ts';
import { channel, guild, setUp } from '../desk.ts';

test('a server that the bot is invited to is greeted once, and anybody may press', async () => {
  const { discord, app, asked, time } = await setUp();
  await app.start();
  const joined = (id: string, joinedAt: Date, where: string | null = channel) =>
    discord.gateway.dispatch('GUILD_CREATE', {
      ...{ id, joined_at: joinedAt.toISOString(), system_channel_id: where, unavailable: false },
      ...{ channels: [], members: [], roles: [], emojis: [], stickers: [], threads: [], presences: [] },
      ...{ voice_states: [], stage_instances: [], guild_scheduled_events: [], name: 'A server' },
    });
  const now = time.clock();
  // One that is back after an outage, and one without a channel for it.
  joined('200000000000000002', new Date(now.getTime() - 86_400_000));
  joined('200000000000000003', now, null);
  joined(guild, now);
  joined(guild, now);
  const reader = person(discord, { guild, channel, user: '400000000000000007' });
  await discord.until(() => reader.messages().length > 0, 'a greeting');
  expect(reader.reads().join()).toContain('Central Asia');
  const subscribe = reader.buttons().find(({ label }) => label === 'Subscribe at 08:00');
  if (!subscribe) throw new Error('no button to subscribe');
  await reader.answered(reader.press(subscribe));
  expect(asked).toMatchObject([
    {
      text: '/deskwire digest subscribe daily at 08:00',
      person: `discord:${guild}:400000000000000007`,
      audience: 'person',
    },
  ]);
  const posted = [...discord.world.messages.values()].filter(({ onlyFor }) => onlyFor === undefined);
  expect(posted).toHaveLength(1);
});
