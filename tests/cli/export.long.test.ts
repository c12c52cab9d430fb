import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readTable } from '../../src/content/read/read-table.ts';
import { atOnce } from '../../src/runtime/async.ts';
import { deskwireProcess, shippedDesk } from './deskwire.ts';

const shipped = await shippedDesk();

let deskwire: ReturnType<typeof deskwireProcess>;
let folder: string;
beforeAll(() => {
  deskwire = deskwireProcess();
  folder = mkdtempSync(join(tmpdir(), 'deskwire-export-'));
});
afterAll(() => {
  deskwire.end();
  rmSync(folder, { recursive: true, force: true });
});

test('a desk exported is a desk without faults, and is never written over', async () => {
  const out = join(folder, 'desks');
  const exported = await deskwire.run('export', 'centralasia', '--out', out);
  expect(exported).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining(`${shipped.entries} entries in ${shipped.files} files`),
  });
  expect(existsSync(join(out, 'centralasia', 'desk.yaml'))).toBe(true);
  const copy = deskwireProcess({ DESKWIRE_BRIEFS: out });
  expect(await copy.run('validate')).toMatchObject({ code: 0, out: expect.stringContaining('no faults') });
  copy.end();
  const again = await deskwire.run('export', '--out', out);
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('export never overwrites') });
});

test('as a table, data or a calendar it is printed, or written to a new file', async () => {
  const table = await deskwire.run('export', '--format', 'csv');
  expect(table.out).toMatch(/^id,type,kind,title,/);
  expect(atOnce(readTable(table.out))).toMatchObject({ findings: [], entries: { length: shipped.entries } });
  const data = JSON.parse((await deskwire.run('export', '--format', 'json')).out) as { id: string }[];
  expect(data).toHaveLength(shipped.entries);
  const file = join(folder, 'dates.ics');
  expect(await deskwire.run('export', '--format', 'ics', '--out', file)).toMatchObject({
    code: 0,
    err: expect.stringContaining('whose date is not a full day'),
  });
  expect(existsSync(file)).toBe(true);
});

test('the data is what its published schema says, and nothing else is', async () => {
  const published = JSON.parse((await deskwire.run('schema', 'entries')).out);
  const schema = z.fromJSONSchema(published);
  const data = JSON.parse((await deskwire.run('export', '--format', 'json')).out) as object[];
  expect(schema.safeParse(data).error).toBeUndefined();
  for (const wrong of [{ weight: 9 }, { more: 1 }, { title: 'two\nlines' }, { dates: [] }])
    expect(schema.safeParse([{ ...data.at(-1), ...wrong }]).success, JSON.stringify(wrong)).toBe(false);
});

test.each([
  ['an unknown desk', ['export', 'nowhere', '--format', 'csv'], 'Write one of: centralasia'],
  ['yaml without a folder', ['export'], 'Add --out FOLDER'],
  ['a format of its own', ['export', '--format', 'pdf'], 'yaml, csv, json, ics'],
])('%s is refused with what to write', async (_, args, says) => {
  expect(await deskwire.run(...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) });
});

test('a file that is there already is left as it is', async () => {
  const file = join(folder, 'mine.csv');
  writeFileSync(file, 'mine');
  const refused = await deskwire.run('export', '--format', 'csv', '--out', file);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('already exists') });
});

test('a folder that is not there is named', async () => {
  const refused = await deskwire.run('export', '--format', 'csv', '--out', join(folder, 'nowhere', 'a.csv'));
  expect(refused).toMatchObject({
    code: 2,
    err: expect.stringMatching(/no folder .*nowhere\nCreate it first/),
  });
});

test('a file that was exported passes in the folder of briefs where chat has its source, and elsewhere with it', async () => {
  const briefs = join(folder, 'briefs');
  cpSync('briefs', briefs, { recursive: true });
  const desk = deskwireProcess({ DESKWIRE_BRIEFS: briefs });
  const source =
    'title:"A page" publisher:"Steppe Courier" kind:press grade:B dated:2026-03-18 url:https://example.org/a';
  const added = await desk.run('run', `/deskwire-edit add source ${source}`, '--as', 'admin');
  const id = /cite it as ([a-z0-9-]+)\./.exec(added.out)?.[1] ?? 'no source was added';
  const file = join(briefs, 'centralasia', 'facts', 'chat.yaml');
  writeFileSync(
    file,
    `- id: line-agreed\n  kind: event\n  title: A line is agreed\n  statement: They agreed.\n  dates: [2026-03-16]\n  standing: reported\n  topics: [diplomacy]\n  sources: [${id}]\n  published: 2026-03-18\n`,
  );
  expect(await desk.run('validate')).toMatchObject({ code: 0, err: '' });
  const out = join(folder, 'with-source');
  expect(await desk.run('export', '--out', out)).toMatchObject({ code: 0 });
  desk.end();

  const elsewhere = deskwireProcess({ DESKWIRE_BRIEFS: briefs });
  expect(await elsewhere.run('validate')).toMatchObject({ code: 1, err: expect.stringContaining(id) });
  expect(existsSync(join(elsewhere.data, 'deskwire.sqlite'))).toBe(false);
  elsewhere.end();
  const whole = deskwireProcess({ DESKWIRE_BRIEFS: out });
  expect(await whole.run('validate')).toMatchObject({ code: 0, err: '' });
  whole.end();
});

test('what was exported is taken in again by the program itself, which finds nothing new', async () => {
  const file = join(folder, 'again.csv');
  await deskwire.run('export', '--format', 'csv', '--out', file);
  const imported = await deskwire.run('import', file, '--dry-run');
  expect(imported).toMatchObject({ code: 0, err: '' });
  expect(imported.out).toContain(`0 new, 0 changed, ${shipped.entries} the same. Nothing was written.`);
  const calendar = join(folder, 'again.ics');
  await deskwire.run('export', '--format', 'ics', '--out', calendar);
  expect(await deskwire.run('import', calendar)).toMatchObject({
    code: 2,
    err: expect.stringContaining('is a calendar, which cannot be imported'),
  });
  expect(await deskwire.run('import')).toMatchObject({ code: 2, err: expect.stringContaining('file') });
});
