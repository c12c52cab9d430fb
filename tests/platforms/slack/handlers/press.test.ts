import { expect, test } from 'vitest';
import { pressPayload } from '../../../fakes/slack/payloads.ts';
import { wholeAnswer } from '../../../fakes/slack/whole-answer.ts';
import { button, type DeskOptions, startedDesk } from '../desk.ts';
import { question, said, visit, visits } from '../example-reply.ts';

const asked = async (options: DeskOptions = { answer: () => visits }) => {
  const desk = await startedDesk(options);
  await desk.fake.send.command('/centralasia visits kazakhstan page 2');
  return { desk, blocks: desk.last().blocks };
};

test('the next page takes the place of this one', async () => {
  const { desk, blocks } = await asked();
  const acked = await desk.fake.send.press(button(blocks, 'Next ›'));
  expect(acked).toEqual({ status: 200, body: '', inTime: true });
  await desk.fake.journal.wait('response_url');
  expect(desk.questions.at(-1)).toMatchObject({
    text: '/centralasia visits kazakhstan page 3',
    audience: 'person',
  });
  expect(desk.last()).toMatchObject({ user: 'U1', replaced: true });
});

test('whoever asks what others asked before has buttons of their own', async () => {
  const { desk } = await asked();
  const found: string[] = [];
  for (const user of ['U1', 'U2', 'U3', 'U4']) {
    await desk.fake.send.command('/centralasia visits kazakhstan page 2', { user });
    const next = button(desk.last().blocks, 'Next ›');
    found.push(next.value);
    const before = desk.questions.length;
    await desk.fake.send.press({ ...next, user });
    await desk.fake.journal.wait('response_url', found.length);
    expect(desk.questions[before]).toMatchObject({ person: `slack:T1:${user}` });
  }
  expect(new Set(found).size).toBe(4);
});

test('a page of a public answer is asked for with all as audience and stays public', async () => {
  const desk = await startedDesk({ answer: () => ({ ...visits, visibility: 'public' }) });
  await desk.fake.send.command('/centralasia visits kazakhstan');
  await desk.fake.send.press({ ...button(desk.last().blocks, 'Next ›'), public: true });
  await desk.fake.journal.wait('response_url');
  expect(desk.questions.at(-1)!.audience).toBe('channel');
  expect(desk.last()).toMatchObject({ replaced: true });
  expect(desk.last().user).toBeUndefined();
});

test('what was meant is asked by its button', async () => {
  const { desk, blocks } = await asked({
    answer: ({ text }) => (text.endsWith('kazakhstan') ? visits : question),
  });
  await desk.fake.send.press(button(blocks, 'Kazakhstan'));
  await desk.fake.journal.wait('response_url');
  expect(desk.last().text).toContain('visit-blinken-astana-2023');
});

test('buttons work after a restart', async () => {
  const { desk, blocks } = await asked();
  await desk.restart();
  await desk.fake.send.press(button(blocks, '‹ Previous'));
  await desk.fake.journal.wait('response_url');
  expect(desk.last().text).toContain('visit-blinken-astana-2023');
});

test('a page below a divided answer does not replace one of its parts', async () => {
  const items = Array.from({ length: 9 }, (_, at) => ({
    ...visit,
    id: `v-${at}`,
    lines: [[{ text: 'Long. '.repeat(150) }]],
  }));
  const desk = await startedDesk({ answer: () => ({ ...visits, blocks: [{ type: 'entries', items }] }) });
  await desk.fake.send.command('/centralasia visits');
  const shown = await wholeAnswer(desk.fake, 0);
  expect(shown.length).toBeGreaterThan(1);
  await desk.fake.send.press(button(shown.at(-1)?.blocks, 'Next ›'));
  await wholeAnswer(desk.fake, shown.length);
  expect(desk.shown.every(({ replaced }) => !replaced)).toBe(true);
});

