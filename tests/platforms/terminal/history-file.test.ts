import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readHistory, writeHistory } from '../../../src/platforms/terminal/line-editor.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  file = join(folder, 'deep', 'history');
});
afterEach(() => rm(folder, { recursive: true }));

it('is empty before the first line', async () => {
  expect(await readHistory(file)).toEqual([]);
});

it('comes back as it was written, for its owner only, with no draft left over', async () => {
  await writeHistory(file, ['/desk help', '/desk who Тоқаев']);
  expect(await readHistory(file)).toEqual(['/desk help', '/desk who Тоқаев']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'deep'))).toEqual(['history']);
});

it('takes back permissions that were too wide', async () => {
  await writeHistory(file, ['one']);
  await chmod(file, 0o644);
  await writeHistory(file, ['one', 'two']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('keeps the newest thousand lines', async () => {
  await writeHistory(
    file,
    Array.from({ length: 1500 }, (_, n) => `line ${n}`),
  );
  const lines = await readHistory(file);
  expect(lines).toHaveLength(1000);
  expect(lines.at(-1)).toBe('line 1499');
});

it('holds nothing that would act on the terminal, nor a pasted page', async () => {
  await writeHistory(file, ['a\u001b[2Jb', 'x'.repeat(5000), '\u0007']);
  expect(await readFile(file, 'utf8')).toBe('ab\n');
  await writeFile(file, 'c\u001b]0;t\u0007d\n');
  expect(await readHistory(file)).toEqual(['cd']);
});

it('reports what else goes wrong', async () => {
  await expect(readHistory(folder)).rejects.toThrow('EISDIR');
});
