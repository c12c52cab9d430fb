import { expect, test } from 'vitest';
import { stepsFound } from '../../src/cli/doctor/steps.ts';
import { readConfig } from '../../src/config.ts';
import { subscribe } from '../store/digests-made.ts';
import { freshStore } from '../store/fixture.ts';

const configOf = (env: Record<string, string>) => {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.faults.join());
  return read.config;
};
const horn = { id: 'horn', name: 'Horn', about: 'The horn.', commands: [] };
const said = async (...given: Parameters<typeof stepsFound>) =>
  (await stepsFound(...given)).map(({ says }) => says);

test('each step on the way to a first digest is ticked, and the next one is told', async () => {
  const { store, end } = await freshStore();
  try {
    const none = await said(configOf({}), [], undefined);
    expect(none[0]).toBe('· a desk of your own');
    expect(none.at(-1)).toContain('next: npm run -s deskwire -- init');
    const env = {
      DESKWIRE_BRIEFS: '/srv/mine',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'a'.repeat(32),
    };
    const own = await said(configOf(env), [horn], store);
    expect(own.slice(0, 3)).toEqual([
      '✓ a desk of your own (/horn)',
      '· a published entry',
      '✓ connected to Slack',
    ]);
    expect(own.at(-1)).toContain('/deskwire-edit feeds items');
    const due = new Date('2026-11-24T08:00:00Z');
    await subscribe(store, 'horn', { channel: 'slack:T1:C1', cursor: 0, slot: due, next: due });
    const subscribed = await said(configOf(env), [horn], store);
    expect(subscribed[3]).toBe('✓ a channel that gets digests');
  } finally {
    await end();
  }
});
