import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { adaptersOf } from '../src/app/adapters.ts';
import { type App, createApp } from '../src/app/app.ts';
import { type Chat, openChat } from '../src/app/service.ts';
import type { DeskCommand } from '../src/command/define.ts';
import { parse } from '../src/command/parse/parse.ts';
import { type Config, readConfig } from '../src/config.ts';
import type { Reply } from '../src/domain/reply.ts';
import { exampleLines } from './commands/example-lines.ts';
import { type FakeDiscord, startFakeDiscord } from './fakes/discord/fake-discord.ts';
import { person } from './fakes/discord/person.ts';
import { type FakeSlack, startFakeSlack } from './fakes/slack/server.ts';
import { wholeAnswer } from './fakes/slack/whole-answer.ts';
import { button } from './platforms/slack/desk.ts';
import { seenOnDiscord } from './seen/on-discord.ts';
import { seenOnSlack } from './seen/on-slack.ts';
import { differences, type Seen } from './seen/seen.ts';
import { silent } from './store/fixture.ts';

const now = new Date('2026-11-28T12:00:00Z');
const guild = '200000000000000001';
const [admin, discordAdmin] = ['UADMIN', '400000000000000009'];
type OptionValues = Record<string, string | number | boolean>;
const followUps = 'POST /webhooks/:application/:token';

let folder: string;
let app: App;
let platforms: Chat;
let slack: FakeSlack;
let discord: FakeDiscord;
let listener: RequestListener;
const server = createServer((request, response) => listener(request, response));

/** The real service on the real desk in a real store, with both real clients on fakes of their platforms. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskwire-parity-'));
  [slack, discord] = await Promise.all([startFakeSlack(), startFakeDiscord()]);
  const config = configOf({
    DESKWIRE_DATA: folder,
    DESKWIRE_ADMINS: `slack:T1:${admin},discord:${guild}:${discordAdmin}`,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
  });
  const adapters = await adaptersOf(config, { log: silent, clock: () => now });
  app = await createApp(config, { log: silent, clock: () => now, adapters });
  await app.desks.sync();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  platforms = await openChat(app, {
    log: silent,
    mount(path, given) {
      listener = given;
      slack.pointAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    },
  });
  await platforms.start();
});

afterAll(async () => {
  await platforms.stop();
  await app.close();
  server.close();
  server.closeAllConnections();
  await Promise.all([slack.stop(), discord.close()]);
  await rm(folder, { recursive: true, force: true });
});

function configOf(env: Record<string, string>): Config {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.faults.join('\n'));
  return result.config;
}

/** All messages of the answer to a typed line. */
async function askSlack(line: string, from: { user?: string } = {}) {
  const before = slack.workspace.shown.length;
  const acked = await slack.send.command(line, from);
  expect(acked).toMatchObject({ status: 200, inTime: true });
  return wholeAnswer(slack, before);
}

/** The page behind a button of what was shown. */
async function pressOnSlack(shown: readonly { blocks?: unknown }[], label: string, user?: string) {
  const before = slack.workspace.shown.length;
  const pressed = button(
    shown.map(({ blocks }) => blocks),
    label,
  );
  await slack.send.press({ ...pressed, ...(user && { user }) });
  return wholeAnswer(slack, before);
}

/** All messages of the answer to a command with its options filled in. Each asker has a channel of their own. */
async function askDiscord(command: string, options: OptionValues) {
  return (await askedOnDiscord(command, options)).messages();
}

async function askedOnDiscord(
  command: string,
  options: OptionValues,
  channel = discord.world.newId(),
  { slash = 'centralasia', user = discord.world.newId() } = {},
) {
  const asker = person(discord, { guild, channel, user });
  const sent = discord.journal.to(followUps).length;
  await asker.answered(asker.command(slash, command, options));
  const parts = Number(/part 1 of (\d+)/.exec(asker.reads()[0] ?? '')?.[1] ?? 1);
  await discord.until(() => discord.journal.to(followUps).length === sent + parts - 1);
  return asker;
}

/** What a button of what was shown last leads to, in its place or below. */
async function pressOnDiscord(asker: Awaited<ReturnType<typeof askedOnDiscord>>, label: string) {
  const pressed = asker.buttons().findLast((one) => one.label === label);
  if (!pressed) throw new Error(`there is no button ${label}`);
  const before = asker.reads();
  const at = pressed.id.startsWith('u') ? before.length - 1 : before.length;
  await asker.answered(asker.press(pressed));
  const parts = () => Number(/part 1 of (\d+)/.exec(asker.reads()[at] ?? '')?.[1] ?? 1);
  await discord.until(() => asker.reads()[at] !== before[at] && asker.messages().length >= at + parts());
  return asker.messages().slice(at);
}

