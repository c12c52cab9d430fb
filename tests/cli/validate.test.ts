import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { validate } from '../../src/cli/validate.ts';
import type { Told } from '../../src/domain/sources/listed.ts';
import { fixtureDesk } from '../content/fixture-desk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'briefs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(fixture: string, desk = 'harbour'): void {
  for (const [path, text] of fixtureDesk(fixture).files) {
    mkdirSync(dirname(join(folder, desk, path)), { recursive: true });
    writeFileSync(join(folder, desk, path), text);
  }
}

async function run(): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await validate({ folder, out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}

test('a clean folder is told in one line', async () => {
  write('good');
  expect(await run()).toEqual({
    code: 0,
    out: ['harbour: 1 brief, 4 facts, 2 sources, 2 people in its files: no faults'],
    err: [],
  });
});

test('what was written in chat is not counted, which is said', async () => {
  write('good');
  const out: string[] = [];
  const inChat = () => ({ entries: ['port-closes', 'port-opens'], told: [] });
  expect(await validate({ folder, inChat, out: (line) => out.push(line), err: () => {} })).toBe(0);
  expect(out.join('')).toContain(
    '2 people in its files: no faults; 2 entries, 0 sources and names written in chat: “doctor” counts all',
  );
});

test('two who hold one office at once are told, files and chat together, and are no fault', async () => {
  write('good');
  const out: string[] = [];
  const office = { id: 'mayor', name: 'Mayor', spellings: [] };
  const held = (id: string, since: string) => ({
    id,
    name: id,
    spellings: [],
    roles: [{ office: 'mayor', since }],
  });
  const told: Told[] = [
    { kind: 'office', body: office },
    { kind: 'person', body: held('ann', '2020') },
    { kind: 'person', body: held('bob', '2022-05') },
  ];
  const inChat = () => ({ entries: [], told });
  expect(await validate({ folder, inChat, out: (line) => out.push(line), err: () => {} })).toBe(0);
  expect(out[0]).toBe(
    'harbour: look at this: ann (since 2020) and bob (since May 2022) hold one office at once: Mayor',
  );
});

test('every fault of every desk is told with file, line and what to write, and counted', async () => {
  write('malformed');
  write('good', 'second');
  writeFileSync(join(folder, 'stray.yaml'), '');
  const { code, out, err } = await run();
  expect(code).toBe(1);
  expect(out).toEqual([]);
  expect(err.map((text) => text.split('  ')[0]?.replace(`${folder}/`, ''))).toEqual([
    'stray.yaml:1:1',
    'harbour/facts/energy.yaml:3:10',
    'harbour/facts/energy.yaml:6:10',
    'second/desk.yaml:1:5',
    '4 faults in 3 files',
  ]);
  expect(err[3]).toBe(
    `${join(folder, 'second/desk.yaml')}:1:5  the id "harbour" is not the name of the folder, "second"\n` +
      '  → write "id: second", or rename the folder to harbour',
  );
});

test('a folder that is not there or holds no desk says what to do', async () => {
  expect((await run()).err[0]).toContain('→ create a folder there');
  const err: string[] = [];
  const code = await validate({
    folder: join(folder, 'nowhere'),
    out: () => {},
    err: (line) => err.push(line),
  });
  expect([code, err[0]]).toEqual([1, expect.stringContaining('→ set DESKWIRE_BRIEFS')]);
});

test('links are followed within the folder of briefs and refused outside it', async () => {
  write('good');
  writeFileSync(join(folder, 'shared.txt'), '[]\n');
  symlinkSync('../../shared.txt', join(folder, 'harbour/facts/inside.yaml'));
  symlinkSync('/etc/hostname', join(folder, 'harbour/facts/outside.yaml'));
  symlinkSync('nowhere.txt', join(folder, 'harbour/facts/dead.yaml'));
  symlinkSync('..', join(folder, 'harbour/facts/circle'));
  const { err } = await run();
  expect(err.map((text) => text.replace(`${folder}/harbour/`, '').split('\n')[0])).toEqual([
    'facts/dead.yaml:1:1  the link leads to nothing',
    'facts/outside.yaml:1:1  the link leads outside the folder of briefs',
    '2 faults in 2 files',
  ]);
});
