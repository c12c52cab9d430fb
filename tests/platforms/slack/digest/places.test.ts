import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Places } from '../../../../src/domain/ports/access.ts';
import { createLookups, createSlackPlaces } from '../../../../src/platforms/slack/digest/lookups.ts';
import { type FakeSlack, startFakeSlack } from '../../../fakes/slack/server.ts';
import { silent } from '../../../store/fixture.ts';

let fake: FakeSlack;
let places: Places;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-11-23T07:00:00Z');
  const clock = () => now;
  fake = await startFakeSlack({ clock });
  onTestFinished(() => fake.stop());
  const config = { botToken: fake.tokens.bot, apiUrl: fake.apiUrl, host: '', port: 0 };
  places = createSlackPlaces(createLookups({ config, clock, log: silent }), clock);
});

function channels(count: number) {
  return Array.from({ length: count }, (_, n) => {
    const id = `CX${n}`;
    const channel = { id, name: id.toLowerCase(), member: true, archived: false, private: n % 2 > 0 };
    fake.workspace.channels.set(id, channel);
    return `slack:T1:${id}`;
  });
}

async function ask(all: readonly string[]) {
  const told = [];
  for (const channel of all) told.push(await places.ofChannel(channel));
  return told;
}

const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};
const calls = (route: string) => fake.journal.of(route).length;

test('2,000 channels are told within a few calls, each as it is', async () => {
  const all = channels(2000);
  fake.workspace.channels.get('CX7')!.shared = 'is_pending_ext_shared';
  fake.workspace.channels.get('CX1500')!.shared = 'is_ext_shared';
  const told = await ask(all);
  expect(told.flatMap((place, n) => (place === 'internal' ? [] : [[n, place]]))).toEqual([
    [7, 'shared'],
    [1500, 'shared'],
  ]);
  expect(calls('conversations.info') + calls('users.conversations')).toBeLessThanOrEqual(13);
  await ask(all);
  expect(calls('conversations.info') + calls('users.conversations')).toBeLessThanOrEqual(13);
});

test('what was listed counts for a minute', async () => {
  const all = channels(30);
  expect(new Set(await ask(all))).toEqual(new Set(['internal']));
  fake.workspace.channels.get('CX25')!.shared = 'is_shared';
  pass(61);
  expect((await ask(all))[25]).toBe('shared');
});

test('a few channels are asked about one by one', async () => {
  await ask(channels(10));
  expect([calls('conversations.info'), calls('users.conversations')]).toEqual([10, 0]);
});

test('a channel that is not listed is asked about, and one that the bot cannot see counts as shared', async () => {
  await ask(channels(20));
  expect(await places.ofChannel('slack:T1:C2')).toBe('internal');
  expect(await places.ofChannel('slack:T1:CGONE')).toBe('shared');
});

test('where nothing can be listed, the calls of Slack’s tier are not exceeded, and the rest is not told', async () => {
  const all = channels(100);
  fake.faults.set({ route: 'users.conversations', when: 'before', kind: { type: '429' }, count: 9 });
  const told = await ask(all);
  expect(told.filter((place) => place === 'internal')).toHaveLength(40);
  expect(told.filter((place) => place === undefined)).toHaveLength(60);
  expect([calls('conversations.info'), calls('users.conversations')]).toEqual([40, 1]);
  pass(61);
  fake.faults.clear();
  expect(new Set(await ask(all))).toEqual(new Set(['internal']));
});

test('a listing that does not say whether a channel is shared tells nothing of it', async () => {
  const all = channels(12);
  fake.workspace.channels.get('CX11')!.shared = 'is_ext_shared';
  const kind = { type: 'answer', answer: { ok: true, channels: [{ id: 'CX11', name: 'cx11' }] } } as const;
  fake.faults.set({ route: 'users.conversations', when: 'before', kind });
  expect((await ask(all))[11]).toBe('shared');
});

test('a bot that may not list private channels asks about each', async () => {
  fake.workspace.scopes.delete('groups:read');
  expect(new Set(await ask(channels(30)))).toEqual(new Set(['internal']));
  expect([calls('conversations.info'), calls('users.conversations')]).toEqual([30, 1]);
});

test('what was listed before a page failed is told, the rest is asked about', async () => {
  const all = channels(2000);
  fake.faults.set({
    route: 'users.conversations',
    nth: 2,
    when: 'before',
    kind: { type: 'status', status: 500 },
  });
  const told = await ask(all);
  expect(told.slice(0, 900)).not.toContain(undefined);
  expect(told.slice(1000).filter((place) => place === undefined).length).toBeGreaterThan(960);
  expect([calls('conversations.info'), calls('users.conversations')]).toEqual([40, 2]);
});

test('a listing that takes too long goes no further', async () => {
  const all = channels(3000);
  const kind = {
    type: 'slow' as const,
    get until() {
      pass(10);
      return Promise.resolve();
    },
  };
  fake.faults.set({ route: 'users.conversations', nth: 1, when: 'before', kind });
  expect(new Set(await ask(all.slice(0, 11)))).toEqual(new Set(['internal']));
  expect(calls('users.conversations')).toBe(1);
});
