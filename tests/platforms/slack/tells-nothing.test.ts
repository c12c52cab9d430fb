import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createBoltLogger, createClient } from '../../../src/platforms/slack/client.ts';
import { createSlackChannelSender } from '../../../src/platforms/slack/digest/channel-sender.ts';
import {
  createLookups,
  createSlackGroups,
  createSlackPeople,
  createSlackPlaces,
} from '../../../src/platforms/slack/digest/lookups.ts';
import { sentence } from '../../../src/platforms/slack/render/message.ts';
import { createRespond, createSlackSender } from '../../../src/platforms/slack/sender.ts';
import type { Fault } from '../../fakes/slack/faults.ts';
import { startFakeSlack } from '../../fakes/slack/server.ts';
import { tellingNothing } from '../channel-sender-contract.ts';
import { startDesk } from './desk.ts';

const now = new Date('2026-11-23T07:00:00Z');
const [channel, person, group] = ['slack:T1:C1', 'slack:T1:U1', 'slack:T1:S1'];
const key = { delivery: '0123456789abcdef', part: 0 };
const message = sentence('Hello');

/** Refusals that name no reason, and what is no answer of Slack's at all. */
const answers: [string, Fault['kind']][] = [
  ['a refusal without a reason', { type: 'answer', answer: { ok: false } }],
  ['a refusal with an empty reason', { type: 'answer', answer: { ok: false, error: '' } }],
  ['a refusal with null as its reason', { type: 'answer', answer: { ok: false, error: null } }],
  ['a refusal with a number as its reason', { type: 'answer', answer: { ok: false, error: 7 } }],
  ['an answer without ok', { type: 'answer', answer: { ts: '1.1', channel: 'C1', messages: [] } }],
  ['ok in words', { type: 'answer', answer: { ok: 'true', ts: '1.1', channel: 'C1' } }],
  ...Object.entries(tellingNothing).map(([name, raw]): [string, Fault['kind']] => [
    name,
    { type: 'raw', ...raw },
  ]),
];

async function start() {
  const fake = await startFakeSlack({ clock: () => now });
  onTestFinished(() => fake.stop());
  const silent = () => {};
  const log = { info: silent, warn: silent, error: silent };
  const config = { botToken: fake.tokens.bot, apiUrl: fake.apiUrl, host: '', port: 0 };
  const given = { config, clock: () => now, log };
  const client = createClient(
    config,
    createBoltLogger(log, (text) => text),
    5000,
  );
  const lookups = createLookups(given);
  fake.workspace.groups.set('S1', ['U1']);
  return {
    fake,
    channels: createSlackChannelSender(given),
    sender: createSlackSender(client, { timeoutMs: 1000 }),
    people: createSlackPeople(lookups),
    places: createSlackPlaces(lookups, () => now),
    groups: createSlackGroups(lookups),
    respond: createRespond(fake.apiUrl, 5000),
  };
}
type Started = Awaited<ReturnType<typeof start>>;

const unknown = { ok: false, failure: { code: 'unknown' } };
/** What every call makes of an answer that tells nothing. */
const calls: [string, string, (slack: Started) => Promise<unknown>, unknown][] = [
  [
    'a post',
    'chat.postMessage',
    ({ channels }) => channels.post(channel, message, key),
    { outcome: 'unknown' },
  ],
  [
    'an edit',
    'chat.update',
    ({ channels }) => channels.edit(channel, '1.1', message),
    { outcome: 'unknown' },
  ],
  ['a private word', 'chat.postMessage', ({ channels }) => channels.tell(person, 'Hello'), false],
  [
    'a look',
    'conversations.history',
    ({ channels }) => channels.find(channel, key.delivery, [0], { since: now, until: now }),
    { outcome: 'unknown' },
  ],
  [
    'a channel that is asked about',
    'conversations.info',
    ({ channels }) => channels.access(channel),
    { ok: false, passing: true },
  ],
  ['an answer to all', 'chat.postMessage', ({ sender }) => sender.post('C1', message), unknown],
  ['an answer to one', 'chat.postEphemeral', ({ sender }) => sender.whisper('C1', 'U1', message), unknown],
  [
    'a form',
    'views.open',
    ({ sender, fake }) => sender.openView(fake.triggers.issue(), { type: 'home', blocks: [] }),
    unknown,
  ],
  [
    'the Home',
    'views.publish',
    ({ sender }) => sender.publishHome('U1', { type: 'home', blocks: [] }),
    unknown,
  ],
  [
    'a response address',
    'response_url',
    ({ respond, fake }) => respond(fake.urls.issue('C1', 'U1'), message),
    unknown,
  ],
];

