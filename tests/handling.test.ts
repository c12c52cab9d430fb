import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EntryBody } from '../src/domain/entry.ts';
import { person } from './fakes/discord/person.ts';
import { button } from './platforms/slack/desk.ts';
import { serviceOnFakes } from './service-on-fakes.ts';
import { fact } from './store/entries-made.ts';

const guild = '200000000000000001';
const [channel, member, editor] = ['300000000000000001', '400000000000000001', '400000000000000002'];
const [inside, outside] = ['C1', 'C4'];

let service: Awaited<ReturnType<typeof serviceOnFakes>>;

const write = async (id: string, over: Partial<Extract<EntryBody, { type: 'fact' }>>) => {
  const body = fact(id, { title: `About ${id}`, topics: ['corridors'], sources: [], ...over });
  await service.app.store.writer.write(
    { desk: 'centralasia', body, actor: 'test', base: 0 },
    service.clock(),
  );
};

beforeAll(async () => {
  service = await serviceOnFakes({ admins: `slack:T1:UADMIN,discord:${guild}:${editor}` });
  await write('zz-open', { statement: 'Quagga for all.' });
  await write('zz-house', { statement: 'Quagga for the house.', handling: 'internal' });
  await write('zz-kept', { statement: 'Quagga for few.', handling: 'restricted' });
});
afterAll(() => service.end());

describe('on Slack', () => {
  interface Seen {
    /** What all read, and what the asker alone does. */
    all: string;
    own: string;
    blocks: unknown[];
  }

  async function seen(act: () => Promise<unknown>, messages: number): Promise<Seen> {
    const { shown } = service.slack.workspace;
    const before = shown.length;
    await act();
    await expect.poll(() => shown.length - before, { interval: 5 }).toBeGreaterThanOrEqual(messages);
    const since = shown.slice(before);
    const text = (forAll: boolean) =>
      since
        .filter(({ user }) => (user === undefined) === forAll)
        .map(({ text }) => text)
        .join('\n');
    return { all: text(true), own: text(false), blocks: since.map(({ blocks }) => blocks) };
  }
  const ask = (line: string, { user = 'U1', where = inside, messages = 1 } = {}) =>
    seen(() => service.slack.send.command(`/centralasia ${line}`, { user, channel: where }), messages);
  const looked = () => service.slack.journal.of('conversations.info').length;

  test('what is internal is for the house: to all in its channels, and to one person in any', async () => {
    const { all } = await ask('search quagga public:yes');
    expect(all).toContain('zz-house');
    expect(all).not.toContain('zz-kept');
    const { own } = await ask('search quagga', { where: outside });
    expect(own).toContain('zz-house');
    expect(own).not.toContain('zz-kept');
  });

  test.each(['is_shared', 'is_ext_shared', 'is_pending_ext_shared'] as const)(
    'in a channel that is shared (%s) it is left out, and the one who asked is told so quietly',
    async (shared) => {
      service.slack.workspace.channels.get(outside)!.shared = shared;
      service.pass(61);
      const { all, own } = await ask('search quagga public:yes', { where: outside, messages: 2 });
      expect(all).toContain('zz-open');
      expect(all).not.toMatch(/zz-house|internal/);
      expect(own).toContain('1 entry is internal and is not shown in a channel that is shared, or may be.');
      expect(own).not.toContain('restricted');
    },
  );

  test('an editor is told of what is restricted too, and sees it alone', async () => {
    const { all, own } = await ask('search quagga public:yes', { user: 'UADMIN', messages: 2 });
    expect(all).toContain('zz-house');
    expect(all).not.toContain('zz-kept');
    expect(own).toContain('1 entry is restricted and is not shown to a channel.');
    expect((await ask('search quagga', { user: 'UADMIN' })).own).toContain('zz-kept');
  });

  test('sharing says what is left out, and shares nothing where that is all there is', async () => {
    const asked = await ask('search quagga', { where: outside });
    const press = (blocks: unknown[]) => {
      const share = { ...button(blocks, 'Share to channel'), user: 'U1', channel: outside };
      return service.slack.send.press(share);
    };
    const { all, own } = await seen(() => press(asked.blocks), 2);
    expect(all).toContain('zz-open');
    expect(all).not.toContain('zz-house');
    expect(own).toContain('1 entry is internal');
    const one = await ask('brief zz-house', { where: outside });
    expect(one.own).toContain('Quagga for the house');
    const nothing = await seen(() => press(one.blocks), 1);
    expect(nothing.all).toBe('');
    expect(nothing.own).toContain('1 entry is internal');
  });

  test('a channel that the bot cannot look into, and one of which Slack tells nothing, count as shared', async () => {
    const { all } = await ask('search quagga public:yes', { where: 'C9', messages: 2 });
    expect(all).not.toContain('zz-house');
    service.pass(61);
    service.slack.faults.set({ route: 'conversations.info', when: 'before', kind: { type: '429' } });
    const limited = await ask('search quagga public:yes', { messages: 2 });
    expect(limited.all).not.toContain('zz-house');
    expect((await ask('search quagga public:yes')).all).toContain('zz-house');
  });

  test('a guest from another workspace is shown and told nothing of it, even alone', async () => {
    const own = (await ask('search quagga', { where: outside })).blocks;
    const { action_id, value } = button(own, 'Share to channel');
    const guest = { user: 'U1', userTeam: 'T9', channel: outside, message: '2.2' };
    const seenByGuest = await seen(() => service.slack.send.press({ ...guest, action_id, value }), 1);
    expect(seenByGuest.all).toContain('zz-open');
    expect(seenByGuest.all + seenByGuest.own).not.toMatch(/zz-house|internal/);
  });

  test.each(['is_stranger', 'is_restricted', 'is_ultra_restricted'] as const)(
    'whoever Slack calls a guest (%s), or does not know, is shown and told nothing of it either',
    async (guest) => {
      const users = service.slack.workspace.users;
      users.set('U9', { id: 'U9', name: 'guest', tz: 'Europe/Paris', [guest]: true });
      service.pass(61);
      for (const user of ['U9', 'U404'])
        for (const where of [inside, outside]) {
          const { all, own } = await ask('search quagga', { user, where });
          expect(own).toContain('zz-open');
          expect(all + own).not.toMatch(/zz-house|internal/);
        }
    },
  );

  test('while Slack does not tell whose a person is, they are shown nothing of it', async () => {
    service.pass(61);
    service.slack.faults.set({ route: 'users.info', when: 'before', kind: { type: '429' } });
    expect((await ask('search quagga', { where: outside })).own).not.toContain('zz-house');
    expect((await ask('search quagga', { where: outside })).own).toContain('zz-house');
  });

  test('who sees a channel is asked at most once a minute', async () => {
    service.pass(61);
    const before = looked();
    for (const line of ['latest', 'search quagga', 'topics']) await ask(`${line} public:yes`);
    expect(looked() - before).toBe(1);
  });
});

