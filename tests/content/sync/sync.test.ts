import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeskOnDisk, deskOnDisk } from '../desk-on-disk.ts';
import { fixtureDesk } from '../fixture-desk.ts';

const all = ['able-riga', 'able-tallinn', 'cable-laid', 'cable-plan', 'harbour-day'];
const nothing = { added: 0, changed: 0, withdrawn: 0, conflicts: [] };

let desk: DeskOnDisk;
beforeEach(async () => {
  desk = await deskOnDisk();
});
afterEach(() => desk.end());

const entry = (id: string, rest = '') => `- id: ${id}
  kind: event
  title: ${id}
  statement: Something.
  dates: [2025]
  standing: reported
  topics: [energy]
  sources: [gazette]
  published: 2026-01-12
${rest}`;

test('the first sync brings the desk, its sources and all its entries', async () => {
  expect(await desk.sync()).toEqual({
    desk: 'harbour',
    outcome: 'applied',
    faults: [],
    ...nothing,
    added: 5,
  });
  expect(await desk.serving()).toEqual(all);
  expect((await desk.store.content.desk('harbour'))?.sources.map(({ id }) => id)).toEqual([
    'gazette',
    'harbour-times',
  ]);
});

test('a sync without any change writes nothing', async () => {
  await desk.sync();
  expect(await desk.sync()).toMatchObject({ outcome: 'unchanged', ...nothing });
  expect(desk.content.writes).toBe(1);
});

test('a changed, an added and a deleted entry are told apart', async () => {
  await desk.sync();
  desk.edit('facts/energy.yaml', (text) =>
    text.replace('The cable was laid.', 'The cable was laid at last.'),
  );
  desk.write('facts/more.yaml', entry('more-one'));
  desk.remove('articles/harbour-day.md');
  expect(await desk.sync()).toMatchObject({ outcome: 'applied', added: 1, changed: 1, withdrawn: 1 });
  expect(await desk.serving()).toEqual([...all.filter((id) => id !== 'harbour-day'), 'more-one']);
});

test('an entry taken out of a file that stays is withdrawn', async () => {
  await desk.sync();
  desk.write('facts/energy.yaml', '[]\n');
  expect(await desk.sync()).toMatchObject({ withdrawn: 2, faults: [] });
});

test('other order, quotes and comments in a file change no entry', async () => {
  await desk.sync();
  desk.edit(
    'facts/energy.yaml',
    (text) => `# A comment\n${text.replace('title: The cable is laid', 'title: "The cable is laid"')}`,
  );
  expect(await desk.sync()).toMatchObject({ outcome: 'applied', ...nothing });
  expect(await desk.sync()).toMatchObject({ outcome: 'unchanged' });
});

describe('files that move', () => {
  test('a renamed file changes no entry', async () => {
    await desk.sync();
    desk.move('facts/energy.yaml', 'facts/power.yaml');
    expect(await desk.sync()).toMatchObject({ outcome: 'applied', ...nothing });
    expect(await desk.pathOf('cable-laid')).toBe('facts/power.yaml');
  });

  test('an entry moved between files stays as it is', async () => {
    await desk.sync();
    const [first = '', second = ''] = desk.read('facts/energy.yaml').split('\n\n');
    desk.write('facts/energy.yaml', `${first}\n`);
    desk.write('facts/more.yaml', second);
    expect(await desk.sync()).toMatchObject(nothing);
    expect(await desk.pathOf('cable-laid')).toBe('facts/more.yaml');
  });

  test('a file renamed and broken at once keeps serving until it is mended', async () => {
    await desk.sync();
    const text = desk.read('facts/energy.yaml');
    desk.remove('facts/energy.yaml');
    desk.write('facts/power.yaml', `${text}\n\tx`);
    expect(await desk.sync()).toMatchObject({ withdrawn: 0 });
    expect(await desk.serving()).toEqual(all);
    expect(await desk.faults()).toEqual([
      'facts/energy.yaml: line 1: the entry "cable-laid" has moved to facts/power.yaml, which has faults; correct facts/power.yaml first',
      expect.stringContaining('facts/power.yaml: line 29: the line is indented with a tab'),
    ]);
    desk.write('facts/power.yaml', text);
    expect(await desk.sync()).toMatchObject(nothing);
    expect(await desk.serving()).toEqual(all);
    expect(await desk.faults()).toEqual([]);
  });

  test('an entry moved into a file that is broken stays in its old one', async () => {
    await desk.sync();
    const [first = '', second = ''] = desk.read('facts/energy.yaml').split('\n\n');
    desk.write('facts/energy.yaml', `${first}\n`);
    desk.write('facts/more.yaml', `${second}  unknown: key\n`);
    expect(await desk.sync()).toMatchObject(nothing);
    expect(await desk.serving()).toEqual(all);
    desk.write('facts/more.yaml', second);
    expect(await desk.sync()).toMatchObject(nothing);
    expect(await desk.pathOf('cable-laid')).toBe('facts/more.yaml');
  });

  test('deleting one file while another is broken withdraws what was deleted', async () => {
    await desk.sync();
    desk.remove('articles/harbour-day.md');
    desk.edit('facts/energy.yaml', (text) => `${text}x: y`);
    expect(await desk.sync()).toMatchObject({ withdrawn: 1 });
  });
});

