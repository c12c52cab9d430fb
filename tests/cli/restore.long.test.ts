import { existsSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deskwireProcess } from './deskwire.ts';

// What may be restored, and that nothing is lost at any step, is in tests/store/sqlite-restore.long.test.ts.
test('a damaged database is named with what to do by start and doctor; restore mends it, and asks first', async () => {
  const { data, run, start, end } = deskwireProcess();
  onTestFinished(() => end());
  const file = join(data, 'deskwire.sqlite');
  const copy = join(data, 'copy.sqlite');
  await run('run', '/centralasia help');
  expect((await run('backup', copy)).code).toBe(0);
  await run('roles', 'grant', 'slack:T1:ULATER', 'editor');

  const service = start('start');
  await service.said('"serving"');
  const inUse = await run('restore', copy, '--yes');
  expect([inUse.code, inUse.err]).toEqual([1, expect.stringMatching(/open.*\n.*stop the service/)]);
  service.child.kill('SIGKILL');
  await service.ended;
  expect(existsSync(`${file}-wal`)).toBe(true);
  await spoil(file);

  const advice = expect.stringMatching(/damaged[\s\S]*deskwire restore FILE/);
  const refused = await run('start');
  expect([refused.code, refused.err]).toEqual([1, advice]);
  const examined = await run('doctor');
  expect([examined.code, examined.out + examined.err]).toEqual([1, advice]);

  const unasked = await run('restore', copy);
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('--yes')]);
  rmSync(join(data, 'epoch.json'));
  const done = await run('restore', copy, '--yes');
  expect([done.code, done.out]).toEqual([0, expect.stringContaining(`${file}.before-`)]);

  // What tells the next start that it is an older one, whatever version made the backup.
  expect(existsSync(join(data, 'epoch.json'))).toBe(true);

  expect((await run('roles', 'list')).out).not.toContain('ULATER');
  const sound = await run('doctor');
  expect(sound.out).toContain('every page of the database is readable');
}, 120_000);

/** As a disk does that loses some blocks. */
async function spoil(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  for (let at = 4096 * 20; at < size; at += 4096 * 3)
    await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, at);
  await handle.close();
}