test('on Discord the channels of a server are of the house, and an editor is told of what is restricted', async () => {
  const { discord } = service;
  const ask = async (user: string, options: Record<string, string | boolean>, messages = 1) => {
    const asker = person(discord, { guild, channel, user });
    const before = asker.reads().length;
    await asker.answered(asker.command('centralasia', 'search', { words: 'quagga', ...options }));
    await discord.until(
      () => asker.reads().length >= before + messages && !asker.reads().includes('…thinking'),
    );
    return asker.reads().slice(before).join('\n');
  };
  const all = () => person(discord, { guild, channel, user: '400000000000000099' }).reads().join('\n');
  expect(await ask(member, { public: true })).toContain('zz-house');
  expect(await ask(editor, { public: true }, 2)).toContain(
    '1 entry is restricted and is not shown to a channel.',
  );
  expect(all()).not.toMatch(/zz-kept|restricted/);
  expect(await ask(editor, {})).toContain('zz-kept');
  const asker = person(discord, { guild, channel, user: editor });
  const offered = await asker.answered(asker.completing('centralasia', 'brief', 'id', 'zz'));
  expect(JSON.stringify(offered.answered)).toContain('zz-house');
  expect(JSON.stringify(offered.answered)).not.toContain('zz-kept');
});

test('a desk on which nothing is marked asks no platform who sees a channel', async () => {
  const plain = await serviceOnFakes({ admins: 'slack:T1:UADMIN' });
  await plain.slack.send.command('/centralasia latest public:yes', { channel: outside });
  await expect.poll(() => plain.slack.workspace.shown.length, { interval: 5 }).toBeGreaterThan(0);
  expect(plain.slack.journal.of('conversations.info')).toEqual([]);
  await plain.end();
});
