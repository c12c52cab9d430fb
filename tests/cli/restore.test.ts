import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { deskwireProcess } from './deskwire.ts';

/** A desk that was installed, a backup of it, and a change that came after. */
async function backedUp() {
  const deskwire = deskwireProcess();
  onTestFinished(() => deskwire.end());
  const file = join(deskwire.data, 'deskwire.sqlite');
  const copy = join(deskwire.data, 'copy.sqlite');
  await deskwire.run('run', '/centralasia help');
  expect((await deskwire.run('backup', copy)).code).toBe(0);
  await deskwire.run('roles', 'grant', 'slack:T1:ULATER', 'editor');
  const granted = () => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare("SELECT count(*) AS n FROM grants WHERE subject LIKE '%ULATER'").get()?.n;
    } finally {
      database.close();
    }
  };
  expect(granted()).toBe(1);
  return { ...deskwire, file, copy, granted };
}

test('a backup takes the place of the database, which is kept beside it', async () => {
  const { run, file, copy, data, granted } = await backedUp();
  const { code, out } = await run('restore', copy, '--yes');
  expect([code, granted()]).toEqual([0, 0]);
  const [kept = ''] = readdirSync(data).filter((name) => name.startsWith('deskwire.sqlite.before-'));
  expect(out).toContain(`${file}.before-`);
  const old = new DatabaseSync(join(data, kept));
  expect(old.prepare("SELECT count(*) AS n FROM grants WHERE subject LIKE '%ULATER'").get()?.n).toBe(1);
  old.close();
});

test('the log that a killed process left is not played into the backup', async () => {
  const { run, start, file, copy, granted } = await backedUp();
  const service = start('start');
  await service.said('"serving"');
  service.child.kill('SIGKILL');
  await service.ended;
  expect(existsSync(`${file}-wal`)).toBe(true);
  expect((await run('restore', copy, '--yes')).code).toBe(0);
  expect([granted(), (await run('run', '/centralasia help')).code]).toEqual([0, 0]);
  const database = new DatabaseSync(file);
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  database.close();
});

test('nothing is replaced without a yes, or while a process has the database open', async () => {
  const { run, start, copy, granted } = await backedUp();
  const unasked = await run('restore', copy);
  expect([unasked.code, unasked.err]).toEqual([1, expect.stringContaining('--yes')]);
  const service = start('start');
  await service.said('"serving"');
  const open = await run('restore', copy, '--yes');
  expect([open.code, open.err]).toEqual([1, expect.stringMatching(/open.*\n.*stop the service/)]);
  expect(granted()).toBe(1);
});

test.each<[string, (copy: string) => Promise<void> | void, RegExp]>([
  ['is no database', (copy) => writeFileSync(copy, 'an invoice'), /cannot be (?:read|restored)/],
  ['is a database of something else', emptyDatabase, /not a database of Deskwire/],
  ['was made by a newer version', fromTheFuture, /newer Deskwire/],
  ['is damaged', (copy) => spoil(copy), /damaged|cannot be read/],
])('what %s is refused, and the database is left as it is', async (_, make, said) => {
  const { run, data, copy, granted } = await backedUp();
  const other = join(data, 'other.sqlite');
  await copyFile(copy, other);
  await make(other);
  const { code, err } = await run('restore', other, '--yes');
  expect([code, err]).toEqual([1, expect.stringMatching(said)]);
  expect(granted()).toBe(1);
  expect(readdirSync(data).filter((name) => /restoring|before/.test(name))).toEqual([]);
});

test('a file that is not there is named', async () => {
  const { run } = await backedUp();
  const { code, err } = await run('restore', 'nowhere.sqlite', '--yes');
  expect([code, err]).toEqual([1, expect.stringContaining('nowhere.sqlite')]);
});

test('a damaged database is refused by a start, which names restore; restore mends it', async () => {
  const { run, start, file, copy } = await backedUp();
  await spoil(file);
  const { code, err } = await start('start').ended;
  expect([code, err]).toEqual([1, expect.stringMatching(/damaged.*\n.*deskwire restore FILE/)]);
  expect((await run('restore', copy, '--yes')).code).toBe(0);
  const service = start('start');
  await service.said('"serving"');
});

function emptyDatabase(copy: string): void {
  writeFileSync(copy, '');
  const database = new DatabaseSync(copy);
  database.exec('CREATE TABLE invoices (id INTEGER)');
  database.close();
}

function fromTheFuture(copy: string): void {
  const database = new DatabaseSync(copy);
  database.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')");
  database.close();
}

/** As a disk does that loses some blocks. */
async function spoil(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  for (let at = 4096 * 20; at < size; at += 4096 * 3)
    await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, at);
  await handle.close();
}
