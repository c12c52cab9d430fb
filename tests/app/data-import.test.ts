import { expect, onTestFinished, test } from 'vitest';
import { openDataImport } from '../../src/app/open-editing.ts';
import type { DeskService } from '../../src/command/define.ts';
import type { Editing } from '../../src/domain/ports/drafts.ts';
import { makeDesk, makeSource } from '../domain/make.ts';
import { freshStore, now } from '../store/fixture.ts';

test('a table of many rows is looked at between the turns of others', async () => {
  const { store, end } = await freshStore();
  onTestFinished(end);
  const desk = makeDesk({ sources: [makeSource({ until: '2027-12', registers: [] })] });
  const data = openDataImport({
    store,
    desks: { all: () => [], byId: () => ({ desk }) as DeskService, refresh: async () => {} },
    clock: () => now,
    editing: {} as Editing,
  });
  const row = (n: number) =>
    `row-${n},event,Something,It happened.,2025-01-0${1 + (n % 9)},reported,trade,travels,2026-01-10`;
  const table = [
    'id,kind,title,statement,dates,standing,topics,sources,published',
    ...Array.from({ length: 4000 }, (_, n) => row(n)),
  ].join('\n');
  let turns = 0;
  let isOver = false;
  const others = () => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  others();
  const looked = await data.look('north', [{ path: 'a.csv', bytes: new TextEncoder().encode(table) }]);
  isOver = true;
  expect(looked).toMatchObject({ ok: true, entries: { length: 4000 } });
  expect(turns).toBeGreaterThan(8);
});

test('all that is wrong in a row is told at once: what cannot be read beside what the desk does not have', async () => {
  const { store, end } = await freshStore();
  onTestFinished(end);
  const desk = makeDesk({ sources: [makeSource({ until: '2027-12', registers: [] })] });
  const data = openDataImport({
    store,
    desks: { all: () => [], byId: () => ({ desk }) as DeskService, refresh: async () => {} },
    clock: () => now,
    editing: {} as Editing,
  });
  const table = [
    'id,kind,title,statement,dates,standing,topics,sources,published',
    'a,event,Something,It happened.,soonish,reported,nonesuch,travels,2026-01-10',
    'b,event,Something,It happened.,2028-01-01,sure,trade,travels,2026-01-10',
    'c,event,Something,It happened.,2028-01-01,reported,trade,travels,soon',
  ].join('\n');
  const looked = await data.look('north', [{ path: 'a.csv', bytes: new TextEncoder().encode(table) }]);
  expect(looked.ok).toBe(false);
  const faults = looked.ok ? [] : looked.faults.map(({ line, what }) => `${line} ${what}`);
  expect(faults).toEqual([
    '2 "dates.edtf": "soonish" is not an EDTF date that exists',
    '2 unknown topic "nonesuch" in "topics"',
    '3 "standing" is "sure"',
    '4 "published" is "soon"',
    expect.stringContaining('4 1 January 2028 lies after all that its sources can know'),
  ]);
});
