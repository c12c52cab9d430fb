import { expect, test } from 'vitest';
import { later, startedDesk } from './desk.ts';
import { said, visits } from './example-reply.ts';

test('a command is answered with its ack, to the one who asked only', async () => {
  const desk = await startedDesk({ answer: () => visits });
  const acked = await desk.fake.send.command('/centralasia visits kazakhstan');
  expect(acked).toMatchObject({ status: 200, inTime: true });
  expect(acked.body).toMatchObject({ response_type: 'ephemeral', unfurl_links: false, unfurl_media: false });
  expect(desk.last()).toMatchObject({ user: 'U1', via: 'ack' });
  expect(desk.last().text).toContain('visit-blinken-astana-2023');
  expect(desk.questions).toEqual([
    {
      text: '/centralasia visits kazakhstan',
      person: 'slack:T1:U1',
      channel: 'slack:T1:C1',
      audience: 'person',
      pageSize: 5,
    },
  ]);
});

test('the command alone asks for help', async () => {
  const desk = await startedDesk();
  await desk.fake.send.command('/centralasia');
  expect(desk.questions[0]!.text).toBe('/centralasia help');
});

test('a slow answer is acked at once and follows by the response address', async () => {
  const answer = later<typeof visits>();
  const desk = await startedDesk({ answer: () => answer.promise, timing: { ackDue: async () => {} } });
  const acked = await desk.fake.send.command('/centralasia visits');
  expect(acked).toEqual({ status: 200, body: '', inTime: true });
  expect(desk.shown).toEqual([]);
  answer.resolve(visits);
  await desk.fake.journal.wait('response_url');
  expect(desk.last()).toMatchObject({ user: 'U1', via: 'response_url', replaced: false });
});

test('an answer in several parts takes the ack, then the address, then the channel', async () => {
  const text = 'A long line of words. '.repeat(1300);
  const desk = await startedDesk({ answer: () => said(text) });
  await desk.fake.send.command('/centralasia brief x');
  await desk.fake.journal.wait('chat.postEphemeral');
  const via = desk.shown.map((each) => each.via);
  expect(via.slice(0, 7)).toEqual(['ack', ...Array(5).fill('response_url'), 'chat.postEphemeral']);
  expect(desk.shown[0]!.text).toMatch(/^Part 1 of \d/);
});

test('an answer for all is asked for with all as audience, and posted in the channel', async () => {
  const desk = await startedDesk({ answer: () => ({ ...visits, visibility: 'public' }) });
  const acked = await desk.fake.send.command('/centralasia visits kazakhstan public');
  expect(acked.body).toMatchObject({ response_type: 'in_channel' });
  expect(desk.questions.map(({ audience }) => audience)).toEqual(['person', 'channel']);
  expect(desk.last().user).toBeUndefined();
});

test('a channel can have all answers shown to all, but not questions back, and nothing of /deskwire', async () => {
  const desk = await startedDesk({
    answer: ({ text }) => said(text, text.includes('??') ? 'not_found' : 'ok'),
  });
  desk.settings.set('slack:T1:C1', 'public');
  await desk.fake.send.command('/centralasia latest');
  expect(desk.last().user).toBeUndefined();
  expect(desk.questions.at(-1)!.audience).toBe('channel');
  await desk.fake.send.command('/centralasia ??');
  expect(desk.last().user).toBe('U1');
  await desk.fake.send.command('/deskwire roles');
  expect(desk.last().user).toBe('U1');
  expect(JSON.stringify(desk.last().blocks)).not.toContain('Share to channel');
  expect(desk.questions.at(-1)!.audience).toBe('person');
});

test('a team outside the list gets a polite refusal and nothing else', async () => {
  const desk = await startedDesk({ config: { teams: ['T1'] } });
  const acked = await desk.fake.send.command('/centralasia latest', { team: 'T9' });
  expect(acked.body).toMatchObject({
    response_type: 'ephemeral',
    text: expect.stringContaining('not open to your workspace'),
  });
  expect(desk.questions).toEqual([]);
  expect(desk.fake.journal.of('response_url')).toEqual([]);
});

test('an unknown command and an oversized text are told so', async () => {
  const desk = await startedDesk();
  const unknown = await desk.fake.send.command('/mars latest');
  expect(unknown.body).toMatchObject({ text: expect.stringContaining('Try /centralasia or /deskwire') });
  const long = await desk.fake.send.command(`/centralasia ${'x'.repeat(3001)}`);
  expect(long.body).toMatchObject({ text: expect.stringContaining('3,000 characters') });
  expect(desk.questions).toEqual([]);
});

test('a failure gives the reader one sentence and an id, and the log the same id with the cause', async () => {
  const desk = await startedDesk({
    answer: () => {
      throw new Error('the store is gone');
    },
  });
  await desk.fake.send.command('/centralasia latest');
  expect(desk.last().text).toContain('E-1');
  expect(desk.last().text).not.toContain('the store is gone');
  expect(desk.logged.find((line) => line.includes('E-1'))).toContain('the store is gone');
});

test('an expired address falls back to a message that only the reader sees', async () => {
  const answer = later<typeof visits>();
  let now = new Date();
  const desk = await startedDesk({
    clock: () => now,
    answer: () => answer.promise,
    timing: { ackDue: async () => {} },
  });
  await desk.fake.send.command('/centralasia visits');
  now = new Date(now.getTime() + 31 * 60_000);
  answer.resolve(visits);
  await desk.fake.journal.wait('chat.postEphemeral');
  expect(desk.last()).toMatchObject({ user: 'U1', via: 'chat.postEphemeral' });
});

test('a public answer whose fate is unknown is not sent twice', async () => {
  const answer = later<typeof visits>();
  const desk = await startedDesk({ answer: () => answer.promise, timing: { ackDue: async () => {} } });
  desk.settings.set('slack:T1:C1', 'public');
  desk.fake.faults.set({ route: 'response_url', nth: 1, when: 'after', kind: { type: 'drop' } });
  await desk.fake.send.command('/centralasia visits');
  answer.resolve(visits);
  await desk.fake.journal.wait('response_url', 2);
  const publicOnes = desk.shown.filter(({ user }) => user === undefined);
  expect(publicOnes).toHaveLength(1);
  expect(desk.last()).toMatchObject({ user: 'U1', text: expect.stringContaining('E-1') });
});

test('a response address that does not lead to Slack is not followed', async () => {
  const answer = later<typeof visits>();
  const desk = await startedDesk({ answer: () => answer.promise, timing: { ackDue: async () => {} } });
  const body = new URLSearchParams({
    command: '/centralasia',
    text: 'visits',
    team_id: 'T1',
    user_id: 'U1',
    channel_id: 'C1',
    response_url: `${desk.url}/elsewhere`,
  });
  await desk.fake.send.command('/x', {}, { body: body.toString() });
  answer.resolve(visits);
  await desk.fake.journal.wait('chat.postEphemeral');
  expect(desk.fake.journal.of('response_url')).toEqual([]);
});

test('stopping waits for the answer that is under way', async () => {
  const answer = later<typeof visits>();
  const desk = await startedDesk({ answer: () => answer.promise, timing: { ackDue: async () => {} } });
  await desk.fake.send.command('/centralasia visits');
  const stopped = desk.stop();
  expect(await desk.fake.send.command('/centralasia latest')).toMatchObject({ status: 503 });
  answer.resolve(visits);
  await stopped;
  expect(desk.last()).toMatchObject({ via: 'response_url' });
});