/** The example as a reader fills it into Discord's form. */
function optionsOf(definition: DeskCommand, text: string): OptionValues {
  const [service] = app.desks.all();
  if (!service) throw new Error('no desk');
  const parsed = parse({ definition, text, names: service.names, today: '2026-11-28', head: '' });
  if (!parsed.ok) throw new Error(parsed.fault.says);
  return Object.fromEntries(
    Object.entries(parsed.values).map(([name, value]) => {
      const type = definition.options[name]?.kind.type;
      return [name, type === 'number' ? Number(value) : type === 'flag' ? true : value];
    }),
  );
}

const examples = exampleLines.map(({ line }) => line);

const answerTo = (line: string, person = 'slack:T1:U1') =>
  app.answerer.answer({
    text: `/centralasia ${line}`,
    person,
    audience: 'person',
    pageSize: 5,
  });

/** Both wires hold what the reply says: no more entries, no other order, nothing left out. */
function expectSame(reply: Reply, seen: { slack: Seen; discord: Seen }) {
  for (const shown of [seen.slack, seen.discord]) expect(differences(shown, reply)).toEqual([]);
}

describe('every example of every command shows the same on both platforms', () => {
  test.each(examples)('%s', async (line) => {
    const [name = '', ...rest] = line.split(' ');
    const definition = commands.find((command) => command.name === name);
    if (!definition) throw new Error(`an example of no command: ${line}`);
    const options = optionsOf(definition, rest.join(' '));
    // Each of them asks for the first time: `new` tells everybody what they have not seen.
    const user = `U${examples.indexOf(line) + 100}`;
    const reply = await answerTo(line, `slack:T2:${user}`);
    expect(reply.outcome).toBe('ok');
    const onSlack = await askSlack(`/centralasia ${line}`, { user });
    const asker = await askedOnDiscord(name, options);
    expectSame(reply, { slack: seenOnSlack(onSlack), discord: seenOnDiscord(asker.messages()) });
    if (reply.view === undefined) return;
    // The short form is one message; what it leaves out is one press away.
    expect([onSlack.length, asker.messages().length]).toEqual([1, 1]);
    for (const label of ['Details', 'Sources'].filter((one) => behind(reply, one) !== one))
      expectSame(await answerTo(behind(reply, label)), {
        slack: seenOnSlack(await pressOnSlack(onSlack, label, user)),
        discord: seenOnDiscord(await pressOnDiscord(asker, label)),
      });
  });
});

/** The line of a button, without its slash command. */
function behind(reply: Reply, label: string): string {
  const options = reply.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
  return options.find((one) => one.label === label)?.command.replace('/centralasia ', '') ?? label;
}

describe('a mistake gets the same help on both platforms as in the terminal', () => {
  test.each([
    ['who person:clinton', 'who', { person: 'clinton' }, 'question'],
    ['visits country:kazakstann', 'visits', { country: 'kazakstann' }, 'ok'],
    ['visits country:atlantis', 'visits', { country: 'atlantis' }, 'not_found'],
    ['visits since:yesteryear', 'visits', { since: 'yesteryear' }, 'invalid'],
    ['visits since:2020 until:2010', 'visits', { since: '2020', until: '2010' }, 'invalid'],
    [
      'visits tajikistan role:"vice president"',
      'visits',
      { country: 'TJ', role: 'vice president' },
      'not_covered',
    ],
    ['brief no-such-entry', 'brief', { id: 'no-such-entry' }, 'not_found'],
    ['search qwertzuiop', 'search', { words: 'qwertzuiop' }, 'ok'],
    [`search ${'x'.repeat(300)}`, 'search', { words: 'x'.repeat(300) }, 'invalid'],
    [`search ${'x'.repeat(1000)}`, 'search', { words: 'x'.repeat(1000) }, 'invalid'],
  ] as const)('%s', async (line, name, options, outcome) => {
    const reply = await answerTo(line);
    expect(reply.outcome).toBe(outcome);
    expectSame(reply, {
      slack: seenOnSlack(await askSlack(`/centralasia ${line}`)),
      discord: seenOnDiscord(await askDiscord(name, options)),
    });
  });
});

test('the pages behind the buttons are the same on both platforms', async () => {
  const typed = await askSlack('/centralasia visits kazakhstan');
  const asker = await askedOnDiscord('visits', { country: 'KZ' });
  const all = await pressOnSlack(typed, 'All 26');
  expectSame(await answerTo('visits kazakhstan show:all'), {
    slack: seenOnSlack(all),
    discord: seenOnDiscord(await pressOnDiscord(asker, 'All 26')),
  });
  expectSame(await answerTo('visits kazakhstan page 2'), {
    slack: seenOnSlack(await pressOnSlack(all, 'Next ›')),
    discord: seenOnDiscord(await pressOnDiscord(asker, 'Next ▶')),
  });
});

