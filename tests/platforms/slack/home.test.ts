import { expect, test } from 'vitest';
import { button, startedDesk } from './desk.ts';
import { visits } from './example-reply.ts';
import { readBlocks } from './read-message.ts';

test('the Home shows what the desk covers, how to ask, and the latest entries', async () => {
  const desk = await startedDesk({ answer: () => visits });
  expect((await desk.fake.send.openHome()).status).toBe(200);
  await desk.fake.journal.wait('views.publish');
  const seen = readBlocks(desk.fake.workspace.views.get('home:U1')!.blocks);
  expect(seen).toContain('Kazakhstan, Kyrgyzstan, Tajikistan');
  expect(seen).toContain('/centralasia visits kazakhstan');
  expect(seen).toContain('visit-blinken-astana-2023');
  expect(desk.questions).toEqual([
    { text: '/centralasia latest', person: 'slack:T1:U1', audience: 'person', pageSize: 3 },
  ]);
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
