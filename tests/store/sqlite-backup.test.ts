import { readdirSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { mayMount, smallDisk } from '../small-disk.ts';
import { fact, inFile } from './entries-made.ts';
import { change, freshStore, now, scope, storeOptions } from './fixture.ts';

let fresh: Awaited<ReturnType<typeof freshStore>>;

beforeEach(async () => {
  fresh = await freshStore();
});

afterEach(() => fresh.end());

test('a copy is consistent while entries are written, and opens as a store', async () => {
  const { store, folder } = fresh;
  const entries = Array.from({ length: 500 }, (_, n) => inFile(fact(`e-${n}`)));
  await store.content.apply(change([], { entries }), now);
  const target = join(folder, 'copy', 'deskwire.sqlite');
  await mkdir(join(folder, 'copy'));

  let copied = false;
  const copying = store.maintenance.backup(target).finally(() => {
    copied = true;
  });
  let written = 0;
  do {
    await store.content.apply(change([fact(`during-${written}`), fact(`during-${written}-too`)]), now);
    written += 1;
  } while (!copied);
  const size = await copying;

  expect(size).toBe((await stat(target)).size);
  const copy = await openStore(storeOptions(join(folder, 'copy')));
  const { entries: kept } = await copy.maintenance.health();
  expect(kept).toBeGreaterThanOrEqual(500);
  // Each sync brought two: half of one would be no consistent copy.
  expect(kept % 2).toBe(0);
  expect(await copy.publications.head()).toBe(kept);
  expect((await copy.entries.get(scope(), 'e-499'))?.body.id).toBe('e-499');
  await copy.maintenance.close();
  expect((await store.maintenance.health()).entries).toBe(500 + 2 * written);
});

test('a file that exists is not overwritten', async () => {
  const target = join(fresh.folder, 'precious');
  await writeFile(target, 'as it was');
  await expect(fresh.store.maintenance.backup(target)).rejects.toMatchObject({
    code: 'target_exists',
    message: expect.stringContaining(target),
  });
  expect(await readFile(target, 'utf8')).toBe('as it was');
});

test('a copy into a folder that is not there is refused, and says which', async () => {
  const target = join(fresh.folder, 'no-such-folder', 'copy.sqlite');
  await expect(fresh.store.maintenance.backup(target)).rejects.toMatchObject({
    code: 'no_such_folder',
    message: `there is no folder ${join(fresh.folder, 'no-such-folder')} to write copy.sqlite into`,
  });
});

test('only its owner may read the database and its copy', async () => {
  const target = join(fresh.folder, 'copy.sqlite');
  await fresh.store.maintenance.backup(target);
  for (const file of [target, join(fresh.folder, 'deskwire.sqlite')]) {
    expect((await stat(file)).mode & 0o077).toBe(0);
  }
});

// A disk can be filled without harm to others only where one may be mounted, which root may.
test.skipIf(!mayMount())(
  'a copy that does not fit says where to free space, and leaves nothing',
  async () => {
    const disk = smallDisk(1);
    onTestFinished(() => disk.end());
    const entries = Array.from({ length: 800 }, (_, n) => inFile(fact(`e-${n}`)));
    await fresh.store.content.apply(change([], { entries }), now);
    await expect(fresh.store.maintenance.backup(join(disk.folder, 'copy.sqlite'))).rejects.toMatchObject({
      code: 'full',
      remedy: expect.stringContaining(`free space at ${disk.folder}`),
    });
    expect(readdirSync(disk.folder)).toEqual([]);
  },
);
