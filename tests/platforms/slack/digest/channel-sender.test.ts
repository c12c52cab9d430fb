import { expect, onTestFinished, test } from 'vitest';
import { createActionCodec } from '../../../../src/command/action-codec.ts';
import { createSlackChannelSender } from '../../../../src/platforms/slack/digest/channel-sender.ts';
import { createDigestRenderer } from '../../../../src/platforms/slack/digest/render.ts';
import { slackManifest } from '../../../../src/platforms/slack/registration/manifest.ts';
import { type FakeSlackOptions, startFakeSlack } from '../../../fakes/slack/server.ts';
import { says } from '../../../store/digests-made.ts';
import {
  channelSenderContract,
  type SenderFault,
  type SenderSubject,
  tellingNothing,
  tellsNothing,
} from '../../channel-sender-contract.ts';
import { catalogue } from '../desk.ts';

const now = new Date('2026-11-23T07:00:00Z');
const channel = 'slack:T1:C1';
const key = { delivery: '0123456789abcdef', part: 0 };
const body = (text: string) => ({ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });

async function start(options: FakeSlackOptions = {}, over: { botToken?: string } = {}) {
  const fake = await startFakeSlack({ clock: () => now, ...options });
  onTestFinished(() => fake.stop());
  const logged: string[] = [];
  const write = (about: object, message: string) =>
    void logged.push('detail' in about ? `${message}: ${about.detail}` : message);
  const log = { info() {}, warn: write, error: write };
  const config = { botToken: fake.tokens.bot, apiUrl: fake.apiUrl, host: '', port: 0, ...over };
  const sender = createSlackChannelSender({ config, clock: () => now, log, requestTimeoutMs: 1000 });
  const texts = (id: string) => (fake.workspace.messages.get(id) ?? []).map(({ text }) => text);
  const look = (delivery = key.delivery, parts = [0]) =>
    sender.find(channel, delivery, parts, { since: now, until: now });
  return { fake, sender, texts, look, logged };
}

const kinds = {
  limited: { type: '429', retryAfter: 7 },
  status: { type: 'status', status: 500 },
  drop: { type: 'drop' },
  hang: { type: 'hang' },
  garbage: { type: 'garbage' },
} as const;

channelSenderContract(
  'Slack',
  async (): Promise<SenderSubject> => {
    let skew = 0;
    const { fake, sender, texts } = await start({ clock: () => new Date(now.getTime() + skew) });
    return {
      sender,
      channel,
      person: 'slack:T1:U1',
      now,
      body,
      shown: async () => texts('C1'),
      async remove(message) {
        const kept = (fake.workspace.messages.get('C1') ?? []).filter(({ ts }) => ts !== message);
        fake.workspace.messages.set('C1', kept);
      },
      told: () => texts('D-U1'),
      fail: ({ kind, when }: SenderFault) =>
        fake.faults.set({
          route: 'chat.postMessage',
          count: 1,
          when,
          kind: tellsNothing(kind) ? { type: 'raw', ...tellingNothing[kind] } : kinds[kind],
        }),
      posts: () => fake.journal.of('chat.postMessage').length,
      ahead(ms) {
        skew = ms;
      },
      async shutOut() {
        fake.workspace.channels.get('C1')!.member = false;
      },
    };
  },
  { samePlace: 'Slack has no idempotency key: only a look tells' },
);

test('what the renderer freezes is taken, and found by its metadata', async () => {
  const { fake, sender, look } = await start();
  const context = { channel, delivery: key.delivery, more: '/centralasia latest' };
  const entries = Array.from({ length: 60 }, (_, at) => `entry-${at}`);
  const frozen = createDigestRenderer(createActionCodec('secret')).parts(says(...entries), context);
  expect(frozen.length).toBeGreaterThan(1);
  const parts = frozen.map((_, part) => part);
  for (const part of parts)
    expect(await sender.post(channel, frozen[part]!.body, { ...key, part })).toMatchObject({
      outcome: 'posted',
    });
  const stamps = fake.workspace.messages.get('C1')!.map(({ ts }) => ts);
  expect(await look(key.delivery, parts)).toEqual({ outcome: 'looked', found: new Map(stamps.entries()) });
});

test('links stay folded, and the message names its delivery and part', async () => {
  const { fake, sender } = await start();
  await sender.post(channel, body('one'), key);
  expect(fake.journal.of('chat.postMessage')[0]!.body).toMatchObject({
    unfurl_links: 'false',
    unfurl_media: 'false',
    metadata: { event_type: 'deskwire_digest', event_payload: key },
  });
});

test.each([
  ['slack:T1:C3', 'channel_gone', /archived/],
  ['slack:T1:C404', 'channel_gone', /\/invite @deskwire/],
  ['slack:T1:C2', 'no_access', /\/invite @deskwire/],
])('%s is refused as %s', async (place, refusal, problem) => {
  const { sender } = await start();
  expect(await sender.post(place, body('one'), key)).toMatchObject({ outcome: 'refused', refusal });
  expect(await sender.access(place)).toMatchObject({
    ok: false,
    refusal,
    problem: expect.stringMatching(problem),
  });
});

