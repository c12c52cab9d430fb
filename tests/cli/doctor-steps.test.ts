import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDesk } from '../../src/app/own-desk/make.ts';
import { deskFrom } from '../../src/app/own-desk/wishes.ts';
import { stepsFound } from '../../src/cli/doctor/steps.ts';
import { readConfig } from '../../src/config.ts';
import { brokenDesks } from '../../src/content/check/check-folder.ts';
import { exportFiles } from '../../src/content/export/files.ts';
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
    const none = await said(configOf({}), [], [], undefined);
    expect(none[0]).toBe('· a desk of your own');
    expect(none.at(-1)).toContain('next: npm run -s deskwire -- init');
    const env = {
      DESKWIRE_BRIEFS: '/srv/mine',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'a'.repeat(32),
    };
    const own = await said(configOf(env), [horn], [], store);
    expect(own.slice(0, 3)).toEqual([
      '✓ a desk of your own (/horn)',
      '· a published entry',
      '✓ connected to Slack',
    ]);
    expect(own.at(-1)).toContain('/deskwire-edit feeds items');
    const due = new Date('2026-11-24T08:00:00Z');
    await subscribe(store, 'horn', { channel: 'slack:T1:C1', cursor: 0, slot: due, next: due });
    const subscribed = await said(configOf(env), [horn], [], store);
    expect(subscribed[3]).toBe('✓ a channel that gets digests');
  } finally {
    await end();
  }
});

test('of a desk with a fault the file and the fault are told, and init writes none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-broken-'));
  try {
    const briefs = join(folder, 'briefs');
    const places = [{ name: 'Timbuktu', country: 'XX' }];
    const made = deskFrom({ name: 'Horn', countries: 'Somalia' }, { places });
    if (!('definition' in made)) throw new Error(made.fault);
    const refused = await makeDesk(made.definition, { folder, briefs });
    expect(refused).toEqual({ fault: expect.stringMatching(/^nothing was written: desk\.yaml .*"XX"/) });
    expect(readdirSync(folder)).toEqual([]);
    mkdirSync(join(briefs, 'horn'), { recursive: true });
    for (const { path, text } of exportFiles({ definition: made.definition, sources: [] }, []))
      writeFileSync(join(briefs, 'horn', path), text);
    const broken = await brokenDesks(briefs, []);
    expect(broken).toEqual([
      { desk: 'horn', says: expect.stringMatching(/horn\/desk\.yaml line \d+: .*"XX"/) },
    ]);
    const own = await said(configOf({ DESKWIRE_BRIEFS: briefs }), [], broken, undefined);
    expect(own[0]).toBe('· a desk of your own');
    expect(own.at(-1)).toBe(`next: correct ${broken[0]?.says}`);
    expect(await brokenDesks(briefs, ['horn'])).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
