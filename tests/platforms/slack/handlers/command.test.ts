import { describe, expect, test } from 'vitest';
import { button, later, startedDesk } from '../desk.ts';
import { said, visits } from '../example-reply.ts';

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
      oneForm: true,
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

const long = said('A long line of words. '.repeat(1300));

/** The numbers of the parts that were shown, in order, and how many there are. */
const partsOf = (shown: readonly { text: string }[]) => {
  const marks = shown.map(({ text }) => /^Part (\d+) of (\d+)/.exec(text));
  return {
    parts: marks.flatMap((mark) => (mark ? [Number(mark[1])] : [])),
    all: Number(marks[0]?.[2]),
  };
};

test('an answer in many parts takes the address, then the channel', async () => {
  const desk = await startedDesk({ answer: () => long });
  await desk.fake.send.command('/centralasia brief x');
  await desk.stop();
  const via = desk.shown.map((each) => each.via);
  expect(via.slice(0, 5)).toEqual([...Array(4).fill('response_url'), 'chat.postEphemeral']);
  const { parts, all } = partsOf(desk.shown);
  expect(parts).toEqual(Array.from({ length: all }, (_, at) => at + 1));
  expect(desk.shown).toHaveLength(all);
});

test.each([
  ['over HTTP', 'private', false],
  ['over HTTP', 'public', false],
  ['over Socket Mode', 'private', true],
  ['over Socket Mode', 'public', true],
] as const)(
  'the parts stand in order %s though Slack takes in the ack after what follows it: %s',
  async (_, visibility, socket) => {
    const desk = await startedDesk({ answer: () => ({ ...long, visibility }), socket });
    const { faults, journal, send } = desk.fake;
    const until = journal.wait('response_url').then(() => {});
    faults.set({ route: 'ack', nth: 1, when: 'before', kind: { type: 'slow', until } });
    await (socket ? desk.fake.socket : send).command('/centralasia brief x');
    await desk.stop();
    const { parts, all } = partsOf(desk.shown);
    expect(parts).toEqual(Array.from({ length: all }, (_, at) => at + 1));
  },
);

test('what an answer to all leaves out is told below it though Slack takes in the ack last', async () => {
  const answer = { ...said('For all.'), visibility: 'public' as const, aside: 'One entry is left out here.' };
  const desk = await startedDesk({ answer: () => answer });
  const until = desk.fake.journal.wait('response_url').then(() => {});
  desk.fake.faults.set({ route: 'ack', nth: 1, when: 'before', kind: { type: 'slow', until } });
  await desk.fake.send.command('/centralasia latest');
  await desk.stop();
  expect(desk.shown.map(({ text, user }) => ({ text, user }))).toEqual([
    { text: expect.stringContaining('For all.'), user: undefined },
    { text: expect.stringContaining('left out'), user: 'U1' },
  ]);
});

test.each([
  ['private', 'U1'],
  ['public', 'U2'],
] as const)(
  'where the bot is no member, a button leads to the rest of a long answer: %s',
  async (visibility, user) => {
    const desk = await startedDesk({ answer: () => ({ ...long, visibility }) });
    const from = { channel: 'C2' };
    await desk.fake.send.command('/centralasia brief x', from);
    for (const uses of [5, 10]) {
      await desk.fake.journal.wait('response_url', uses);
      const { channel, text, blocks } = desk.last();
      expect({ channel, text }).toEqual({
        channel: 'C2',
        text: expect.stringContaining('There is more than fits here'),
      });
      const isPublic = visibility === 'public' && uses === 5;
      await desk.fake.send.press({ ...button(blocks, 'Show the rest'), ...from, user, public: isPublic });
    }
    await desk.stop();
    const { parts, all } = partsOf(desk.shown);
    expect(all).toBeGreaterThan(10);
    expect(parts).toEqual(Array.from({ length: all }, (_, at) => at + 1));
    expect(desk.last()).toMatchObject({ user });
    expect(desk.logged.join()).not.toContain('did not work');
  },
);

test('an apology never goes to an address that is used up; the log says that nobody was told', async () => {
  const desk = await startedDesk({ answer: () => said('Short.'), timing: { ackDue: async () => {} } });
  desk.fake.faults.set({
    route: 'response_url',
    nth: 1,
    when: 'before',
    kind: { type: 'status', status: 404 },
  });
  await desk.fake.send.command('/centralasia latest', { channel: 'C2' });
  await desk.stop();
  expect(desk.fake.journal.of('response_url')).toHaveLength(1);
  expect(desk.shown).toEqual([]);
  expect(desk.logged.join()).toContain('error message could not be sent');
});

test('what Slack escapes is asked as it was typed', async () => {
  const desk = await startedDesk();
  await desk.fake.send.command('/centralasia search R&D <2006> &amp;');
  expect(desk.questions[0]!.text).toBe('/centralasia search R&D <2006> &amp;');
});

test('what the line says counts before the habit of the channel', async () => {
  const desk = await startedDesk({
    answer: ({ text }) => ({
      ...visits,
      ...(text.endsWith('public:no') && { visibilitySaid: true as const }),
    }),
  });
  desk.settings.set('slack:T1:C1', 'public');
  await desk.fake.send.command('/centralasia visits public:no');
  expect(desk.last().user).toBe('U1');
  expect(desk.questions.at(-1)!.audience).toBe('person');
  await desk.fake.send.command('/centralasia visits');
  expect(desk.last().user).toBeUndefined();
});

describe('a command that arrives a second time', () => {
  const body = (command: string) =>
    new URLSearchParams({
      ...{ command, text: 'latest', team_id: 'T1', user_id: 'U1', channel_id: 'C1', trigger_id: 'the-same' },
    }).toString();

  test('is acked with nothing', async () => {
    const desk = await startedDesk();
    await desk.fake.send.command('/x', {}, { body: body('/centralasia') });
    const again = await desk.fake.send.command('/x', {}, { body: body('/centralasia') });
    expect(again).toMatchObject({ status: 200, body: '' });
    expect(desk.questions).toHaveLength(1);
  });

  test.each([
    ['of an answer to all', '/centralasia', 1],
    ['of a change', '/deskwire', 1],
  ])('has no effect at another process either: %s', async (_, command, shown) => {
    const desk = await startedDesk({ answer: () => visits });
    desk.settings.set('slack:T1:C1', 'public');
    await desk.fake.send.command('/x', {}, { body: body(command) });
    await desk.restart();
    const again = await desk.fake.send.command('/x', {}, { body: body(command) });
    expect(again).toMatchObject({ status: 200, body: '' });
    expect(desk.shown).toHaveLength(shown);
    if (command === '/deskwire') expect(desk.questions).toHaveLength(1);
  });
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

test('an unknown command is told so', async () => {
  const desk = await startedDesk();
  const unknown = await desk.fake.send.command('/mars latest');
  expect(unknown.body).toMatchObject({ text: expect.stringContaining('Try /centralasia or /deskwire') });
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
  // Asking again would show it twice: the reader has to look first.
  expect(desk.last()).toMatchObject({ user: 'U1', text: expect.stringMatching(/may have reached.*E-1/) });
  expect(desk.last().text).not.toContain('try again in a moment');
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
