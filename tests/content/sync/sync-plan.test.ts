import { expect, test } from 'vitest';
import { planSync } from '../../../src/content/sync/sync-plan.ts';

const file = (path: string, hash = 'a', fault?: string) => ({ path, hash, ...(fault && { fault }) });

test('new, changed and broken files are looked at, the others are not', () => {
  const stored = [
    file('facts/same.yaml'),
    file('facts/edited.yaml'),
    file('facts/broken.yaml', 'a', 'line 1'),
  ];
  const found = ['same', 'edited', 'broken', 'new'].map((name) =>
    file(`facts/${name}.yaml`, name === 'edited' ? 'b' : 'a'),
  );
  expect([...planSync(found, stored, []).changed]).toEqual([
    'facts/edited.yaml',
    'facts/broken.yaml',
    'facts/new.yaml',
  ]);
});

test('what lies in a folder that cannot be read is not gone', () => {
  const stored = [file('facts/a.yaml'), file('articles/b.md')];
  expect([...planSync([], stored, ['facts/']).gone.keys()]).toEqual(['articles/b.md']);
});
