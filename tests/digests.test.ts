import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { digestSidesOf } from '../src/digest-sides.ts';
import { type Platforms, platformsOf } from '../src/platforms-of.ts';
import { type RunningDigests, runDigests } from '../src/run-digests.ts';
import { type Deskwire, wire } from '../src/wire.ts';
import { fakeTime } from './digest/fake-timers.ts';
import { type FakeDiscord, startFakeDiscord } from './fakes/discord/fake-discord.ts';
import { permission } from './fakes/discord/guilds.ts';
import { person } from './fakes/discord/person.ts';
import { type FakeSlack, startFakeSlack } from './fakes/slack/server.ts';
import { silent } from './store/fixture.ts';

const guild = '200000000000000001';
const [channel, member] = ['300000000000000001', '400000000000000001'];

let folder: string;
let deskwire: Deskwire;
let platforms: Platforms;
let digests: RunningDigests;
let slack: FakeSlack;
let discord: FakeDiscord;
let time: ReturnType<typeof fakeTime>;
let listener: RequestListener;
let server: ReturnType<typeof createServer>;

/** The real service with both real clients on fakes of their platforms; only its clock is the test's. Monday noon, UTC. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskwire-digests-'));
  [slack, discord] = await Promise.all([startFakeSlack(), startFakeDiscord()]);
  const result = readConfig({
    DESKWIRE_DATA: folder,
    DESKWIRE_ADMINS: 'slack:T1:UADMIN',
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
  });
  if (!result.ok) throw new Error(result.faults.join('\n'));
  const { config } = result;
  time = fakeTime(new Date('2026-11-23T12:00:00Z'));
  const { clock, timers } = time;
  const sides = await digestSidesOf(config, { clock, log: silent });
  deskwire = await wire(config, { log: silent, clock, recordedBy: clock, sides });
  await deskwire.sync();
  digests = runDigests({
    digests: deskwire.digests,
    store: deskwire.store,
    config,
    clock,
    timers,
    log: silent,
  });
  server = createServer((request, response) => listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  platforms = await platformsOf(config, deskwire, {
    log: silent,
    mount(path, given) {
      listener = given;
      slack.pointAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    },
  });
  await platforms.start();
});

afterEach(async () => {
  await Promise.all([platforms.stop(), digests.stop(3000)]);
  await deskwire.close();
  server.close();
  server.closeAllConnections();
  await Promise.all([slack.stop(), discord.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function tickAt(instant: string): Promise<void> {
  time.pass(Date.parse(instant) - time.clock().getTime());
  await digests.tick();
  await digests.deliver();
}

/** What a person reads of the answer to a line typed in Slack. */
async function onSlack(line: string, user = 'U1', where = 'C1'): Promise<string> {
  const [before, sent] = [slack.workspace.shown.length, slack.journal.of('response_url').length];
  await slack.send.command(`/deskwire digest ${line}`, { user, channel: where });
  if (slack.workspace.shown.length === before) await slack.journal.wait('response_url', sent + 1);
  return slack.workspace.shown
    .slice(before)
    .map(({ text }) => text)
    .join('\n');
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
    await digests.tick();
    await digests.deliver();
    expect(inSlack()).toHaveLength(1);
    await tickAt('2026-11-24T06:59:00Z');
    expect(inSlack()).toHaveLength(1);
    await tickAt('2026-11-24T07:00:00Z');
    await tickAt('2026-11-24T07:01:00Z');
    expect(inSlack()).toHaveLength(2);
    expect(inSlack()[1]).toContain('Digest 2');
    expect(await onSlack('history', 'U1')).toMatch(/Digest 2 · Tue 24 Nov 2026, 08:00 CET · delivered/);
  });

  test('in Discord, in the zone of the desk', async () => {
    const said = await onDiscord('subscribe', { topics: 'minerals' }, permission.manageChannels);
    expect(said).toContain('Asia/Almaty (the desk’s)');
    await digests.tick();
    await digests.deliver();
    expect(inDiscord()).toHaveLength(1);
    await tickAt('2026-11-24T03:00:00Z');
    await tickAt('2026-11-24T03:01:00Z');
    expect(inDiscord()).toHaveLength(2);
    expect(inDiscord()[1]).toContain('Digest 2');
    expect(await onDiscord('history')).toMatch(/Digest 2 · Tue 24 Nov 2026, 08:00 GMT\+5 · delivered/);
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
    expect(await deskwire.store.subscriptions.list({})).toEqual([]);
  });

  test('in Discord: members who may manage the channel; the bot is told which permission it lacks', async () => {
    expect(await onDiscord('subscribe')).toContain('Manage Channels');
    const everyone = discord.world.guilds.get(guild)!.roles;
    everyone.set(guild, permission.view | permission.send);
    expect(await onDiscord('subscribe', {}, permission.administrator)).toContain('Read Message History');
    expect(await deskwire.store.subscriptions.list({})).toEqual([]);
  });
});

test('a command given by one platform’s admin ends what comes to that channel alone', async () => {
  await onSlack('subscribe', 'UADMIN');
  await onDiscord('subscribe', {}, permission.manageChannels);
  await digests.tick();
  await digests.deliver();
  await onSlack('unsubscribe', 'UADMIN');
  await tickAt('2026-11-24T07:00:00Z');
  expect(inSlack()).toHaveLength(1);
  expect(inDiscord()).toHaveLength(2);
});
