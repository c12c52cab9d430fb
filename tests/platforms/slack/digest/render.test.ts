import { expect, test } from 'vitest';
import { createDigestRenderer } from '../../../../src/platforms/slack/digest/render.ts';
import { button, startedDesk } from '../desk.ts';
import { said, visit, visits } from '../example-reply.ts';

const more = '/deskwire digest more k3x9k3x9k3x9k3x9';

/** A digest of more than five messages, posted in the channel C1, and the blocks of its last. */
async function posted() {
  const desk = await startedDesk({ answer: ({ text }) => said(`The rest for ${text}`) });
  const items = Array.from({ length: 40 }, (_, at) => ({
    ...visit,
    id: `v-${at}`,
    lines: [[{ text: 'Long. '.repeat(150) }]],
  }));
  const context = { channel: 'slack:T1:C1', delivery: 'k3x9k3x9k3x9k3x9', more };
  const parts = createDigestRenderer(desk.actions).parts(
    { ...visits, blocks: [{ type: 'entries', items }] },
    context,
  );
  const { blocks } = parts.at(-1)!.body as { blocks: unknown };
  return { desk, blocks };
}

test('whoever reads the channel may see the rest, each alone, and the digest stays as it is', async () => {
  const { desk, blocks } = await posted();
  await desk.fake.send.press({ ...button(blocks, 'Read all'), user: 'U2', public: true });
  await desk.fake.journal.wait('response_url');
  expect(desk.questions).toMatchObject([{ text: more, person: 'slack:T1:U2', audience: 'person' }]);
  expect(desk.last()).toMatchObject({ user: 'U2', text: expect.stringContaining('The rest for') });
  expect(desk.last().replaced).toBeFalsy();
});

test('whoever reads the channel may see the headlines, beside the rest or without one', async () => {
  const { desk } = await posted();
  const renderer = createDigestRenderer(desk.actions);
  const context = { channel: 'slack:T1:C1', delivery: 'k3x9k3x9k3x9k3x9', more };
  const headlines = { label: 'Headlines', command: `${more} headlines` };
  for (const options of [[{ label: 'Read all', command: more }, headlines], [headlines]]) {
    const reply = { ...visits, blocks: [{ type: 'choices' as const, prompt: '', options }] };
    const { blocks } = renderer.parts(reply, context).at(-1)!.body as { blocks: unknown };
    await desk.fake.send.press({ ...button(blocks, 'Headlines'), user: 'U2', public: true });
  }
  await desk.fake.journal.wait('response_url', 2);
  expect(desk.questions.map(({ text, audience }) => [text, audience])).toEqual([
    [`${more} headlines`, 'person'],
    [`${more} headlines`, 'person'],
  ]);
});

test('a choice of nothing is shown by nothing', async () => {
  const { desk } = await posted();
  const context = { channel: 'slack:T1:C1', delivery: 'k3x9k3x9k3x9k3x9', more };
  const reply = { ...visits, blocks: [{ type: 'choices' as const, prompt: '', options: [] }] };
  const [part] = createDigestRenderer(desk.actions).parts(reply, context);
  expect(JSON.stringify(part?.body)).not.toContain('"actions"');
});

test('the button does nothing in another channel, nor when it is made to run another line', async () => {
  const { desk, blocks } = await posted();
  const { value, ...rest } = button(blocks, 'Read all');
  for (const press of [
    { ...rest, value, channel: 'C2' },
    { ...rest, value: value.replace('more', 'less') },
    { ...rest, value: `r${value.slice(1)}` },
  ]) {
    await desk.fake.send.press({ ...press, user: 'U2', public: true });
  }
  await desk.fake.journal.wait('response_url', 3);
  expect(desk.questions).toEqual([]);
  expect(desk.last().text).toContain('made for someone else');
});

test('a mistake in a digest can be reported by whoever reads it', async () => {
  const { desk, blocks } = await posted();
  await desk.fake.send.press({ ...button(blocks, 'Mistake?'), user: 'U2', public: true });
  const { answer } = await desk.fake.journal.wait('views.open');
  expect(JSON.stringify(answer)).toContain('Report');
});
