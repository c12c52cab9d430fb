import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deskwireProcess } from './deskwire.ts';

let deskwire: ReturnType<typeof deskwireProcess>;
let other: string;
beforeEach(() => {
  deskwire = deskwireProcess();
  other = join(deskwire.data, 'other-briefs');
  cpSync(resolve('briefs'), other, { recursive: true });
});
afterEach(() => deskwire.end());

const from = (briefs: string) => {
  deskwire.env.DESKWIRE_BRIEFS = briefs;
};
const brief = () => deskwire.run('run', '/centralasia latest', '--format', 'json', '--as', 'admin');

test('a second process with another content folder does not start beside the first, and `run` goes on answering', async () => {
  const service = deskwire.start('start');
  await service.said('serving');
  rmSync(join(other, 'centralasia', 'articles'), { recursive: true });

  from(other);
  const second = await deskwire.run('start', '--briefs-moved');
  expect(second.code).toBe(1);
  expect(second.err).toMatch(/^deskwire: another process serves \S+briefs on .*would withdraw \d+ entr/m);
  expect(second.err).toContain(other);

  const asked = await brief();
  expect(asked.code).toBe(0);
  expect(asked.err).toContain('another process serves');
  from(resolve('briefs'));
  expect(await brief()).toMatchObject({ code: 0, err: '' });

  service.child.kill('SIGTERM');
  await service.ended;
  from(other);
  const refused = await deskwire.run('start');
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/the content came from \S+briefs on .*\n.*--briefs-moved/);
  const moved = deskwire.start('start', '--briefs-moved');
  await moved.said('serving');
  moved.child.kill('SIGTERM');
  expect((await moved.ended).code).toBe(0);
}, 120_000);

test('a copy of the same content serves beside the first', async () => {
  const first = deskwire.start('start');
  await first.said('serving');
  from(other);
  const second = deskwire.start('start');
  await second.said('serving');
  writeFileSync(join(other, 'centralasia', 'articles', 'broken.md'), 'nothing');
  expect(await deskwire.run('validate')).toMatchObject({ code: 1 });
  for (const { child, ended } of [second, first]) {
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  }
}, 120_000);