test.each([
  ['forged', { value: 'rAAAAAAAAAAAA/centralasia latest' }, {}],
  ['pressed by another person', {}, { user: 'U2' }],
  ['pressed in another channel', {}, { channel: 'C2' }],
  ['of no shape at all', { value: '' }, {}],
])('a button that is %s is refused politely and privately', async (_, over, from) => {
  const { desk, blocks } = await asked();
  const before = desk.questions.length;
  const acked = await desk.fake.send.press({ ...button(blocks, 'Next ›'), ...over, ...from });
  expect(acked.status).toBe(200);
  const { body } = await desk.fake.journal.wait('response_url');
  expect(body).toMatchObject({ response_type: 'ephemeral', replace_original: false });
  expect(desk.last().text).toContain('made for someone else');
  expect(desk.questions).toHaveLength(before);
});

test('sharing asks again with all as audience, and says who shared what', async () => {
  const { desk, blocks } = await asked();
  await desk.fake.send.press(button(blocks, 'Share to channel'));
  await desk.fake.journal.wait('response_url');
  expect(desk.questions.at(-1)).toMatchObject({
    text: '/centralasia visits kazakhstan page 2',
    audience: 'channel',
  });
  expect(desk.last().user).toBeUndefined();
  expect(desk.last()).toMatchObject({ replaced: false });
  expect(desk.last().text).toContain('Shared by aida · /centralasia visits kazakhstan page 2');
  expect(JSON.stringify(desk.last().blocks)).not.toContain('Share to channel');
});

test('what all may not see is not shared', async () => {
  const { desk, blocks } = await asked({
    answer: ({ audience }) => (audience === 'channel' ? said('Restricted.', 'forbidden') : visits),
  });
  await desk.fake.send.press(button(blocks, 'Share to channel'));
  await desk.fake.journal.wait('response_url');
  expect(desk.last()).toMatchObject({ user: 'U1', text: expect.stringContaining('was not shared') });
  expect(desk.shown.every(({ user }) => user === 'U1')).toBe(true);
});

test('with the address used up, sharing posts as the bot, and the log knows when nobody could be told', async () => {
  const { desk, blocks } = await asked();
  desk.fake.faults.set({
    route: 'response_url',
    nth: 1,
    when: 'before',
    kind: { type: 'status', status: 404 },
  });
  await desk.fake.send.press(button(blocks, 'Share to channel'));
  await desk.fake.journal.wait('chat.postMessage');
  expect(desk.last()).toMatchObject({ channel: 'C1', via: 'chat.postMessage' });

  desk.fake.workspace.channels.get('C1')!.member = false;
  desk.fake.faults.set({
    route: 'response_url',
    nth: 1,
    when: 'before',
    kind: { type: 'status', status: 404 },
  });
  const before = desk.shown.length;
  await desk.fake.send.press({ ...button(blocks, 'Share to channel'), message: '2.2' });
  await desk.stop();
  expect(desk.shown).toHaveLength(before);
  expect(desk.logged.join()).toContain('error message could not be sent');
});

test('a share whose fate is unknown is not posted again', async () => {
  const { desk, blocks } = await asked();
  desk.fake.faults.set({
    route: 'response_url',
    nth: 1,
    when: 'after',
    kind: { type: 'status', status: 500 },
  });
  await desk.fake.send.press(button(blocks, 'Share to channel'));
  await desk.fake.journal.wait('response_url', 2);
  expect(desk.shown.filter(({ user }) => user === undefined)).toHaveLength(1);
  expect(desk.last().text).toMatch(/may have reached.*look there before.*E-1/);
});

test('a wait that Slack asks for is passed on, with a look at the channel first', async () => {
  const { desk, blocks } = await asked();
  const kind = { type: '429', retryAfter: 7 } as const;
  desk.fake.faults.set({ route: 'response_url', nth: 1, when: 'after', kind });
  await desk.fake.send.press(button(blocks, 'Share to channel'));
  await desk.fake.journal.wait('response_url', 2);
  expect(desk.last()).toMatchObject({ user: 'U1', text: expect.stringMatching(/look in 7 seconds whether/) });
});