test.each(
  calls.flatMap(([what, route, call, expected]) =>
    answers.map(([name, kind]) => ({ what, route, call, expected, name, kind })),
  ),
)('$what answered with "$name": nobody knows', async ({ route, call, expected, kind }) => {
  const slack = await start();
  slack.fake.faults.set({ route, nth: 1, when: 'before', kind });
  const outcome = await call(slack);
  if (typeof expected === 'object') expect(outcome).toMatchObject(expected as object);
  else expect(outcome).toBe(expected);
  expect(slack.fake.journal.of(route)).toHaveLength(1);
});

/** 21 million bytes: no answer to what is asked has as many. */
const pad = 'x'.repeat(21_000_000);

test.each([
  ['chat.postMessage', 200, ({ channels }: Started) => channels.post(channel, message, key)],
  ['chat.postMessage', 500, ({ sender }: Started) => sender.post('C1', message)],
  ['response_url', 200, ({ respond, fake }: Started) => respond(fake.urls.issue('C1', 'U1'), message)],
] as const)('%s answered %i at endless length is not read: nobody knows', async (route, status, call) => {
  const slack = await start();
  const body = JSON.stringify({ ok: true, channel: 'C1', ts: '1.1', message: {}, pad });
  slack.fake.faults.set({ route, nth: 1, when: 'before', kind: { type: 'raw', status, body } });
  const outcome = await call(slack);
  expect(inspect(outcome, { depth: 6 })).toContain('an answer has more than 20000000 bytes');
});

/** Done, says Slack, but not what was asked for. */
test.each([
  [
    'chat.postMessage',
    ({ channels }: Started) => channels.post(channel, message, key),
    { outcome: 'unknown' },
  ],
  ['chat.postMessage', ({ sender }: Started) => sender.post('C1', message), unknown],
  ['chat.postEphemeral', ({ sender }: Started) => sender.whisper('C1', 'U1', message), unknown],
  [
    'conversations.info',
    ({ channels }: Started) => channels.access(channel),
    { ok: false, refusal: 'no_access', passing: true },
  ],
  [
    'conversations.history',
    ({ channels }: Started) => channels.find(channel, key.delivery, [0], { since: now, until: now }),
    { outcome: 'unknown' },
  ],
] as const)('%s without what it is asked for tells nothing', async (route, call, expected) => {
  const slack = await start();
  slack.fake.faults.set({ route, nth: 1, when: 'before', kind: { type: 'answer', answer: { ok: true } } });
  expect(await call(slack)).toMatchObject(expected);
});

/** The second time Slack tells it: the first must not have been kept. */
test.each([
  ['users.info', ({ people }: Started) => people.zoneOf(person), undefined, 'Asia/Almaty'],
  ['usergroups.users.list', ({ groups }: Started) => groups.holds(group, person), false, true],
  ['conversations.info', ({ places }: Started) => places.ofChannel(channel), undefined, 'internal'],
  ['users.info', ({ places }: Started) => places.ofPerson(person), 'shared', 'internal'],
  ['auth.test', ({ places }: Started) => places.ofPerson(person), 'shared', 'internal'],
] as const)('%s that tells nothing is asked again the next time', async (route, call, untold, told) => {
  const slack = await start();
  // After ten channels that could not be asked about, all are listed.
  slack.fake.faults.set({
    ...{ route: 'users.conversations', when: 'before', count: 9 },
    kind: { type: 'answer', answer: { ok: true } },
  });
  for (const [, kind] of answers) {
    slack.fake.faults.set({ route, nth: 1, when: 'before', kind });
    expect(await call(slack)).toBe(untold);
  }
  slack.fake.faults.set({ route, nth: 1, when: 'before', kind: { type: 'answer', answer: { ok: true } } });
  expect(await call(slack)).toBe(untold);
  expect(await call(slack)).toBe(told);
});

test.each(answers)('a start that is answered with "%s" is tried again', async (_, kind) => {
  for (const route of ['auth.test', 'apps.connections.open']) {
    const desk = await startDesk({ socket: true });
    desk.fake.faults.set({ route, nth: 1, when: 'before', kind });
    await expect(desk.start()).rejects.toMatchObject({ name: 'SlackAway' });
  }
});
