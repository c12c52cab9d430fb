import { expect, onTestFinished, test } from 'vitest';
import { createBoltLogger, createClient, isSlackAddress } from '../../../src/platforms/slack/client.ts';
import { sentence } from '../../../src/platforms/slack/render/message.ts';
import { createSlackSender } from '../../../src/platforms/slack/sender.ts';
import type { Fault } from '../../fakes/slack/faults.ts';
import { startFakeSlack } from '../../fakes/slack/server.ts';

async function start(over: { botToken?: string } = {}, timeout = 5000) {
  const fake = await startFakeSlack();
  onTestFinished(() => fake.stop());
  const silent = () => {};
  const logger = createBoltLogger({ info: silent, warn: silent, error: silent }, (text) => text);
  const config = { botToken: fake.tokens.bot, apiUrl: fake.apiUrl, host: '', port: 0, ...over };
  return {
    fake,
    sender: createSlackSender(createClient(config, logger, timeout), { ...config, timeoutMs: timeout }),
  };
}
const message = sentence('Hello');

test('a message is posted with its links folded', async () => {
  const { fake, sender } = await start();
  expect(await sender.post('C1', message)).toEqual({ ok: true });
  const { body } = fake.journal.of('chat.postMessage')[0]!;
  expect(body).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false', text: 'Hello' });
  await sender.whisper('C1', 'U1', message);
  expect(fake.journal.of('chat.postEphemeral')[0]!.body).toMatchObject({
    unfurl_links: 'false',
    unfurl_media: 'false',
  });
});

test.each([
  ['C2', 'not_in_channel'],
  ['C3', 'is_archived'],
  ['C404', 'channel_not_found'],
])('a refusal is a value: %s', async (channel, code) => {
  const { sender } = await start();
  expect(await sender.post(channel, message)).toMatchObject({ ok: false, failure: { code } });
});

test('so are a wrong token, a missing scope, a spent trigger and what is too long', async () => {
  const wrong = await start({ botToken: 'xoxb-other' });
  expect(await wrong.sender.post('C1', message)).toMatchObject({
    failure: { code: 'token', detail: 'invalid_auth' },
  });
  const { fake, sender } = await start();
  expect(await sender.openView('made-up', { type: 'home', blocks: [] })).toMatchObject({
    failure: { code: 'expired' },
  });
  const long = { ...message, text: 'x'.repeat(40_001) };
  expect(await sender.post('C1', long)).toMatchObject({
    failure: { code: 'rejected', detail: 'msg_too_long' },
  });
  fake.workspace.scopes.delete('chat:write');
  expect(await sender.post('C1', message)).toMatchObject({ failure: { code: 'missing_scope' } });
});

const faults: [Fault['kind'], object][] = [
  [
    { type: '429', retryAfter: 9 },
    { code: 'rate_limited', retryAfterS: 9 },
  ],
  [{ type: '429' }, { code: 'unknown' }],
  [{ type: 'status', status: 500 }, { code: 'unknown' }],
  [{ type: 'drop' }, { code: 'unknown' }],
  [{ type: 'garbage' }, { code: 'unknown' }],
  [{ type: 'hang' }, { code: 'unknown' }],
];
test.each(faults)('nothing is ever sent twice: %o', async (kind, failure) => {
  const { fake, sender } = await start({}, 150);
  fake.faults.set({ route: 'chat.postMessage', nth: 1, when: 'before', kind });
  expect(await sender.post('C1', message)).toMatchObject({ ok: false, failure });
  expect(fake.journal.of('chat.postMessage')).toHaveLength(1);
});

test.each([
  ['https://hooks.slack.com/commands/T1/2/x', undefined, true],
  ['wss://wss-primary.slack.com/link', undefined, true],
  ['http://hooks.slack.com/x', undefined, false],
  ['https://slack.com.evil.example/x', undefined, false],
  ['https://evilslack.com/x', undefined, false],
  ['https://slack.com@evil.example/x', undefined, false],
  ['http://127.0.0.1:9/response/1', undefined, false],
  ['http://127.0.0.1:9/response/1', 'http://127.0.0.1:9/api/', true],
  ['http://127.0.0.1:8/response/1', 'http://127.0.0.1:9/api/', false],
  ['file:///etc/passwd', undefined, false],
  ['nonsense', undefined, false],
])('%s with the API at %s: %s', (address, apiUrl, leads) => {
  expect(isSlackAddress(address, apiUrl)).toBe(leads);
});
