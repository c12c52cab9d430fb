import { afterAll, beforeAll, expect, test } from 'vitest';
import { whole } from './commands/desk.ts';
import { person } from './fakes/discord/person.ts';
import { filled, type OpenView } from './fakes/slack/filled.ts';
import { button } from './platforms/slack/desk.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';
const desk = 'centralasia';
const ada = `discord:${guild}:400000000000000001`;

let service: Awaited<ReturnType<typeof serviceOnFakes>>;
beforeAll(async () => {
  service = await serviceOnFakes({ admins: `slack:T1:UADA,${ada}` });
});
afterAll(() => service.end());

const ask = (question: string, by = 'slack:T1:UREADER') =>
  service.app.answerer.answer({ text: `/${desk} ${question}`, person: by, audience: 'person', pageSize: 5 });
const gaps = (rest = '') =>
  service.app.answerer.answer({
    ...{
      text: `/deskwire-edit gaps ${rest}`.trim(),
      person: 'slack:T1:UADA',
      audience: 'person',
      pageSize: 5,
    },
  });
const listed = async () => (await service.app.store.gaps.open(desk, { limit: 50, offset: 0 })).items;

test('what has no answer is counted, once a day for each person, however it is worded', async () => {
  await ask('What is the population of Kazakhstan?');
  await ask('What is the population of Kazakhstan?');
  await ask('population of kazakhstan', 'slack:T1:UOTHER');
  await ask('ask question:"what is the population of kazakhstan?" show:details', 'slack:T1:UTHIRD');
  expect((await ask('who visited samarkand in 2015?')).outcome).toBe('ok');
  const [gap, ...others] = await listed();
  expect(gap).toMatchObject({
    question: 'population of kazakhstan',
    times: 2,
    about: { country: 'Kazakhstan' },
  });
  expect(others).toEqual([]);
  expect(JSON.stringify(await service.app.store.gaps.open(desk, { limit: 9, offset: 0 }))).not.toContain(
    'UREADER',
  );
});

test.each([
  ['how do i get the digest every monday in this channel', '/deskwire digest subscribe'],
  ['How can I subscribe?', '/deskwire digest subscribe'],
  ['how do we add a source', '/deskwire-edit add source'],
  ['how do I add a fact', '/deskwire-edit add fact'],
  ['how do I add a prime minister', '/deskwire-edit add person'],
  ['digest', '/deskwire help digest'],
  ['digest this week', '/deskwire help digest'],
  ['digest preview', '/deskwire digest preview'],
  ['me show', '/deskwire me show'],
])(
  '“%s” asks for a command of Deskwire itself, and is no question without an answer',
  async (line, command) => {
    const before = await listed();
    const { outcome, blocks } = await ask(line);
    expect(outcome).toBe('not_found');
    const offered = blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    expect(offered.map((one) => one.command)).toContain(command);
    expect(await listed()).toEqual(before);
  },
);

test.each(['1', '12.', '???'])('%s is no question, and is not kept', async (line) => {
  const before = await listed();
  expect(JSON.stringify(await ask(line))).toContain(`“${line}” is no question`);
  await ask(`ask ${line}`);
  expect(await listed()).toEqual(before);
});

test.each([
  'what is the salary of <@U12345678>?',
  'salary of ada@steppe.example',
  'whose number is +7 701 1234567',
  'salary of slack:T1:UADA',
])('%s names somebody in private, and is not kept', async (question) => {
  const before = await listed();
  expect((await ask(question)).outcome).not.toBe('ok');
  expect(await listed()).toEqual(before);
});

test('only editors see them; text of outside stands as text', async () => {
  await ask('*bold* _population_ of `uzbekistan` in 2019?');
  const says = whole(await gaps());
  expect(says).toMatch(
    /Questions without an answer \(2\)[\s\S]*population of kazakhstan · 2 times, last 23 Nov 2026/,
  );
  expect(says).toContain('*bold* _population_ of `uzbekistan` in 2019?');
  const text = '/deskwire-edit gaps';
  const reader = { text, person: 'slack:T1:UREADER', audience: 'person', pageSize: 5 } as const;
  expect(await service.app.answerer.answer(reader)).toMatchObject({ outcome: 'forbidden' });
});

test('on Slack “Write it” opens the form with what the question says; what is sent takes it off the list', async () => {
  const { journal, send, workspace } = service.slack;
  await send.command('/deskwire gaps', { user: 'UADA' });
  await expect
    .poll(() => workspace.shown.at(-1)?.text, { interval: 5 })
    .toContain('population of kazakhstan');
  const [{ number } = { number: 0 }] = await listed();
  await send.press({ ...button(workspace.shown.at(-1)?.blocks, `Write ${number}`), user: 'UADA' });
  const { answer } = await journal.wait('views.open', 1);
  const { view } = answer as { view: OpenView };
  expect(JSON.stringify(view)).toContain('Kazakhstan');
  const values = {
    ...{
      title: 'Kazakhstan counts its people',
      statement: 'Kazakhstan counted 20 million people in January 2024.',
    },
    ...{ date: 'January 2024', topic: 'diplomacy', source: 'sanchez-2026' },
  };
  await send.submit(view, filled(view, values), { user: 'UADA' });
  await expect
    .poll(async () => (await listed()).map((gap) => gap.number), { interval: 5 })
    .not.toContain(number);
  const drafted = async () =>
    (await service.app.store.drafts.list({ desk, author: 'slack:T1:UADA', limit: 1 })).map(
      (one) => one.values,
    );
  await expect
    .poll(drafted, { interval: 5, timeout: 5000 })
    .toMatchObject([{ title: 'Kazakhstan counts its people', country: 'Kazakhstan' }]);
});

test('on Discord it opens the same form; a question can be dismissed, and stays so', async () => {
  const editor = person(service.discord, { guild, channel, user: ada.split(':')[2] ?? '' });
  await editor.answered(editor.command('deskwire-edit', 'gaps'));
  await service.discord.until(() => editor.reads().at(-1)?.includes('without an answer') ?? false);
  const [{ number } = { number: 0 }] = await listed();
  const pressed = (label: string) => {
    const found = editor.buttons().findLast((one) => one.label === label);
    if (!found) throw new Error(`no button ${label}`);
    return editor.answered(editor.press(found));
  };
  const { answered } = await pressed(`Write ${number}`);
  expect(answered?.type).toBe(9);
  expect(JSON.stringify(answered?.data)).toMatch(/Uzbekistan|2019/);
  await pressed(`Dismiss ${number}`);
  await expect.poll(listed, { interval: 5 }).toEqual([]);
  await ask('*bold* _population_ of `uzbekistan` in 2019', 'slack:T1:UFOURTH');
  expect(await listed()).toEqual([]);
  expect(whole(await gaps(`write:${number}`))).toContain('is not on the list any more');
});

test('the words of commands in a question about the desk are that question', async () => {
  const { blocks } = await ask('how can we import gas from turkmenistan');
  expect(JSON.stringify(blocks)).not.toContain('/deskwire-edit import');
});

test('a question that a published entry answers by now is not listed', async () => {
  const { gaps: stored } = service.app.store;
  await stored.count(
    desk,
    { key: 'samarkand', question: 'who visited samarkand in 2015', about: {} },
    new Date(),
  );
  await stored.count(desk, { key: 'zebra', question: 'zebras of kazakhstan', about: {} }, new Date());
  const says = whole(await gaps());
  expect(says).toContain('zebras of kazakhstan');
  expect(says).not.toContain('samarkand');
  expect((await listed()).map(({ question }) => question)).not.toContain('who visited samarkand in 2015');
});