test('two clicks share once; a minute later it can be shared again', async () => {
  let now = new Date();
  const { desk, blocks } = await asked({ answer: () => visits, clock: () => now });
  const press = button(blocks, 'Share to channel');
  const shared = () => desk.shown.filter(({ user }) => user === undefined).length;
  await Promise.all([desk.fake.send.press(press), desk.fake.send.press(press)]);
  await desk.fake.journal.wait('response_url', 2);
  expect(shared()).toBe(1);
  expect(desk.shown.some(({ user, text }) => user === 'U1' && text.includes('a moment ago'))).toBe(true);
  now = new Date(now.getTime() + 60_000);
  await desk.fake.send.press(press);
  await desk.fake.journal.wait('response_url', 3);
  expect(shared()).toBe(2);
});

test('what was not shared at all can be shared at once when the bot has been invited', async () => {
  const { desk, blocks } = await asked();
  const press = button(blocks, 'Share to channel');
  const channel = desk.fake.workspace.channels.get('C1')!;
  channel.member = false;
  const kind = { type: 'status', status: 404 } as const;
  desk.fake.faults.set({ route: 'response_url', nth: 1, when: 'before', kind });
  await desk.fake.send.press(press);
  await desk.fake.journal.wait('chat.postEphemeral');
  channel.member = true;
  await desk.fake.send.press(press);
  await desk.fake.journal.wait('response_url', 2);
  expect(desk.last().user).toBeUndefined();
});

test('a button is known by its value as it was, or as Slack escapes it', async () => {
  const { desk } = await asked();
  const line = '/centralasia search "R&D <2006>"';
  const binding = { person: 'slack:T1:U1', channel: 'C1' };
  const value = desk.actions.encode({ kind: 'run', text: line }, binding, 2000)!;
  const escaped = value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  for (const [at, given] of [value, escaped].entries()) {
    await desk.fake.send.press({ action_id: 'run:1', value: given });
    await desk.fake.journal.wait('response_url', at + 1);
    expect(desk.questions.at(-1)!.text).toBe(line);
  }
});

test('a guest from another workspace is let in by their own, and asks in their own name', async () => {
  const { desk, blocks } = await asked({ answer: () => visits, config: { teams: ['T1'] } });
  const press = { ...button(blocks, 'Next ›'), userTeam: 'T9' };
  const before = desk.questions.length;
  await desk.fake.send.press(press);
  await desk.fake.journal.wait('response_url');
  expect(desk.last().text).toContain('not open to your workspace');
  expect(desk.questions).toHaveLength(before);

  const open = await asked();
  await open.desk.fake.send.press({ ...button(open.blocks, 'Next ›'), userTeam: 'T9' });
  await open.desk.fake.journal.wait('response_url');
  expect(open.desk.questions.at(-1)).toMatchObject({ person: 'slack:T9:U1', channel: 'slack:T1:C1' });
});

test('a team outside the list is refused on buttons too', async () => {
  const desk = await startedDesk({ config: { teams: ['T2'] } });
  const value = desk.actions.encode(
    { kind: 'run', text: '/centralasia latest' },
    { person: 'slack:T1:U1', channel: 'C1' },
    2000,
  )!;
  await desk.fake.send.press({ action_id: 'run:1', value });
  await desk.fake.journal.wait('response_url');
  expect(desk.last().text).toContain('not open to your workspace');
  expect(desk.questions).toEqual([]);
});

test('the same press arriving twice shares once', async () => {
  const { desk, blocks } = await asked();
  const { fake } = desk;
  const given = { responseUrl: fake.urls.issue('C1', 'U1'), trigger: fake.triggers.issue() };
  const payload = pressPayload(fake.workspace, button(blocks, 'Share to channel'), given);
  await fake.send.interaction(payload);
  expect(await fake.send.interaction(payload)).toMatchObject({ status: 200 });
  // Stopping waits for all that has begun, so that a second share would have been seen.
  await desk.stop();
  expect(desk.shown.filter(({ user }) => user === undefined)).toHaveLength(1);
});
