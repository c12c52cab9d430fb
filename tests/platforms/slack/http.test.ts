import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startDesk, startedDesk } from './desk.ts';
import { visits } from './example-reply.ts';

test.each([
  ['a wrong secret', { secret: 'not the secret' }],
  ['a timestamp of six minutes ago', { skew: -360 }],
  ['a timestamp from the future', { skew: 90 }],
])('%s is refused with 401, and nothing is asked', async (_, wrong) => {
  const desk = await startedDesk();
  expect(await desk.fake.send.command('/centralasia latest', {}, wrong)).toMatchObject({
    status: 401,
    body: '',
  });
  expect(desk.questions).toEqual([]);
});

test('a clock that runs a little ahead is no reason to refuse', async () => {
  const desk = await startedDesk();
  expect(await desk.fake.send.command('/centralasia latest', {}, { skew: 30 })).toMatchObject({
    status: 200,
  });
});

test.each([
  ['no JSON', { body: 'payload=%7Bbroken' }],
  ['null', { body: 'payload=null' }],
  ['a number', { body: '5', type: 'application/json' }],
  ['a list', { body: '[]', type: 'application/json' }],
  ['nothing', { body: '' }],
  ['an unknown kind', { body: 'payload=%7B%22type%22%3A%22surprise%22%7D' }],
  [
    'a press without a user',
    { body: `payload=${encodeURIComponent('{"type":"block_actions","actions":[{}]}')}` },
  ],
  [
    'a press without buttons',
    { body: `payload=${encodeURIComponent('{"type":"block_actions","actions":[]}')}` },
  ],
  ['a submission without a view', { body: `payload=${encodeURIComponent('{"type":"view_submission"}')}` }],
  ['an event without an event', { body: '{"type":"event_callback","event":null}', type: 'application/json' }],
])('a payload that is %s is refused at once, and the desk goes on', async (_, wrong) => {
  const desk = await startedDesk();
  const acked = await desk.fake.send.command('/centralasia latest', {}, wrong);
  expect(acked).toMatchObject({ status: 400, inTime: true });
  expect(await desk.fake.send.command('/centralasia latest')).toMatchObject({ status: 200 });
});

test('a malformed payload with a wrong signature is told nothing but 401', async () => {
  const desk = await startedDesk();
  const wrong = { secret: 'not the secret', body: 'payload=null' };
  expect(await desk.fake.send.command('/centralasia latest', {}, wrong)).toMatchObject({ status: 401 });
});

test('a command without its fields is told that it could not be read', async () => {
  const desk = await startedDesk();
  const acked = await desk.fake.send.command('/x', {}, { body: 'command=%2Fcentralasia&team_id=T1' });
  expect(acked).toMatchObject({ status: 200, body: { text: expect.stringContaining('could not be read') } });
});

test('a body beyond all measure is refused with 413', async () => {
  const desk = await startedDesk();
  const acked = await desk.fake.send.command('/x', {}, { body: `text=${'x'.repeat(600 * 1024)}` });
  expect(acked.status).toBe(413);
});

test('its own port serves the events and further routes, and closes on stop', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));

  const desk = await startDesk({ answer: () => visits, config: { port }, ownPort: true });
  await desk.start();
  desk.fake.pointAt(`http://127.0.0.1:${port}/slack/events`);
  expect(await desk.fake.send.command('/centralasia latest')).toMatchObject({ status: 200 });
  expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('well');
  expect((await fetch(`http://127.0.0.1:${port}/elsewhere`)).status).toBe(404);
  await desk.stop();
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
});

test('a wrong token is named at the start, without showing it', async () => {
  const desk = await startDesk({ config: { botToken: 'xoxb-wrong-token' } });
  const error = await desk.start().catch((caught: Error) => caught);
  expect(error).toMatchObject({
    name: 'SlackStartError',
    message: expect.stringContaining('SLACK_BOT_TOKEN (invalid_auth)'),
  });
  expect(`${error}`).not.toContain('xoxb-wrong-token');
});

test('without a way to hear from Slack it says which setting is missing', async () => {
  await expect(startDesk({ config: { signingSecret: '' } })).rejects.toThrow('SLACK_SIGNING_SECRET');
});
