import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { prepareSqliteRestore } from '../../src/store/sqlite/restore/prepare.ts';
import { type Disk, putInPlace, realDisk } from '../../src/store/sqlite/restore/put-in-place.ts';
import { fact } from './entries-made.ts';
import { change, freshStore, now, scope, storeOptions } from './fixture.ts';

/** A store with an entry `before`, a backup of it, and an entry `after` that came later, all closed. */
async function backedUp() {
  const { store, folder, end } = await freshStore();
  onTestFinished(() => end());
  const file = join(folder, 'deskwire.sqlite');
  const backup = join(folder, 'copy.sqlite');
  await store.content.apply(change([fact('before')]), now);
  await store.maintenance.backup(backup);
  await store.content.apply(change([fact('after')]), now);
  await store.maintenance.close();
  return { folder, file, backup };
}

/** The entries that a store opened at the folder answers with. */
async function entriesIn(folder: string) {
  const store = await openStore(storeOptions(folder));
  try {
    await store.maintenance.checkIntegrity('always');
    const found = await Promise.all(
      ['before', 'after', 'newest'].map((id) => store.entries.get(scope(), id)),
    );
    return found.flatMap((entry) => entry?.body.id ?? []);
  } finally {
    await store.maintenance.close();
  }
}

const all = ['before', 'after', 'newest'];

async function restored(file: string, backup: string) {
  const ready = await prepareSqliteRestore(file, backup);
  try {
    return await ready.replace();
  } finally {
    await ready.release();
  }
}

/** The files of a folder but for locks and what only remembers. */
const databases = (folder: string) =>
  readdirSync(folder).filter((name) => /\.(restor|before|asked)/.test(name));

/** Leaves a database as a process does that is killed while the newest changes are only in its log. */
async function killed(folder: string) {
  const file = join(folder, 'deskwire.sqlite');
  const store = await openStore(storeOptions(folder));
  await store.content.apply(change([fact('newest')]), now);
  for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${file}.left${end}`);
  await store.maintenance.close();
  for (const end of ['', '-wal']) renameSync(`${file}.left${end}`, `${file}${end}`);
}

test('the log of a killed process goes with the old database, and not into the new one', async () => {
  const { folder, file, backup } = await backedUp();
  await killed(folder);
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  const kept = (await restored(file, backup)) ?? '';
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(await entriesIn(folder)).toEqual(['before']);
  await restored(file, kept);
  expect(await entriesIn(folder)).toEqual(all);
});

test('whenever the machine stops, the old database or the new one is there, whole, and the old one is kept', async () => {
  class Stopped extends Error {}
  /** Does so many steps, and then no more. */
  const stoppingAfter = (steps: number): Disk => {
    let left = steps;
    const step =
      <A extends unknown[]>(work: (...args: A) => Promise<void>) =>
      async (...args: A) => {
        if (left === 0) throw new Stopped();
        left -= 1;
        await work(...args);
      };
    return {
      link: step(realDisk.link),
      rename: step(realDisk.rename),
      remove: step(realDisk.remove),
      flush: step(realDisk.flush),
    };
  };
  const seen: string[][] = [];
  let done = false;
  for (let steps = 0; !done; steps += 1) {
    const { folder, file, backup } = await backedUp();
    await killed(folder);
    copyFileSync(backup, `${file}.restoring`);
    done = await putInPlace(file, `${file}.restoring`, stoppingAfter(steps)).then(
      () => true,
      (error) => {
        expect(error).toBeInstanceOf(Stopped);
        return false;
      },
    );
    const there = await entriesIn(folder);
    seen.push(there);
    const kept = readdirSync(folder).filter((name) => name.includes('.before-') && !name.endsWith('-wal'));
    expect(kept).toHaveLength(there.includes('newest') ? 0 : 1);
    if (kept[0]) {
      expect(statSync(join(folder, kept[0])).nlink).toBe(1);
      await restored(file, join(folder, kept[0]));
      expect(await entriesIn(folder)).toEqual(all);
    }
    expect(existsSync(`${file}.restored`)).toBe(false);
  }
  expect(seen[0]).toEqual(all);
  expect(seen.at(-1)).toEqual(['before']);
  expect(seen.length).toBeGreaterThan(6);
});

test('nothing is put in place while a store has the database open, and none is opened meanwhile', async () => {
  const { folder, file, backup } = await backedUp();
  const store = await openStore(storeOptions(folder));
  await expect(prepareSqliteRestore(file, backup)).rejects.toMatchObject({
    code: 'in_use',
    remedy: expect.stringContaining('stop the service'),
  });
  await store.maintenance.close();
  const ready = await prepareSqliteRestore(file, backup);
  await expect(openStore(storeOptions(folder))).rejects.toMatchObject({
    code: 'in_use',
    message: expect.stringContaining('is being restored'),
  });
  await ready.release();
  expect(await entriesIn(folder)).toEqual(['before', 'after']);
  expect(databases(folder)).toEqual([]);
});

test('nor while the database is damaged and a store has it open', async () => {
  const { folder, file, backup } = await backedUp();
  const store = await openStore(storeOptions(folder));
  onTestFinished(() => store.maintenance.close());
  await overwrite(file, 0);
  await expect(prepareSqliteRestore(file, backup)).rejects.toMatchObject({ code: 'in_use' });
});

test('nor while another program has it open', async () => {
  const { file, backup } = await backedUp();
  const other = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => void (other.isOpen && other.close()));
  other.prepare('SELECT count(*) FROM revisions').get();
  await expect(prepareSqliteRestore(file, backup)).rejects.toMatchObject({ code: 'in_use' });
  other.close();
  await restored(file, backup);
});

test.each<[string, (at: Awaited<ReturnType<typeof backedUp>>) => string | Promise<string>, RegExp]>([
  ['is not there', ({ folder }) => join(folder, 'nowhere'), /there is no such file/],
  ['is a folder', ({ folder }) => folder, /it is not a file/],
  ['is the database itself', ({ file }) => file, /the database itself/],
  ['is the database by another name', anotherName, /the database itself/],
  ['is no database', ({ backup }) => written(backup, 'an invoice'), /cannot be read/],
  ['is empty', ({ backup }) => written(backup, ''), /not a database of Deskwire/],
  ['is of another program', ofAnotherProgram, /not a database of Deskwire/],
  ['was made by a newer version', ofTheFuture, /newer Deskwire/],
  ['was cut off', ({ backup }) => cut(backup), /damaged|cannot be read/],
  ['is damaged', ({ backup }) => overwrite(backup, 4096 * 5), /damaged|cannot be read/],
])('what %s is refused, and nothing is touched', async (_, make, said) => {
  const at = await backedUp();
  const backup = await make(at);
  await expect(prepareSqliteRestore(at.file, backup)).rejects.toMatchObject({
    code: 'not_restorable',
    message: expect.stringMatching(said),
    remedy: expect.stringMatching(/./),
  });
  expect(databases(at.folder)).toEqual([]);
  expect(await entriesIn(at.folder)).toEqual(['before', 'after']);
});

test('of a database that was copied with its log, the log counts', async () => {
  const { folder, file, backup } = await backedUp();
  const store = await openStore(storeOptions(folder));
  await store.content.apply(change([fact('in-the-log')]), now);
  for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${backup}${end}`);
  await store.maintenance.close();
  const ready = await prepareSqliteRestore(file, backup);
  expect(ready.from).toContain(`${backup}-wal`);
  expect(ready.holds).toContain('3 entries');
  await ready.release();
});

