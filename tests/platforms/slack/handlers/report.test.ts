import { expect, test } from 'vitest';
import { button, type DeskOptions, later, startedDesk } from '../desk.ts';
import { visits } from '../example-reply.ts';

/** Presses the report button of an answer; the form that opens. */
async function opened(options: DeskOptions = {}) {
  const desk = await startedDesk({ answer: () => visits, ...options });
  await desk.fake.send.command('/centralasia visits');
  if (desk.shown.length === 0) await desk.fake.journal.wait('response_url');
  await desk.fake.send.press(button(desk.last().blocks, 'Mistake?'));
  const { answer } = await desk.fake.journal.wait('views.open');
  const view = (answer as { view: Record<string, unknown> }).view;
  return { desk, view };
}

const saying = (value: string) => ({ words: { words: { type: 'plain_text_input', value } } });
const shown = (body: unknown) => JSON.stringify(body);

test('a report reaches the editors, with who, what and when', async () => {
  const { desk, view } = await opened();
  const acked = await desk.fake.send.submit(view, saying('It was in Almaty.'));
  expect(acked).toMatchObject({ status: 200, inTime: true, body: { response_action: 'update' } });
  expect(shown(acked.body)).toContain('Your report is with the editors.');
  expect([...desk.kept.values()]).toMatchObject([
    {
      desk: 'centralasia',
      entry: 'visit-blinken-astana-2023',
      reporter: 'slack:T1:U1',
      words: 'It was in Almaty.',
    },
  ]);
});

test('the same submission twice is kept once, and answered kindly', async () => {
  const { desk, view } = await opened();
  await desk.fake.send.submit(view, saying('It was in Almaty.'));
  const again = await desk.fake.send.submit(view, saying('It was in Almaty.'));
  expect(shown(again.body)).toContain('with the editors already');
  expect(desk.kept.size).toBe(1);
});

test('whoever has reported enough on an entry today is told so', async () => {
  const { desk, view } = await opened({ enough: true });
  const acked = await desk.fake.send.submit(view, saying('Once more.'));
  expect(shown(acked.body)).toContain('wait until tomorrow');
  expect(desk.kept.size).toBe(0);
});

test('a guest’s form is refused where their workspace is not let in', async () => {
  const { desk, view } = await opened({ config: { teams: ['T1'] } });
  const acked = await desk.fake.send.submit(view, saying('Wrong.'), { userTeam: 'T9' });
  expect(shown(acked.body)).toContain('not open to your workspace');
  expect(desk.kept.size).toBe(0);
});

test('a locked store does not hold up the ack; the form tells the end of it', async () => {
  const stored = later();
  const { desk, view } = await opened({ keep: () => stored.promise, timing: { ackDue: async () => {} } });
  const acked = await desk.fake.send.submit(view, saying('Wrong year.'));
  expect(shown(acked.body)).toContain('is being written down');
  stored.resolve();
  const { body } = await desk.fake.journal.wait('views.update');
  expect(shown(body)).toContain('Your report is with the editors.');
});

test('a report that cannot be kept says so with an id', async () => {
  const { desk, view } = await opened({ keep: () => Promise.reject(new Error('disk full')) });
  const acked = await desk.fake.send.submit(view, saying('Wrong year.'));
  expect(shown(acked.body)).toContain('E-1');
  expect(desk.logged.join()).toContain('disk full');
});

test.each([
  ['', 'in a few words'],
  ['x'.repeat(1001), '1,000 characters'],
])('words out of bounds are sent back to the form', async (words, said) => {
  const { desk, view } = await opened();
  const acked = await desk.fake.send.submit(view, saying(words));
  expect(acked.body).toMatchObject({
    response_action: 'errors',
    errors: { words: expect.stringContaining(said) },
  });
  expect(desk.kept.size).toBe(0);
});

test.each([
  ['another person', {}, { user: 'U2' }],
  ['altered', { private_metadata: '{"channel":"C1","state":"mAAAAAAAAAAAAcentralasia/x"}' }, {}],
  ['garbled', { private_metadata: 'garbage' }, {}],
])('a form that is not the sender’s own is refused: %s', async (_, over, from) => {
  const { desk, view } = await opened();
  const acked = await desk.fake.send.submit({ ...view, ...over }, saying('Wrong.'), from);
  expect(shown(acked.body)).toContain('made for someone else');
  expect(desk.kept.size).toBe(0);
});

test('whoever sees a public answer may report, each in their own name', async () => {
  const desk = await startedDesk({ answer: () => ({ ...visits, visibility: 'public' }) });
  await desk.fake.send.command('/centralasia visits');
  await desk.fake.send.press({ ...button(desk.last().blocks, 'Mistake?'), user: 'U2', public: true });
  const { answer } = await desk.fake.journal.wait('views.open');
  await desk.fake.send.submit((answer as { view: Record<string, unknown> }).view, saying('No.'), {
    user: 'U2',
  });
  expect([...desk.kept.values()]).toMatchObject([{ reporter: 'slack:T1:U2' }]);
});

test('a form that opens too late says what to do', async () => {
  const desk = await startedDesk({ answer: () => visits });
  await desk.fake.send.command('/centralasia visits');
  desk.fake.workspace.views.clear();
  desk.fake.triggers.use = () => 'expired_trigger_id';
  await desk.fake.send.press(button(desk.last().blocks, 'Mistake?'));
  await desk.fake.journal.wait('response_url');
  expect(desk.last().text).toContain('press the button again');
});
