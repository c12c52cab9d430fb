import { expect, test } from 'vitest';
import type { Reply } from '../../../../src/domain/reply.ts';
import { button, startedDesk } from '../desk.ts';
import { said, visit, visits } from '../example-reply.ts';
import { readBlocks } from '../read-message.ts';

/** What `/centralasia help` might answer. */
const help: Reply = {
  ...said('All of help'),
  blocks: [
    ...said('All of help').blocks,
    {
      type: 'choices',
      prompt: 'Try',
      options: [
        { label: 'visits to Kazakhstan', command: '/centralasia visits kazakhstan' },
        { label: 'what is ahead', command: '/centralasia upcoming' },
      ],
    },
  ],
};

test('a Home with more than fits shows what fits, in one piece, and says so', async () => {
  const items = Array.from({ length: 60 }, (_, at) => ({ ...visit, id: `v-${at}` }));
  const desk = await startedDesk({ answer: () => ({ ...visits, blocks: [{ type: 'entries', items }] }) });
  await desk.fake.send.openHome();
  await desk.fake.journal.wait('views.publish');
  const { blocks } = desk.fake.workspace.views.get('home:U1')!;
  expect(blocks).toHaveLength(100);
  const seen = readBlocks(blocks);
  expect(seen).toContain('v-40');
  expect(seen).not.toContain('Part 1');
  expect(seen.trim()).toMatch(/There is more than fits here: ask with the commands\.$/);
});

test('the Home shows what the desk covers, how to ask, and the latest entries', async () => {
  const desk = await startedDesk({ answer: ({ text }) => (text.endsWith('help') ? help : visits) });
  expect((await desk.fake.send.openHome()).status).toBe(200);
  await desk.fake.journal.wait('views.publish');
  const seen = readBlocks(desk.fake.workspace.views.get('home:U1')!.blocks);
  expect(seen).toContain('Kazakhstan, Kyrgyzstan, Tajikistan');
  expect(seen).toContain('/centralasia visits kazakhstan');
  expect(seen).toContain('/centralasia upcoming');
  expect(seen).not.toContain('All of help');
  expect(seen).toContain('visit-blinken-astana-2023');
  expect(desk.questions).toEqual([
    { text: '/centralasia help', person: 'slack:T1:U1', audience: 'person', pageSize: 3 },
    { text: '/centralasia latest', person: 'slack:T1:U1', audience: 'person', pageSize: 3 },
  ]);
});

test('the Home turns no page: it says where its list goes on', async () => {
  const paging = { page: 1, pages: 40, total: 120, unit: 'entries', next: '/centralasia latest page:2' };
  const more = { label: 'Details', command: '/centralasia help show:details' };
  const guide: Reply = {
    ...help,
    blocks: [...help.blocks, { type: 'choices', prompt: '', options: [more] }],
  };
  const desk = await startedDesk({
    answer: ({ text }) => (text.endsWith('help') ? guide : { ...visits, paging }),
  });
  await desk.fake.send.openHome();
  await desk.fake.journal.wait('views.publish');
  const seen = readBlocks(desk.fake.workspace.views.get('home:U1')!.blocks);
  expect(seen).toContain('All: /centralasia latest');
  expect(seen).not.toContain('Page 1');
  expect(seen).not.toContain('show:details');
});

test('a mistake can be reported from the Home', async () => {
  const desk = await startedDesk({ answer: () => visits });
  await desk.fake.send.openHome();
  await desk.fake.journal.wait('views.publish');
  const { blocks } = desk.fake.workspace.views.get('home:U1')!;
  await desk.fake.send.press({ ...button(blocks, 'Mistake?'), home: true });
  const { answer } = await desk.fake.journal.wait('views.open');
  const { view } = answer as { view: Record<string, unknown> };
  await desk.fake.send.submit(view, { words: { words: { value: 'Wrong.' } } });
  expect(desk.kept.size).toBe(1);
});

test('a Home that cannot be made says so with an id', async () => {
  const desk = await startedDesk({
    answer: () => {
      throw new Error('no store');
    },
  });
  await desk.fake.send.openHome();
  await desk.fake.journal.wait('views.publish');
  expect(readBlocks(desk.fake.workspace.views.get('home:U1')!.blocks)).toContain('E-1');
});

test('a team outside the list sees only the refusal', async () => {
  const desk = await startedDesk({ config: { teams: ['T2'] } });
  await desk.fake.send.openHome();
  await desk.fake.journal.wait('views.publish');
  expect(readBlocks(desk.fake.workspace.views.get('home:U1')!.blocks).trim()).toMatch(
    /^This desk is not open/,
  );
  expect(desk.questions).toEqual([]);
});
