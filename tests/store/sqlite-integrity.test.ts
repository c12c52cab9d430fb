import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { fact } from './entries-made.ts';
import { change, now, storeOptions } from './fixture.ts';

async function closedStore() {
  // Not a copied database, as `freshStore` gives it: where a file is copied to, nobody knows that it was closed whole.
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const store = await openStore(storeOptions(folder));
  await store.content.apply(change(Array.from({ length: 500 }, (_, n) => fact(`e-${n}`))), now);
  await store.maintenance.close();
  return { folder, file: join(folder, 'deskwire.sqlite') };
}

/** What a start makes of the database, before it writes to it. */
async function started(folder: string) {
  const store = await openStore(storeOptions(folder));
  try {
    const made = await store.maintenance.checkIntegrity('if in doubt');
    await store.once.first('started', new Date(now.getTime() + 1000), now);
    return made;
  } finally {
    await store.maintenance.close();
  }
}

test('what was closed whole and not touched since is trusted', async () => {
  const { folder } = await closedStore();
  expect([await started(folder), await started(folder)]).toEqual(['trusted', 'trusted']);
});

test('after an unclean end it is checked, once', async () => {
  const { folder, file } = await closedStore();
  const store = await openStore(storeOptions(folder));
  await store.content.apply(change([fact('later')]), now);
  mkdirSync(join(folder, 'left'));
  for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, join(folder, 'left', `db${end}`));
  await store.maintenance.close();
  for (const end of ['', '-wal']) renameSync(join(folder, 'left', `db${end}`), `${file}${end}`);
  expect([await started(folder), await started(folder)]).toEqual(['checked', 'trusted']);
});

test('what somebody has copied over it is checked', async () => {
  const { folder, file } = await closedStore();
  copyFileSync(file, `${file}.other`);
  copyFileSync(`${file}.other`, file);
  expect(await started(folder)).toBe('checked');
});

test('damage is found at each start, also where another command has used the database before', async () => {
  const { folder, file } = await closedStore();
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  // The last pages hold entries and none of the schema, so that it opens.
  for (let at = 4096 * Math.ceil((3 * size) / 4096 / 4); at < size; at += 4096 * 2)
    await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, at);
  await handle.close();
  const other = await openStore(storeOptions(folder));
  await other.once.first('used', new Date(now.getTime() + 1000), now).catch(() => {});
  await other.maintenance.close();
  for (const _ of [1, 2])
    await expect(started(folder)).rejects.toMatchObject({
      code: 'damaged',
      remedy: expect.stringContaining('deskwire restore FILE'),
    });
});
