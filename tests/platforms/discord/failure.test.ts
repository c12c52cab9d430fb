import { expect, test } from 'vitest';
import type { Reply } from '../../../src/domain/reply.ts';
import { readInteraction } from '../../../src/platforms/discord/handlers/incoming.ts';

import { waitsFor } from '../hand-clock.ts';
import { asker as askerId, channel, connected, setUp } from './desk.ts';
import { replyOf } from './replies.ts';

const callbacks = 'POST /interactions/:id/:token/callback';
const followUps = 'POST /webhooks/:application/:token';
const edits = 'PATCH /webhooks/:application/:token/messages/:message';
const page = { body: '<html><body>Back soon</body></html>', contentType: 'text/html' };
const long = () => replyOf({ blocks: [{ type: 'text', spans: [{ text: 'word '.repeat(1500) }] }] });

test('a failing answerer is one kind sentence with an id, and the log has the id with the cause', async () => {
  const { asker, log } = await connected({
    script: () => {
      throw new Error('disk gone', { cause: new Error('EIO') });
    },
  });
  await asker.answered(asker.command('centralasia', 'visits'));
  expect(asker.reads()).toEqual([
    'Something went wrong on our side. Please try again in a moment. (error E1)',
  ]);
  expect(log.find((line) => line.level === 'error')).toMatchObject({
    fields: { errorId: 'E1', err: { message: 'disk gone', cause: { message: 'EIO' } } },
  });
});

test.each([
  ['dropped', { kind: 'drop', when: 'after' }],
  ['dropped before it had an effect', { kind: 'drop', when: 'before' }],
  ['answered with an error 500', { kind: 'status', when: 'after' }],
  ['answered with garbage', { kind: 'garbage', when: 'after' }],
  ['answered with a page by a proxy that let it through', { kind: 'raw', when: 'after', ...page }],
  ['answered with a page by a proxy that did not', { kind: 'raw', when: 'before', ...page }],
  ['answered with nothing by a proxy', { kind: 'raw', when: 'before' }],
] as const)('a first response that is %s shows the answer once', async (_, fault) => {
  const { discord, asker } = await connected();
  discord.faults.plan({ route: callbacks, ...fault });
  asker.command('centralasia', 'visits');
  await discord.until(() => discord.journal.to(callbacks).length === 2);
  await discord.until(() => asker.reads().length === 1);
  expect(asker.reads()).toEqual([expect.stringContaining('Antony Blinken')]);
});

test('when the first response stands although Discord said twice that it failed, the other parts follow', async () => {
  const { discord, asker } = await connected({ script: long });
  discord.faults.plan({ route: callbacks, kind: 'status', when: 'after', count: 2 });
  asker.command('centralasia', 'visits');
  await discord.until(() => asker.reads().length >= 3);
  expect(asker.reads().map((text) => /part \d of 3/.exec(text)?.[0])).toEqual([
    'part 1 of 3',
    'part 2 of 3',
    'part 3 of 3',
  ]);
});

test('a first response that never comes back is tried once more within the 3 s', async () => {
  const { discord, asker, time } = await connected();
  discord.faults.plan({ route: callbacks, kind: 'hang', when: 'after' });
  asker.command('centralasia', 'visits');
  await discord.until(() => discord.journal.to(callbacks).length === 1);
  await time.advance(2500);
  await discord.until(() => discord.journal.to(callbacks).length === 2);
  expect(asker.reads()).toHaveLength(1);
});

test('an edit that fails is repeated until it stands', async () => {
  const { answer, discord, asker, time } = await deferred();
  discord.faults.plan({ route: edits, kind: 'status', when: 'before' });
  discord.faults.plan({ route: edits, kind: 'raw', when: 'before', ...page });
  answer.resolve(replyOf());
  await discord.until(() => discord.journal.to(edits).length === 1);
  await waitsFor(time, 250);
  await time.advance(250);
  await discord.until(() => discord.journal.to(edits).length === 2);
  await waitsFor(time, 1000);
  await time.advance(1000);
  await discord.until(() => discord.journal.to(edits).length === 3);
  expect(asker.reads()).toEqual([expect.stringContaining('Antony Blinken')]);
});

test.each(['drop', 'status', 'late', 'raw'] as const)(
  'a part of which nobody knows whether it came (%s) is not sent twice, and the reader is told',
  async (kind) => {
    const { discord, asker, log } = await connected({ script: long });
    discord.faults.plan({ route: followUps, kind, when: kind === 'late' ? 'before' : 'after' });
    asker.command('centralasia', 'visits');
    await discord.until(() => discord.journal.to(followUps).length === 2);
    discord.faults.release();
    const parts = asker.reads().filter((text) => text.includes('part 2 of 3'));
    expect(parts).toHaveLength(1);
    expect(
      asker.reads().some((text) => text.includes('could not be sent. Please ask again. (error E1)')),
    ).toBe(true);
    expect(log.some((line) => line.fields.errorId === 'E1')).toBe(true);
  },
);

test('a share of which nobody knows whether it came is not repeated', async () => {
  const slow = Promise.withResolvers<Reply>();
  const { discord, asker, other, time } = await connected({
    script: ({ audience }) => (audience === 'channel' ? slow.promise : replyOf()),
  });
  await asker.answered(asker.command('centralasia', 'visits'));
  const press = asker.press(asker.buttons().find((button) => button.label === 'Share to channel')!);
  await waitsFor(time, 1500);
  await time.advance(1500);
  await asker.answered(press);
  discord.faults.plan({ route: followUps, kind: 'drop', when: 'after' });
  slow.resolve(replyOf());
  await discord.until(() => asker.reads().some((text) => text.includes('look before you share it again')));
  expect(other.reads()).toHaveLength(1);
});