describe('broken files', () => {
  test.each([
    ['truncated', ''],
    ['half written', '- id: cable-plan\n  kind: plan\n  title: "A cab'],
    ['malformed', 'a: b: c'],
  ])('a file that is %s keeps its last good revision, and recovers', async (_, text) => {
    await desk.sync();
    const good = desk.read('facts/energy.yaml');
    desk.write('facts/energy.yaml', text);
    expect(await desk.sync()).toMatchObject({ ...nothing, faults: [{ file: 'facts/energy.yaml' }] });
    expect(await desk.serving()).toEqual(all);
    expect((await desk.faults()).length).toBe(1);
    desk.write('facts/energy.yaml', good);
    expect(await desk.sync()).toMatchObject({ ...nothing, faults: [] });
    expect(await desk.faults()).toEqual([]);
  });

  test('a file that stays broken is told once and written once', async () => {
    await desk.sync();
    desk.write('facts/energy.yaml', '');
    await desk.sync();
    const told = desk.told.length;
    expect(await desk.sync()).toMatchObject({ outcome: 'unchanged', faults: [{ code: 'empty_file' }] });
    expect(desk.told.length).toBe(told);
    expect(desk.content.writes).toBe(2);
  });

  test('a file that is broken from the start does not keep the others from serving', async () => {
    desk.write('facts/more.yaml', entry('more-one', '  unknown: key'));
    desk.write('facts/other.yaml', entry('other-one', '  related: [more-one]'));
    expect(await desk.sync()).toMatchObject({ added: 6 });
    expect(await desk.serving()).toEqual([...all, 'other-one']);
  });

  test('a file that was wrong for the sake of another one is right once that one is', async () => {
    desk.write('facts/other.yaml', entry('other-one', '  related: [more-one]'));
    expect((await desk.sync()).faults.map(({ code }) => code)).toEqual(['unknown_entry']);
    desk.write('facts/more.yaml', entry('more-one'));
    expect(await desk.sync()).toMatchObject({ added: 2, faults: [] });
  });

  test('deleting an entry that others speak of is told at once, and they go on serving', async () => {
    await desk.sync();
    desk.edit('facts/visits.yaml', (text) => text.replace('id: able-riga', 'id: able-latvia'));
    desk.edit('facts/visits.yaml', (text) => text.replace('[able-riga]', '[able-latvia]'));
    desk.write('facts/more.yaml', entry('more-one', '  related: [able-latvia]'));
    await desk.sync();
    desk.edit('facts/visits.yaml', (text) => `${text.split('\n\n')[0]?.replace(/\n {2}related:.*/, '')}\n`);
    const { faults, withdrawn } = await desk.sync();
    expect(faults).toMatchObject([{ file: 'facts/more.yaml', code: 'unknown_entry' }]);
    expect(withdrawn).toBe(1);
    expect(await desk.serving()).toContain('more-one');
  });

  test('an id that is served from one file is at fault in the other', async () => {
    await desk.sync();
    desk.write('facts/a.yaml', entry('cable-laid'));
    expect((await desk.sync()).faults).toMatchObject([
      {
        file: 'facts/a.yaml',
        code: 'duplicate_id',
        what: 'the id "cable-laid" is also used in facts/energy.yaml',
      },
    ]);
    expect(await desk.pathOf('cable-laid')).toBe('facts/energy.yaml');
  });

  test('a file that may not be read keeps serving', async () => {
    await desk.sync();
    desk.remove('facts/energy.yaml');
    symlinkSync('/etc/hostname', desk.at('facts/energy.yaml'));
    expect((await desk.sync()).faults).toMatchObject([{ file: 'facts/energy.yaml', code: 'outside_link' }]);
    expect(await desk.serving()).toEqual(all);
  });
});

