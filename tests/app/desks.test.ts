import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDesks } from '../../src/app/desks.ts';
import { StoreError } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import { deskOnDisk } from '../content/desk-on-disk.ts';
import { now } from '../store/fixture.ts';

const bound = (folders: Store['folders']): Store['folders'] => ({
  look: (...args) => folders.look(...args),
  serve: (...args) => folders.serve(...args),
  take: (...args) => folders.take(...args),
  beginSync: (...args) => folders.beginSync(...args),
  endSync: (...args) => folders.endSync(...args),
  leave: (...args) => folders.leave(...args),
});

test('agreement to another content folder holds until the disk has room to take it; a desk may be withdrawn', async () => {
  const desk = await deskOnDisk();
  const moved = `${desk.folder}-moved`;
  try {
    const common = { host: 'here', clock: () => now, log: desk.log, onSynced() {} };
    const before = createDesks({ ...common, store: desk.store, folder: desk.folder });
    await before.serve(async () => false);
    await before.leave();
    cpSync(desk.folder, moved, { recursive: true });
    rmSync(join(moved, 'harbour', 'facts'), { recursive: true });
    const withFacts = await desk.serving();

    let isFull = true;
    const { folders } = desk.store;
    const serve: Store['folders']['serve'] = (...args) =>
      isFull
        ? Promise.reject(new StoreError('full', 'the disk is full', 'free space'))
        : folders.serve(...args);
    const filling: Store = Object.create(desk.store, {
      folders: { value: { ...bound(folders), serve } },
    });
    const after = createDesks({ ...common, store: filling, folder: moved });
    expect(await after.serve(async () => true)).toBeUndefined();
    expect(await desk.serving()).toEqual(withFacts);
    isFull = false;
    await after.sync();
    expect((await desk.serving()).length).toBeLessThan(withFacts.length);
    await after.leave();

    renameSync(join(moved, 'harbour'), join(moved, 'haven'));
    const file = join(moved, 'haven', 'desk.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('id: harbour\n', 'id: haven\n'));
    await after.serve(async () => true);
    expect(after.all().map(({ desk: { definition } }) => definition.id)).toEqual(['haven']);
    await after.leave();
  } finally {
    rmSync(moved, { recursive: true, force: true });
    await desk.end();
  }
});
