import { expect, test } from 'vitest';
import { button, startedDesk } from '../desk.ts';
import { said } from '../example-reply.ts';
import { readBlocks } from '../read-message.ts';

test('a channel that the bot is invited to is greeted once, and anybody may press', async () => {
  const desk = await startedDesk({ answer: () => said('Subscribed') });
  await desk.fake.send.joinChannel();
  const { body } = await desk.fake.journal.wait('chat.postMessage');
  await desk.fake.send.joinChannel();
  await desk.fake.send.joinChannel({ user: 'U2', channel: 'C2' });
  const { channel, blocks } = body as { channel: string; blocks: unknown };
  expect(channel).toBe('C1');
  const seen = readBlocks(blocks);
  expect(seen).toContain('Central Asia');
  expect(seen).toContain('/centralasia visits kazakhstan');
  await desk.fake.send.press({ ...button(blocks, 'Subscribe at 08:00'), user: 'U2' });
  await desk.fake.journal.wait('response_url');
  expect(desk.questions).toMatchObject([
    { text: '/deskwire digest subscribe daily at 08:00', person: 'slack:T1:U2', audience: 'person' },
  ]);
  expect(desk.fake.journal.of('chat.postMessage')).toHaveLength(1);
});