test('an interaction that is too old is given up, with a line in the log', async () => {
  const { discord, asker, time, log } = await connected();
  discord.gateway.cut();
  asker.command('centralasia', 'visits');
  await time.advance(3001);
  await discord.until(() => log.some((line) => line.message.includes('expired')));
  expect(asker.reads()).toEqual([]);
  expect(discord.journal.to(followUps)).toEqual([]);
});

test('a response that another process gave is left alone', async () => {
  const { discord, asker, log } = await connected();
  const interaction = asker.command('centralasia', 'visits');
  interaction.answered = { type: 4, data: {} };
  await discord.until(() => log.some((line) => line.message.includes('answered')));
  expect(discord.journal.to(followUps)).toEqual([]);
});

test('a rate limit longer than the time there is becomes a line in the log, not a wait', async () => {
  const { discord, asker, log } = await connected();
  discord.faults.plan({ route: callbacks, kind: '429', when: 'before', retryAfter: 30 });
  asker.command('centralasia', 'visits');
  await discord.until(() => log.some((line) => line.message.includes('limited')));
});

test('a malformed interaction is skipped, and the next one is answered', async () => {
  const { discord, asker, log } = await connected();
  for (const payload of [null, 5, {}, { id: 'x' }, { type: 2, id: '1', token: 't', application_id: '2' }]) {
    discord.gateway.dispatch('INTERACTION_CREATE', payload);
  }
  const known = { id: '1', token: 't', application_id: '2', channel_id: '3', user: { id: '4' } };
  for (const type of [1, 2, 3, 4, 5, 99]) discord.gateway.dispatch('INTERACTION_CREATE', { ...known, type });
  await asker.answered(asker.command('centralasia', 'visits'));
  expect(log.filter((line) => line.message.includes('unreadable interaction'))).toHaveLength(11);
});

test('options nested without end are read no deeper than Discord nests them', () => {
  let options: object[] = [];
  for (let depth = 0; depth < 100_000; depth += 1) options = [{ name: 'x', type: 1, options }];
  const known = { id: '1', token: 't', application_id: '2', channel_id: '3', user: { id: '4' } };
  const read = readInteraction({ ...known, type: 2, data: { name: 'x', options } });
  expect(read).toMatchObject({ kind: 'command', command: 'x x x', options: [] });
});

test('a direct message is told where to ask', async () => {
  const { discord, asker } = await connected();
  const interaction = asker.command('centralasia', 'visits');
  await asker.answered(interaction);
  const alone = { ...interaction, id: discord.world.newId(), token: 'another', guild: undefined };
  delete alone.answered;
  discord.world.interactions.set(alone.id, alone);
  discord.gateway.dispatch('INTERACTION_CREATE', {
    id: alone.id,
    token: alone.token,
    application_id: discord.world.application,
    type: 2,
    channel_id: channel,
    user: { id: askerId },
    data: { name: 'centralasia', options: [] },
  });
  await asker.answered(alone);
  expect(asker.reads().at(-1)).toContain('ask the desk in a server');
});

test('a report that cannot be kept says so', async () => {
  const base = await setUp();
  const app = base.another({
    reports: { add: () => Promise.reject(new Error('locked')), list: async () => ({ items: [], total: 0 }) },
  });
  await app.start();
  await base.asker.answered(base.asker.command('centralasia', 'visits'));
  const press = await base.asker.answered(
    base.asker.press(base.asker.buttons().find((button) => button.label === 'Report a mistake')!),
  );
  await base.asker.answered(base.asker.submit(press.answered!.data, 'wrong'));
  expect(base.asker.reads().at(-1)).toContain('(error E');
});

test('no token, no interaction token and no address that holds one ever reaches the log', async () => {
  const { discord, asker, log, time } = await connected({
    script: ({ text }) => {
      if (text.includes('fail')) throw new Error(`failed at /webhooks/123/secret-part and ${discord.token}`);
      return text.includes('long') ? long() : replyOf();
    },
  });
  const faults = ['drop', 'status', 'garbage', '429', 'hang'] as const;
  for (const kind of faults) {
    for (const route of [callbacks, followUps]) {
      discord.faults.plan({ route, kind, when: 'before', retryAfter: 60, count: 2 });
    }
    const interaction = asker.command('centralasia', 'visits', { country: 'long' });
    const before = log.length;
    const met = () =>
      log.length > before || discord.journal.entries.some((e) => e.path.includes(interaction.token));
    await discord.until(met);
    await time.advance(6000);
  }
  discord.gateway.cut();
  await discord.until(() => discord.gateway.count(6) === 1);
  asker.command('centralasia', 'visits', { country: 'fail' });
  await discord.until(() => log.some((line) => line.message === 'an answer failed'));
  expect(log.filter((line) => line.level === 'error').length).toBeGreaterThan(3);
  const all = log.map((line) => `${line.message} ${everything(line.fields)}`).join('\n');
  expect(all).not.toContain(discord.token);
  expect(all).not.toContain('secret-part');
  for (const { token } of discord.world.interactions.values()) expect(all).not.toContain(token);
});

/** Every field at any depth, also those of errors that JSON leaves out. */
function everything(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.has(value)) return '';
  seen.add(value);
  return Object.getOwnPropertyNames(value)
    .map((name) => `${name}=${everything((value as Record<string, unknown>)[name], seen)}`)
    .join(' ');
}

/** A command whose answer is late and has been announced. */
async function deferred() {
  const answer = Promise.withResolvers<Reply>();
  const base = await connected({ script: () => answer.promise });
  const interaction = base.asker.command('centralasia', 'visits');
  await waitsFor(base.time, 1500);
  await base.time.advance(1500);
  await base.asker.answered(interaction);
  await waitsFor(base.time, 2500, false);
  return { ...base, answer };
}