describe('desk.yaml and sources.yaml', () => {
  test('a changed name changes the desk and no entry', async () => {
    await desk.sync();
    desk.edit('desk.yaml', (text) => text.replace('Ann Able', 'Anne Able'));
    expect(await desk.sync()).toMatchObject({ outcome: 'applied', ...nothing });
    expect((await desk.store.content.desk('harbour'))?.definition.people[0]?.name).toBe('Anne Able');
  });

  test('a broken one keeps its last good definition, and entries go on being synced', async () => {
    await desk.sync();
    desk.edit('desk.yaml', (text) => text.replace('zone: Europe/Tallinn', 'zone: Nowhere'));
    desk.write('facts/more.yaml', entry('more-one'));
    expect(await desk.sync()).toMatchObject({ added: 1, faults: [{ file: 'desk.yaml' }] });
    expect((await desk.store.content.desk('harbour'))?.definition.zone).toBe('Europe/Tallinn');
    expect(await desk.sync()).toMatchObject({ outcome: 'unchanged' });
  });

  test('a name taken away is told in the files that use it, and they go on serving', async () => {
    await desk.sync();
    desk.edit('desk.yaml', (text) =>
      text.replace(/^.*port-union.*\n/m, '').replace(/^organisations:\n/m, ''),
    );
    expect((await desk.sync()).faults).toMatchObject([
      { file: 'facts/energy.yaml', code: 'unknown_organisation' },
    ]);
    expect(await desk.serving()).toEqual(all);
  });

  test('new sources serve although desk.yaml is broken', async () => {
    await desk.sync();
    desk.edit('desk.yaml', (text) => `${text}x: y\n`);
    desk.edit('sources.yaml', (text) => text.replace('Gazette of travels', 'Gazette of journeys'));
    await desk.sync();
    expect((await desk.store.content.desk('harbour'))?.sources[0]?.title).toBe('Gazette of journeys');
  });

  test('a desk that was never good is not served, and is once it is mended', async () => {
    const good = desk.read('desk.yaml');
    desk.edit('desk.yaml', (text) => text.replace('id: harbour', 'id: haven'));
    expect(await desk.sync()).toMatchObject({ outcome: 'unserved', faults: [{ code: 'desk_id' }] });
    expect(await desk.store.content.desks()).toEqual([]);
    expect(desk.told.at(-1)).toBe('desk harbour is not served; correct desk.yaml and sources.yaml');
    desk.write('desk.yaml', good);
    expect(await desk.sync()).toMatchObject({ added: 5 });
  });
});

describe('what vanishes as a whole is not taken for deleted', () => {
  test.each([
    ['the folder of the desk', () => desk.remove('.')],
    ['all that is in it', () => ['desk.yaml', 'sources.yaml', 'facts', 'articles'].forEach(desk.remove)],
    ['desk.yaml', () => desk.remove('desk.yaml')],
    ['the folder of briefs', () => renameSync(desk.folder, `${desk.folder}-away`)],
  ])('%s', async (what, vanish) => {
    await desk.sync();
    vanish();
    expect(await desk.sync()).toMatchObject({
      outcome: 'kept',
      ...nothing,
      faults: [{ code: 'missing_file' }],
    });
    expect(await desk.serving()).toEqual(all);
    expect(await desk.faults()).toEqual([expect.stringContaining('until then the desk serves what it has')]);
    const { writes } = desk.content;
    await desk.sync();
    expect(desk.content.writes).toBe(writes);
    if (what === 'the folder of briefs') renameSync(`${desk.folder}-away`, desk.folder);
    for (const [path, text] of fixtureDesk('good').files) desk.write(path, text);
    expect(await desk.sync()).toMatchObject({ ...nothing, faults: [] });
    expect(await desk.faults()).toEqual([]);
    expect(await desk.sync()).toMatchObject({ outcome: 'unchanged' });
  });

  test('a folder that cannot be read', async () => {
    await desk.sync();
    renameSync(desk.at('facts'), desk.at('facts-away'));
    symlinkSync('facts', desk.at('facts'));
    expect(await desk.sync()).toMatchObject(nothing);
    expect(await desk.serving()).toEqual(all);
    rmSync(desk.at('facts'));
    renameSync(desk.at('facts-away'), desk.at('facts'));
    expect(await desk.sync()).toMatchObject(nothing);
    expect(await desk.serving()).toEqual(all);
  });
});

test('a folder without content is no desk, and says nothing', async () => {
  desk.remove('.');
  desk.write('map.png', 'picture');
  expect(await desk.sync()).toMatchObject({ outcome: 'unserved', faults: [] });
  expect(desk.told).toEqual([]);
});

test('several desks are synced, each by itself', async () => {
  for (const [path, text] of fixtureDesk('good').files) {
    desk.write(join('../haven', path), text.replace('id: harbour\n', 'id: haven\n'));
  }
  await desk.sync();
  expect(await desk.store.content.desks()).toEqual(['harbour', 'haven']);
});

test('a file may cite a source that was added in chat, and is held to what that source can know', async () => {
  await desk.sync();
  const told = {
    title: 'A page',
    publisher: 'Gazette',
    kind: 'press',
    grade: 'B',
    until: '2026-02',
  } as const;
  const days = { added: '2026-03-01', checked: '2026-03-01', by: 'chat', registers: [] };
  desk.write('facts/more.yaml', entry('more-one').replace('[gazette]', '[told]'));
  expect(await desk.faults()).toEqual([]);
  await desk.sync();
  expect(await desk.faults()).toEqual([expect.stringContaining('"told"')]);
  await desk.store.told.add('harbour', { id: 'told', ...told, ...days }, 'slack:T1:UANN', new Date());
  expect(await desk.sync()).toMatchObject({ outcome: 'applied', added: 1, faults: [] });
  expect((await desk.store.content.filedDesk('harbour'))?.sources).toHaveLength(2);
  desk.edit('facts/more.yaml', (text) => text.replace('[2025]', '[2027]'));
  expect((await desk.sync()).faults).toMatchObject([{ code: 'beyond_source' }]);
});
