import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { permission } from '../fakes/discord/guilds.ts';
import { serviceOnFakes } from '../service-on-fakes.ts';
import { subscribe } from '../store/digests-made.ts';

const guild = '200000000000000001';
const [far, desk, channels] = [
  '400000000000000007',
  'centralasia',
  { slack: 'slack:T1:C1', discord: `discord:${guild}:300000000000000001` },
];

let service: Awaited<ReturnType<typeof serviceOnFakes>>;

async function start(admins: string) {
  service = await serviceOnFakes({ admins });
  const { users, groups } = service.slack.workspace;
  for (const id of ['U3', 'U4', 'U5', 'U6']) users.set(id, { id, name: id, tz: 'Europe/Paris' });
  groups.set('S1', ['U3', 'U4']);
}

const grant = (subject: string, role: 'admin' | 'editor' = 'admin', on = desk) =>
  service.app.store.roles.grant({
    ...{ subject, role, desk: on, grantedBy: 'test', grantedAt: service.clock() },
  });

/** A channel that takes nothing is subscribed, and its digest falls due. */
async function broken(platform: keyof typeof channels, createdBy = `slack:T1:U6`) {
  const { slack, discord, app } = service;
  slack.workspace.channels.get('C1')!.member = false;
  discord.world.channels.get('300000000000000001')!.overwrites = [
    { id: guild, allow: 0n, deny: permission.send },
  ];
  await subscribe(app.store, desk, { channel: channels[platform], createdBy });
  await service.sent();
}

/** Who has been told what. */
function told(): Record<string, string> {
  const { slack, discord } = service;
  const onSlack = [...slack.workspace.messages]
    .filter(([id]) => id.startsWith('D-'))
    .map(([id, messages]) => [
      id.slice(2),
      messages
        .map(({ text }) => text)
        .join('\n')
        .replaceAll('\u2060', ''),
    ]);
  const onDiscord = [...discord.world.messages.values()].map(({ channel, body }) => [
    discord.world.channels.get(channel)?.recipient,
    String(body.content),
  ]);
  return Object.fromEntries([...onSlack, ...onDiscord]);
}

const toBeTold = (people: readonly string[]) =>
  expect.poll(() => Object.keys(told()).sort(), { interval: 5 }).toEqual([...people].sort());

describe('who is told that a digest cannot be posted', () => {
  beforeEach(() => start(`slack:T1:UADMIN,discord:${guild}:${far}`));
  afterEach(() => service.end());

  test('the admins of its desk and of all desks on its platform, and the members of a group, nobody else', async () => {
    await grant('slack:T1:U1');
    await grant('slack:T1:U2', 'admin', '*');
    await grant('slack:T1:U5', 'admin', 'another-desk');
    await grant('slack:T1:U6', 'editor');
    await grant('slack:T1:S1');
    await broken('slack');
    service.pass(10);
    await toBeTold(['U1', 'U2', 'U3', 'U4', 'UADMIN']);
    const texts = new Set(Object.values(told()));
    expect(texts.size).toBe(1);
    expect([...texts][0]).toMatch(/^Digests in <#C1> .* cannot be posted: I am not in that channel/);
    const asked = service.slack.journal
      .of('chat.postMessage')
      .map(({ body }) => (body as { channel: string }).channel);
    expect(asked).not.toContain('S1');
  });

  test('on the other platforms only where nobody on this one can be told', async () => {
    service.slack.workspace.messagesTab = false;
    await broken('slack');
    service.pass(10);
    await toBeTold([far]);
  });

  test('a stop says what has been gathered', async () => {
    await broken('slack');
    expect(told()).toEqual({});
    await service.stop();
    await toBeTold(['UADMIN']);
    expect(await service.app.store.adminLines.pending(1)).toEqual([]);
  });

  test('what a process that was killed had to say is said by the next tick of another', async () => {
    await broken('slack');
    service.killed();
    service.pass(20);
    expect(told()).toEqual({});
    await service.sent();
    service.pass(10);
    await toBeTold(['UADMIN']);
  });
});

describe('where Discord does not tell who has the role that admins are', () => {
  afterEach(() => service.end());

  test('an admin elsewhere is told', async () => {
    await start('slack:T1:UADMIN');
    await grant(`discord:${guild}:R500000000000000001`);
    await broken('discord');
    service.pass(10);
    await toBeTold(['UADMIN']);
  });

  test('without any, the person who subscribed is', async () => {
    await start(`discord:${guild}:R500000000000000001`);
    await broken('discord', `discord:${guild}:${far}`);
    service.pass(10);
    await toBeTold([far]);
    expect(told()[far]).toContain('cannot be posted');
  });
});
