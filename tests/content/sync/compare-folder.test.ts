import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listHashes } from '../../../src/content/read/list-files.ts';
import { compareFolder } from '../../../src/content/sync/compare-folder.ts';
import { findDeskChange } from '../../../src/content/sync/sync.ts';
import { planSync } from '../../../src/content/sync/sync-plan.ts';
import { freshStore } from '../../store/fixture.ts';
import { fixtureDesk } from '../fixture-desk.ts';

const fixtures = readdirSync('tests/content/fixtures').map((name) => name.replace('.fixture', ''));
let briefs: string;
let opened: Awaited<ReturnType<typeof freshStore>>;
beforeAll(async () => {
  briefs = mkdtempSync(join(tmpdir(), 'briefs-'));
  opened = await freshStore();
});
afterAll(async () => {
  await opened.end();
  rmSync(briefs, { recursive: true });
});

test.each(fixtures)('whether a new desk would serve is told as by reading all of it: %s', async (name) => {
  const { content } = opened.store;
  const folder = join(briefs, 'harbour');
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of fixtureDesk(name).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const listing = await listHashes(briefs, folder);
  const plan = planSync(listing.files, [], []);
  const { change } = await findDeskChange('harbour', { listing, stored: [], plan }, content);
  expect((await compareFolder(briefs, content)).same).toBe(change === undefined);
});
