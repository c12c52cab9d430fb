import { expect, test } from 'vitest';
import type { Answerer } from '../../../src/domain/ports/answerer.ts';
import { waitsFor } from '../hand-clock.ts';
import { connected, scripted } from './desk.ts';

const completing = (complete: Answerer['complete']) =>
  connected({ app: { answerer: { ...scripted().answerer, complete } } });

test('values are offered while typing', async () => {
  const { asker } = await connected();
  const answered = await asker.answered(asker.completing('centralasia', 'visits', 'country', 'k'));
  expect(answered.answered).toEqual({
    type: 8,
    data: {
      choices: [
        { name: 'kazakhstan', value: 'kazakhstan' },
        { name: 'kyrgyzstan', value: 'kyrgyzstan' },
      ],
    },
  });
});

test('at most 25 are offered, long names shortened and long values left out', async () => {
  const long = { label: 'n'.repeat(150), command: 'short' };
  const { asker } = await completing(async () => [
    { label: 'too long', command: 'v'.repeat(101) },
    ...Array.from({ length: 40 }, () => long),
  ]);
  const { answered } = await asker.answered(asker.completing('centralasia', 'visits', 'country', ''));
  const choices = answered?.data.choices as { name: string; value: string }[];
  expect(choices).toHaveLength(25);
  expect(choices[0]).toEqual({ name: `${'n'.repeat(99)}…`, value: 'short' });
});

test('a failure offers nothing and is logged', async () => {
  const { asker, log } = await completing(() => Promise.reject(new Error('no index')));
  const { answered } = await asker.answered(asker.completing('centralasia', 'visits', 'country', 'k'));
  expect(answered?.data).toEqual({ choices: [] });
  expect(log.filter((line) => line.level === 'error')).toHaveLength(1);
});

test('a list that is late is not waited for', async () => {
  const { asker, time } = await completing(() => new Promise(() => {}));
  const typing = asker.completing('centralasia', 'visits', 'country', 'k');
  await waitsFor(time, 2000);
  await time.advance(2000);
  expect((await asker.answered(typing)).answered?.data).toEqual({ choices: [] });
});