test('an answer that is asked for as private stays so in a channel that shows all answers', async () => {
  const channel = discord.world.newId();
  await app.store.channels.setVisibility('slack:T1:C1', 'public', 'terminal', now);
  await app.store.channels.setVisibility(`discord:${guild}:${channel}`, 'public', 'terminal', now);
  const [byHabit] = await askSlack('/centralasia visits kazakhstan');
  const [asked] = await askSlack('/centralasia visits kazakhstan public:no');
  await app.store.channels.setVisibility('slack:T1:C1', 'private', 'terminal', now);
  expect([byHabit?.user, asked?.user]).toEqual([undefined, 'U1']);

  const someoneElse = person(discord, { guild, channel, user: discord.world.newId() });
  await askedOnDiscord('visits', { country: 'KZ', public: false }, channel);
  expect(someoneElse.reads()).toEqual([]);
});

test.each([
  ['an answer', 'visits kazakhstan', { country: 'KZ' }, true],
  ['that it is not covered', 'visits tajikistan role:vp', { country: 'TJ', role: 'vp' }, true],
  ['a refusal', 'visits since:yesteryear', { since: 'yesteryear' }, false],
])('%s is shown to all when asked for, or not, on both platforms', async (_, line, options, toAll) => {
  const [onSlack] = await askSlack(`/centralasia ${line} public`);
  expect(onSlack?.user === undefined).toBe(toAll);
  const channel = discord.world.newId();
  const someoneElse = person(discord, { guild, channel, user: discord.world.newId() });
  await askedOnDiscord('visits', { ...options, public: true }, channel);
  expect(someoneElse.reads().length > 0).toBe(toAll);
});

describe('what /deskwire answers is the same on both platforms, and for the asker alone', () => {
  test.each([
    ['reports', 'reports', {}, 'ok'],
    ['visibility', 'visibility', {}, 'ok'],
    ['help', 'help', {}, 'ok'],
    ['help roles', 'help', { command: 'roles' }, 'ok'],
    ['help roles grant', 'help', { command: 'roles grant' }, 'ok'],
    ['roles list', 'roles list', {}, 'ok'],
    ['roles grant slack:T1:U7 editor', 'roles grant', { who: 'slack:T1:U7', role: 'editor' }, 'ok'],
    ['roles grant @jane editor', 'roles grant', { who: '@jane', role: 'editor' }, 'invalid'],
    ['roles revoke slack:T1:U8', 'roles revoke', { who: 'slack:T1:U8' }, 'not_found'],
    ['roles list desk:mars', 'roles list', { desk: 'mars' }, 'invalid'],
    ['help digest', 'help', { command: 'digest' }, 'ok'],
    ['digest list', 'digest list', {}, 'ok'],
    ['digest show', 'digest show', {}, 'not_found'],
    ['digest preview', 'digest preview', {}, 'ok'],
    ['digest history', 'digest history', {}, 'not_found'],
    ['digest pause', 'digest pause', {}, 'not_found'],
    ['digest more 0123456789abcdef', 'digest more', { delivery: '0123456789abcdef' }, 'not_found'],
    ['claim K7QP-3XMD-9RTA', 'claim', { code: 'K7QP-3XMD-9RTA' }, 'forbidden'],
  ] as const)('%s', async (line, name, options, outcome) => {
    const reply = await app.answerer.answer({
      text: `/deskwire ${line}`,
      person: `slack:T1:${admin}`,
      channel: 'slack:T1:C1',
      audience: 'person',
      pageSize: 5,
    });
    expect(reply.outcome).toBe(outcome);
    const onSlack = await askSlack(`/deskwire ${line}`, { user: admin });
    expect(onSlack.map(({ user }) => user)).toEqual(onSlack.map(() => admin));
    const channel = discord.world.newId();
    const asker = await askedOnDiscord(name, options, channel, { slash: 'deskwire', user: discordAdmin });
    expect(person(discord, { guild, channel, user: discord.world.newId() }).reads()).toEqual([]);
    expectSame(reply, { slack: seenOnSlack(onSlack), discord: seenOnDiscord(asker.messages()) });
  });

  test('a person who is mentioned is one of the asker’s own workspace or server', async () => {
    await askSlack('/deskwire roles grant <@U7|jane> reviewer', { user: admin });
    const asked = { slash: 'deskwire', user: discordAdmin };
    const options = { who: '<@400000000000000007>', role: 'reviewer' };
    await askedOnDiscord('roles grant', options, discord.world.newId(), asked);
    const given = (await app.store.roles.grants()).map(({ subject, role }) => `${subject} ${role}`);
    expect(given).toContain('slack:T1:U7 reviewer');
    expect(given).toContain(`discord:${guild}:400000000000000007 reviewer`);
  });
});
