import { expect, test } from 'vitest';
import { connected } from './desk.ts';

const callbacks = 'POST /interactions/:id/:token/callback';

test('a command is answered to the asker alone', async () => {
  const { discord, asker, other, asked } = await connected();
  await asker.answered(
    asker.command('centralasia', 'visits', { country: 'republic of "kazakhstan"', page: 2 }),
  );
  expect(asked).toEqual([
    {
      text: '/centralasia visits country:"republic of kazakhstan" page:2',
      person: 'discord:200000000000000001:400000000000000001',
      audience: 'person',
      pageSize: 6,
    },
  ]);
  expect(asker.reads()[0]).toContain('Antony Blinken');
  expect(other.reads()).toEqual([]);
  expect(discord.journal.to(callbacks)).toHaveLength(1);
});
