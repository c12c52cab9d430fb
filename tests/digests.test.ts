import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeFact } from './domain/make.ts';
import { permission } from './fakes/discord/guilds.ts';
import { person } from './fakes/discord/person.ts';
import { wholeAnswer } from './fakes/slack/whole-answer.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const [channel, member] = ['300000000000000001', '400000000000000001'];

let service: Awaited<ReturnType<typeof serviceOnFakes>>;
let { app, slack, discord, tickAt, sent } = {} as typeof service;

beforeEach(async () => {
  service = await serviceOnFakes({ admins: 'slack:T1:UADMIN' });
  ({ app, slack, discord, tickAt, sent } = service);
});
afterEach(() => service.end());

/** What a person reads of the answer to a line typed in Slack. */
async function onSlack(line: string, user = 'U1', where = 'C1'): Promise<string> {
  const before = slack.workspace.shown.length;
  await slack.send.command(`/deskwire digest ${line}`, { user, channel: where });
  return (await wholeAnswer(slack, before)).map(({ text }) => text).join('\n');
}

const isFirst = (text: string) => !/\bpart [2-9] of/i.test(text);

/** The first message of each digest; a long one has several. */
const inSlack = () => (slack.workspace.messages.get('C1') ?? []).map(({ text }) => text).filter(isFirst);

async function onDiscord(command: string, options = {}, permissions = 0n): Promise<string> {
  const asker = person(discord, { guild, channel, user: member, permissions });
  const before = asker.reads().length;
  await asker.answered(asker.command('deskwire', `digest ${command}`, options));
  await discord.until(() => asker.reads().length > before && !asker.reads().includes('…thinking'));
  return asker.reads().slice(before).join('\n');
}

const inDiscord = () =>
  person(discord, { guild, channel, user: '400000000000000099' }).reads().filter(isFirst);

describe('subscribed by a command, it comes at its hour, once, and the history tells it', () => {
  test('in Slack, in the zone of the profile', async () => {
    slack.workspace.channels.get('C1')!.creator = 'U2';
    expect(await onSlack('subscribe', 'U2')).toContain('Europe/Berlin (from the profile)');
    await sent();
    expect(inSlack()).toHaveLength(1);
    await tickAt('2026-11-24T06:59:00Z');
    expect(inSlack()).toHaveLength(1);
    await tickAt('2026-11-24T07:00:00Z');
    await tickAt('2026-11-24T07:01:00Z');
    expect(inSlack()).toHaveLength(2);
    expect(inSlack()[1]).toContain('Digest 2');
    expect(await onSlack('history', 'U1')).toMatch(
      /Digest 2 · due Tue 24 Nov 2026, 08:00 CET · sent Tue 24 Nov 2026, 08:00 CET ·/,
    );
  });

  test('in Discord, in the zone of the desk', async () => {
    const said = await onDiscord('subscribe', { topics: 'minerals' }, permission.manageChannels);
    expect(said).toContain('Asia/Almaty (the desk’s)');
    await sent();
    expect(inDiscord()).toHaveLength(1);
    await tickAt('2026-11-24T03:00:00Z');
    await tickAt('2026-11-24T03:01:00Z');
    expect(inDiscord()).toHaveLength(2);
    expect(inDiscord()[1]).toContain('Digest 2');
    expect(await onDiscord('history')).toMatch(
      /Digest 2 · due Tue 24 Nov 2026, 08:00 GMT\+5 · sent Tue 24 Nov 2026, 08:0\d GMT\+5 ·/,
    );
  });
});

describe('who may, as each platform says at that moment', () => {
  test('in Slack: our admins, admins of the workspace, the creator of the channel; nobody else', async () => {
    expect(await onSlack('subscribe')).toContain('admins of the workspace');
    slack.workspace.users.get('U1')!.is_admin = true;
    expect(await onSlack('subscribe')).toContain('Subscribed');
    slack.workspace.users.get('U1')!.is_admin = false;
    expect(await onSlack('pause')).toContain('admins of the workspace');
    expect(await onSlack('pause', 'UADMIN')).toContain('Paused');
  });

  test('in Slack the bot must be in the channel', async () => {
    expect(await onSlack('subscribe', 'UADMIN', 'C2')).toContain('/invite @deskwire');
    expect(await app.store.subscriptions.list({})).toEqual([]);
  });

  test('in Discord: members who may manage the channel; the bot is told which permission it lacks', async () => {
    expect(await onDiscord('subscribe')).toContain('Manage Channels');
    const everyone = discord.world.guilds.get(guild)!.roles;
    everyone.set(guild, permission.view | permission.send);
    expect(await onDiscord('subscribe', {}, permission.administrator)).toContain('Read Message History');
    expect(await app.store.subscriptions.list({})).toEqual([]);
  });
});

test('a command given by one platform’s admin ends what comes to that channel alone', async () => {
  await onSlack('subscribe', 'UADMIN');
  await onDiscord('subscribe', {}, permission.manageChannels);
  await sent();
  await onSlack('unsubscribe', 'UADMIN');
  await tickAt('2026-11-24T07:00:00Z');
  expect(inSlack()).toHaveLength(1);
  expect(inDiscord()).toHaveLength(2);
});

test('while Slack does not tell who sees the channel, what could hold something internal is asked for again', async () => {
  await onSlack('subscribe', 'UADMIN');
  await sent();
  const { body } = makeFact({ id: 'ours', handling: 'internal', sources: ['sanchez-2026'] });
  const { clock } = service;
  await app.store.writer.write({ desk: 'centralasia', body, actor: 'editor', base: 0 }, clock());
  for (const line of ['preview', 'now', 'skip']) {
    service.pass(61);
    slack.faults.set({ route: 'conversations.info', when: 'before', kind: { type: '429' } });
    const says =
      'Not just now: the platform does not tell at the moment who sees the channel. Try again in a minute.';
    expect(await onSlack(line, 'UADMIN')).toContain(says);
  }
  expect(await onSlack('now', 'UADMIN')).toContain('is on its way');
});

test('an entry that several messages show, which can no longer be edited, is corrected in one message more', async () => {
  const { clock } = service;
  const sources = ['sanchez-2026'];
  const { body } = makeFact({
    id: 'pipeline',
    topics: ['energy'],
    countries: ['KZ'],
    sources,
    published: '2026-11-23',
  });
  const write = (over: object, base: number) =>
    app.store.writer.write(
      { desk: 'centralasia', body: { ...body, ...over }, actor: 'editor', base },
      clock(),
    );
  await write({}, 0);
  await onSlack(`subscribe daily filter:"'thing happened'" on-empty last 1 at 08:00 in UTC`, 'UADMIN');
  await sent();
  for (const day of ['24', '25', '26']) await tickAt(`2026-11-${day}T08:00:00Z`);
  const showing = inSlack().filter((text) => text.includes('A thing happened'));
  expect(showing).toHaveLength(4);
  slack.workspace.editWindowMs = 0;
  const corrections = [{ on: '2026-11-26', note: 'It was another pipe.' }];
  await write({ state: 'corrected', corrections }, 1);
  await tickAt('2026-11-26T08:05:00Z');
  const told = inSlack().filter((text) => text.includes('It was another pipe.'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('Correction to digest 4');
  const history = await onSlack('history', 'UADMIN');
  expect(history).toMatch(/Correction of digest 4 .* 1 message/);
  expect(history).toMatch(/Correction of digest 1 .* not made \(the message can no longer be edited/);
  await tickAt('2026-11-27T08:00:00Z');
  expect(inSlack().at(-1)).toContain('Corrected: It was another pipe · A thing happened');
});