test('the app that our manifest makes may post a digest, look for it and tell an admin', async () => {
  const { fake, sender, texts, look, logged } = await start();
  fake.workspace.install(slackManifest(catalogue));
  expect(await sender.access(channel)).toEqual({ ok: true });
  expect(await sender.post(channel, body('one'), key)).toMatchObject({ outcome: 'posted' });
  expect(await look()).toMatchObject({ outcome: 'looked', found: new Map([[0, expect.any(String)]]) });
  expect(await sender.tell('slack:T1:U1', 'Digest 12 could not be posted.')).toBe(true);
  expect(texts('D-U1')).toEqual(['Digest 12 could not be posted.']);
  // An app of an older manifest: the log says what Slack wants.
  fake.workspace.messagesTab = false;
  expect(await sender.tell('slack:T1:U1', 'x')).toBe(false);
  expect(logged).toEqual(['direct message refused by Slack: messages_tab_disabled']);
});

test('a token that is no longer taken is told from a channel that is not', async () => {
  const { sender, look } = await start({}, { botToken: 'xoxb-old' });
  expect(await sender.post(channel, body('one'), key)).toMatchObject({ refusal: 'token' });
  expect(await sender.access(channel)).toMatchObject({
    refusal: 'token',
    problem: expect.stringMatching(/SLACK_BOT_TOKEN/),
  });
  // It may be replaced before long, and then the look tells after all.
  expect(await look()).toMatchObject({ outcome: 'unknown' });
  expect(await sender.tell('slack:T1:U1', 'x')).toBe(false);
});

test('a private channel wants the scope for private ones', async () => {
  const { fake, sender, look } = await start();
  fake.workspace.channels.get('C1')!.private = true;
  fake.workspace.scopes.delete('groups:history');
  expect(await sender.access(channel)).toMatchObject({
    ok: false,
    problem: expect.stringContaining('groups:history'),
  });
  fake.workspace.scopes.delete('channels:history');
  expect(await look()).toMatchObject({ outcome: 'blind', detail: expect.stringContaining('scope') });
});

test('edits are refused when the window has closed or the text has grown too long', async () => {
  const { fake, sender } = await start();
  const posted = await sender.post(channel, body('one'), key);
  if (posted.outcome !== 'posted') throw new Error('not posted');
  const long = { text: 'x'.repeat(40_001) };
  expect(await sender.edit(channel, posted.message, long)).toMatchObject({ refusal: 'too_large' });
  fake.workspace.editWindowMs = -1;
  expect(await sender.edit(channel, posted.message, body('two'))).toMatchObject({ refusal: 'edit_closed' });
});

test('an answer that names another channel, or a fault of Slack, settles nothing', async () => {
  const { fake, sender, logged } = await start();
  const answers = [
    { ok: true, channel: 'C9', ts: '1.1' },
    { ok: true, channel: 'C1' },
    { ok: false, error: 'fatal_error' },
    { ok: false, error: 'internal_error' },
  ];
  for (const answer of answers) {
    fake.faults.set({ route: 'chat.postMessage', count: 1, when: 'after', kind: { type: 'answer', answer } });
    expect(await sender.post(channel, body('one'), key)).toMatchObject({ outcome: 'unknown' });
  }
  expect(logged).toEqual(['Slack answered with a different channel']);
  const kind = { type: 'answer', answer: { ok: false, error: 'message_limit_exceeded' } } as const;
  fake.faults.set({ route: 'chat.postMessage', count: 1, when: 'before', kind });
  expect(await sender.post(channel, body('one'), key)).toMatchObject({ outcome: 'limited' });
});

test('a look reads page after page, and nothing from long before or after', async () => {
  let time = now.getTime();
  const { fake, sender, look } = await start({ clock: () => new Date(time) });
  const chatter = (count: number) => {
    for (let at = 0; at < count; at += 1)
      fake.workspace.messages.get('C1')!.push({ ts: fake.workspace.nextTs(), text: 'chatter' });
  };
  fake.workspace.messages.set('C1', []);
  await sender.post(channel, body('one'), key);
  chatter(40);
  time += 3_601_000;
  chatter(100);
  expect(await look()).toMatchObject({ outcome: 'looked', found: new Map([[0, expect.any(String)]]) });
  expect(fake.journal.of('conversations.history')).toHaveLength(3);
});

test('where history is read once a minute, a look goes on where it was interrupted', async () => {
  let time = now.getTime();
  const { fake, sender, look } = await start({ clock: () => new Date(time), historyOnceAMinute: true });
  await sender.post(channel, body('one'), key);
  for (let at = 0; at < 20; at += 1)
    fake.workspace.messages.get('C1')!.push({ ts: fake.workspace.nextTs(), text: 'chatter' });
  expect(await look()).toEqual({ outcome: 'limited', retryAfterMs: 60_000 });
  time += 60_000;
  expect(await look()).toMatchObject({ outcome: 'looked', found: new Map([[0, expect.any(String)]]) });
});