test('a restore on a new machine makes the folder', async () => {
  const { folder, backup } = await backedUp();
  const elsewhere = join(folder, 'new', 'data');
  expect(await restored(join(elsewhere, 'deskwire.sqlite'), backup)).toBeUndefined();
  expect(await entriesIn(elsewhere)).toEqual(['before']);
});

test('the database is readable by its owner only, however the backup lay', async () => {
  const { file, backup } = await backedUp();
  chmodSync(backup, 0o644);
  await restored(file, backup);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

// Only root may give files away.
test.skipIf(process.getuid?.() !== 0)('what root restores belongs to the owner of the folder', async () => {
  const { folder, file, backup } = await backedUp();
  chownSync(folder, 12_345, 12_345);
  await restored(file, backup);
  expect([statSync(file).uid, statSync(`${file}.lock`).uid]).toEqual([12_345, expect.any(Number)]);
});

test('where the database lies behind a link, it is replaced there', async () => {
  const { folder, file, backup } = await backedUp();
  const linked = join(folder, 'linked');
  mkdirSync(linked);
  symlinkSync(file, join(linked, 'deskwire.sqlite'));
  await killed(folder);
  const kept = await restored(join(linked, 'deskwire.sqlite'), backup);
  expect(lstatSync(join(linked, 'deskwire.sqlite')).isSymbolicLink()).toBe(true);
  expect(kept).toContain(`${file}.before-`);
  expect(await entriesIn(linked)).toEqual(['before']);
});

test('what a restore that was interrupted left is removed by the next', async () => {
  const { folder, file, backup } = await backedUp();
  for (const end of ['', '-wal', '-journal']) writeFileSync(`${file}.restoring${end}`, 'half');
  await restored(file, backup);
  expect(readdirSync(folder).filter((name) => name.includes('.restor'))).toEqual([]);
  expect(await entriesIn(folder)).toEqual(['before']);
});

function written(backup: string, text: string): string {
  writeFileSync(backup, text);
  return backup;
}

function cut(backup: string): string {
  truncateSync(backup, 40_960);
  return backup;
}

function anotherName({ folder, file }: { folder: string; file: string }): string {
  const name = join(folder, 'other-name.sqlite');
  symlinkSync(file, name);
  return name;
}

function ofAnotherProgram({ folder }: { folder: string }): string {
  const file = join(folder, 'invoices.sqlite');
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE invoices (id INTEGER)');
  database.close();
  return file;
}

function ofTheFuture({ backup }: { backup: string }): string {
  const database = new DatabaseSync(backup);
  database.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')");
  database.close();
  return backup;
}

/** As a disk does that loses what lies after. */
async function overwrite(file: string, from: number): Promise<string> {
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  for (let at = from; at < size; at += 4096 * 3) await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, at);
  await handle.close();
  return file;
}
