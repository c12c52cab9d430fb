import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSyncLoop, type Watch, watchBriefs } from '../../../src/content/sync/watch.ts';
import { type DeskOnDisk, deskOnDisk } from '../desk-on-disk.ts';

let desk: DeskOnDisk;
let watch: Watch;
let syncs = 0;

beforeEach(async () => {
  desk = await deskOnDisk();
  await desk.sync();
  syncs = 0;
  const sync = async () => {
    syncs += 1;
    await desk.sync();
  };
  watch = await watchBriefs({ folder: desk.folder, sync, log: desk.log, settle: 60 });
});
afterEach(async () => {
  await watch.stop();
  await desk.end();
});

const titleOf = async (id: string) => (await desk.store.entries.get(everything, id))?.body.title;
const everything = {
  desk: 'harbour',
  role: 'admin',
  place: 'internal',
  now: new Date('2026-03-01T12:00:00Z'),
  today: '2026-03-01',
} as const;

/** Does something to the files and waits until it has been synced. */
async function after(change: () => void): Promise<void> {
  const done = watch.nextSync();
  change();
  await done;
}

const retitled = (text: string) => text.replace('title: The cable is laid', 'title: The cable lies');

test('an edited file is synced', async () => {
  await after(() => desk.edit('facts/energy.yaml', retitled));
  expect(await titleOf('cable-laid')).toBe('The cable lies');
});

test('an editor that writes beside the file and renames is one change', async () => {
  await after(() => {
    const text = retitled(desk.read('facts/energy.yaml'));
    writeFileSync(desk.at('facts/.energy.yaml.swp'), 'lock');
    writeFileSync(desk.at('facts/energy.yaml~'), text);
    rmSync(desk.at('facts/energy.yaml'));
    renameSync(desk.at('facts/energy.yaml~'), desk.at('facts/energy.yaml'));
    rmSync(desk.at('facts/.energy.yaml.swp'));
  });
  expect(await titleOf('cable-laid')).toBe('The cable lies');
  expect(desk.told).toEqual([]);
});

test('added, renamed and deleted files and desks are synced', async () => {
  const text = desk.read('facts/energy.yaml');
  await after(() => desk.remove('facts/energy.yaml'));
  expect(await desk.serving()).toEqual(['able-riga', 'able-tallinn', 'harbour-day']);
  await after(() => desk.write('facts/power.yaml', text));
  expect(await desk.pathOf('cable-laid')).toBe('facts/power.yaml');
  await after(() => desk.move('facts/power.yaml', 'facts/cables.yaml'));
  expect(await desk.pathOf('cable-laid')).toBe('facts/cables.yaml');
  await after(() => desk.remove('.'));
  expect(await desk.serving()).toContain('cable-laid');
});

test('a file written in pieces is synced when it is whole', async () => {
  const text = retitled(desk.read('facts/energy.yaml'));
  await after(() => {
    desk.write('facts/energy.yaml', '');
    desk.write('facts/energy.yaml', text.slice(0, 40));
    desk.write('facts/energy.yaml', text);
  });
  expect(await titleOf('cable-laid')).toBe('The cable lies');
  expect(desk.told).toEqual([]);
});

test('a look needs no event, and after a stop nothing is synced any more', async () => {
  desk.edit('facts/energy.yaml', retitled);
  await watch.look();
  expect(await titleOf('cable-laid')).toBe('The cable lies');
  await watch.stop();
  const before = syncs;
  await watch.look();
  expect(syncs).toBe(before);
});

test('one sync at a time: calls during one share the next, and a stop waits for what is under way', async () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const loop = createSyncLoop(() => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  }, desk.log);
  const first = loop.run();
  const [second, third] = [loop.run(), loop.run()];
  expect(gates.length).toBe(1);
  gates[0]?.resolve();
  await first;
  await Promise.resolve();
  expect(gates.length).toBe(2);
  let stopped = false;
  const stop = loop.stop().then(() => {
    stopped = true;
  });
  await Promise.resolve();
  expect(stopped).toBe(false);
  gates[1]?.resolve();
  await Promise.all([second, third, stop]);
  await loop.run();
  expect(gates.length).toBe(2);
});

test('a sync that fails is told, and the next one is tried', async () => {
  let fails = true;
  const loop = createSyncLoop(async () => {
    if (fails) throw new Error('the disk is full');
  }, desk.log);
  const well = loop.next();
  await loop.run();
  expect(desk.told).toEqual(['content sync failed; the old content stays in service']);
  fails = false;
  await loop.run();
  await well;
});
