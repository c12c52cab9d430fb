import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EntryBody } from '../src/domain/entry.ts';
import { serviceOnFakes } from './service-on-fakes.ts';
import { subscribe } from './store/digests-made.ts';
import { fact } from './store/entries-made.ts';

const desk = 'centralasia';
/** Eight in Berlin, the morning after. */
const due = '2026-11-24T07:00:00Z';

let service: Awaited<ReturnType<typeof serviceOnFakes>>;
let subscription: number;
let revisions: number;

beforeEach(async () => {
  service = await serviceOnFakes({ admins: 'slack:T1:UADMIN' });
  const { store } = service.app;
  const cursor = await store.publications.head();
  const now = service.clock();
  const made = await subscribe(store, desk, {
    channel: 'slack:T1:C1',
    cursor,
    slot: now,
    next: new Date(due),
  });
  subscription = made.id;
  revisions = 0;
});
afterEach(() => service.end());

const write = async (handling: EntryBody['handling']) => {
  const body = fact('zz-quagga', { title: 'Quagga', statement: 'Of the quagga.', sources: [], handling });
  const of = { desk, body, actor: 'test', base: revisions };
  await service.app.store.writer.write(of, service.clock());
  revisions += 1;
};

const meets = (error: string, route = 'chat.postMessage') =>
  service.slack.faults.set({ route, when: 'before', kind: { type: 'answer', answer: { ok: false, error } } });

/** Composed for a channel of the house; Slack's limit puts its sending off for some seconds. */
async function composed(handling: EntryBody['handling'] = 'internal') {
  await write(handling);
  meets('ratelimited');
  await service.tickAt(due);
  expect(posted()).toEqual([]);
  expect(await delivery()).toMatchObject({ state: 'waiting' });
}

/** A minute later; who sees a channel is asked at most that often. */
async function later() {
  service.pass(61);
  await service.sent();
}

async function delivery() {
  const [line] = await service.app.store.ledger.history(subscription, 1);
  return line && 'delivery' in line ? line.delivery : undefined;
}

const channel = () => service.slack.workspace.channels.get('C1')!;
const posted = () => (service.slack.workspace.messages.get('C1') ?? []).map(({ text }) => text);
const told = () =>
  (service.slack.workspace.messages.get('D-UADMIN') ?? []).map(({ text }) => text).join('\n');

test('it is sent while nobody else sees the channel', async () => {
  await composed();
  await later();
  expect(await delivery()).toMatchObject({ state: 'delivered' });
  expect(posted().join()).toContain('Of the quagga.');
});

test.each(['is_shared', 'is_ext_shared', 'is_pending_ext_shared'] as const)(
  'a channel that was opened to others (%s) meanwhile is not sent what is internal, and the admins are told',
  async (shared) => {
    await composed();
    channel().shared = shared;
    await later();
    const reason = expect.stringContaining('by now others see the channel too');
    expect(await delivery()).toMatchObject({ state: 'failed', reason });
    expect(posted()).toEqual([]);
    service.pass(10);
    await expect.poll(told, { interval: 5 }).toContain('by now others see the channel');
  },
);

test('what is public is sent there all the same', async () => {
  await composed('public');
  channel().shared = 'is_ext_shared';
  await later();
  expect(await delivery()).toMatchObject({ state: 'delivered' });
});

test('what was marked as restricted meanwhile is not sent anywhere', async () => {
  await composed('public');
  await write('restricted');
  await later();
  expect(await delivery()).toMatchObject({ state: 'failed', reason: expect.stringContaining('restricted') });
  expect(posted()).toEqual([]);
});

test('it waits while Slack does not tell who sees the channel', async () => {
  await composed();
  service.pass(61);
  for (let times = 0; times < 2; times += 1) meets('ratelimited', 'conversations.info');
  await service.sent();
  expect(await delivery()).toMatchObject({
    state: 'waiting',
    reason: expect.stringContaining('does not tell'),
  });
  await later();
  expect(await delivery()).toMatchObject({ state: 'delivered' });
});

test('it waits while the bot cannot see the channel, or its token is refused', async () => {
  await composed();
  const { channels } = service.slack.workspace;
  const away = channel();
  channels.delete('C1');
  await later();
  expect(await delivery()).toMatchObject({ state: 'waiting', reason: expect.stringContaining('invite') });
  expect(await service.app.store.subscriptions.get(subscription)).toMatchObject({ state: 'broken' });
  channels.set('C1', away);
  const { bot } = service.slack.tokens;
  service.slack.tokens.bot = 'another';
  service.pass(600);
  await service.sent();
  expect(await delivery()).toMatchObject({
    state: 'waiting',
    reason: expect.stringContaining('SLACK_BOT_TOKEN'),
  });
  service.slack.tokens.bot = bot;
  service.pass(3600);
  await service.sent();
  expect(await delivery()).toMatchObject({ state: 'delivered' });
  expect(await service.app.store.subscriptions.get(subscription)).toMatchObject({ state: 'active' });
});
