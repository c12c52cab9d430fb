import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figuresOf } from '../src/app/measured.ts';
import { createMetrics } from '../src/runtime/metrics.ts';
import { permission } from './fakes/discord/guilds.ts';
import { person } from './fakes/discord/person.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const [place, admin] = ['300000000000000001', '400000000000000009'];

let service: Awaited<ReturnType<typeof serviceOnFakes>>;
beforeAll(async () => {
  service = await serviceOnFakes({ admins: `slack:T1:UADMIN,discord:${guild}:${admin}` });
});
afterAll(() => service.end());

/** The next morning; what is told to admins follows some seconds later. */
async function nextDay() {
  service.pass(24 * 60 * 60);
  await service.sent();
  service.pass(10);
}

const metrics = async () => {
  const { maintenance } = service.app.store;
  const sources = {
    figures: () => figuresOf(maintenance, service.clock()),
    ...{ links: () => [], lastTick: () => undefined },
  };
  return (await createMetrics('test').scrape(sources)).text;
};

/** Text as a person reads it. */
const plain = (text: string) => text.replaceAll('\u2060', '').replaceAll('\\', '');

async function slackSays(line: string): Promise<string> {
  const { shown } = service.slack.workspace;
  const before = shown.length;
  await service.slack.send.command(`/deskwire digest ${line}`, { user: 'UADMIN', channel: 'C1' });
  await expect.poll(() => shown.length, { interval: 5 }).toBeGreaterThan(before);
  return plain(
    shown
      .slice(before)
      .map(({ text }) => text)
      .join('\n'),
  );
}

async function discordSays(line: string, options = {}): Promise<string> {
  const { discord } = service;
  const asker = person(discord, { guild, channel: place, user: admin });
  const before = asker.reads().length;
  await asker.answered(asker.command('deskwire', `digest ${line}`, options));
  await discord.until(() => asker.reads().length > before && !asker.reads().includes('…thinking'));
  return plain(asker.reads().slice(before).join('\n'));
}

const adapters = {
  slack: {
    says: slackSays,
    told: () => (service.slack.workspace.messages.get('D-UADMIN') ?? []).map(({ text }) => plain(text)),
    name: '<#C1>',
  },
  discord: {
    says: discordSays,
    told: () =>
      [...service.discord.world.messages.values()]
        .filter(({ channel }) => service.discord.world.channels.get(channel)?.recipient === admin)
        .map(({ body }) => plain(String(body.content))),
    name: `<#${place}>`,
  },
};

/** What is done to a channel, how that is undone, and what people are told to do. */
interface Harm {
  harm(): () => void;
  words: string;
  /** Nobody there can be told: the admins elsewhere are. */
  silent?: true;
}

async function walk(platform: keyof typeof adapters, { harm, words, silent }: Harm) {
  const { says, told, name } = adapters[platform];
  const here = silent ? adapters[platform === 'slack' ? 'discord' : 'slack'].told : told;
  const before = here().length;
  const mend = harm();
  await nextDay();
  await expect.poll(() => here().length, { interval: 5 }).toBe(before + 1);
  const line = here().at(-1)!;
  expect(line).toContain(`cannot be posted: ${words}`);
  expect(line).toContain('go out by themselves once that is mended');
  if (!silent) expect(line).toContain(`Digests in ${name} `);
  expect(await metrics()).toContain('deskwire_subscriptions{state="broken"} 1');
  // Where the platform refuses the bot altogether, nobody can ask it there either.
  if (!silent) {
    expect(await says('list')).toContain(`broken: ${words}`);
    expect(await says('show')).toContain(`State: broken: ${words}`);
    expect(await says('history')).toMatch(new RegExp(`waiting, next try .*\\(${words.slice(0, 20)}`));
  }
  mend();
  await nextDay();
  expect(await metrics()).not.toContain('deskwire_subscriptions{state="broken"}');
  expect(await metrics()).toContain('deskwire_oldest_open_delivery_seconds 0');
  expect(await says('list')).toContain('active');
  expect(here()).toHaveLength(before + 1);
}

describe('a channel of Slack', () => {
  test('is subscribed', async () => {
    expect(await slackSays('subscribe daily timezone:UTC')).toContain('Subscribed');
    await service.sent();
  });
  const channel = () => service.slack.workspace.channels.get('C1')!;
  const set = (change: Partial<ReturnType<typeof channel>>): Harm['harm'] => {
    return () => {
      const was = { ...channel() };
      Object.assign(channel(), change);
      return () => void Object.assign(channel(), was);
    };
  };
  const invite = 'Invite me to the channel first: /invite @deskwire';

  test.each<[string, Harm]>([
    ['is archived', { harm: set({ archived: true }), words: 'That channel is archived. Unarchive it' }],
    ['loses the bot', { harm: set({ member: false }), words: `I am not in that channel. ${invite}` }],
    [
      'is deleted, or private and without the bot',
      {
        words: `I cannot see that channel: it is gone, or it is private. ${invite}`,
        harm() {
          const was = channel();
          service.slack.workspace.channels.delete('C1');
          return () => void service.slack.workspace.channels.set('C1', was);
        },
      },
    ],
    [
      'belongs to a workspace that revoked the token',
      {
        silent: true,
        words: 'Slack no longer takes the bot token. Set a new SLACK_BOT_TOKEN.',
        harm() {
          const { bot } = service.slack.tokens;
          service.slack.tokens.bot = 'another';
          return () => {
            service.slack.tokens.bot = bot;
          };
        },
      },
    ],
  ])('that %s is told with what to do, and heals by itself', (_, harm) => walk('slack', harm));

  test.each(['renamed', 'made private'])('that is %s is posted in as before', async (what) => {
    const before = adapters.slack.told().length;
    Object.assign(channel(), what === 'renamed' ? { name: 'another-name' } : { private: true });
    await nextDay();
    expect(await slackSays('list')).toContain('active');
    expect(await slackSays('history')).not.toContain('waiting');
    expect(adapters.slack.told()).toHaveLength(before);
  });
});

describe('a channel of Discord', () => {
  test('is subscribed', async () => {
    await slackSays('unsubscribe');
    expect(await discordSays('subscribe', { rhythm: 'daily', timezone: 'UTC' })).toContain('Subscribed');
    await service.sent();
  });

  test.each<[string, Harm]>([
    [
      'denies the bot',
      {
        words: 'I cannot see that channel.',
        harm() {
          const { overwrites } = service.discord.world.channels.get(place)!;
          overwrites.push({ id: guild, allow: 0n, deny: permission.view });
          return () => void overwrites.pop();
        },
      },
    ],
    [
      'is deleted',
      {
        words: 'That channel is gone. Choose another one.',
        harm() {
          const { channels } = service.discord.world;
          const was = channels.get(place)!;
          channels.delete(place);
          return () => void channels.set(place, was);
        },
      },
    ],
  ])('that %s is told with what to do, and heals by itself', (_, harm) => walk('discord', harm));
});
