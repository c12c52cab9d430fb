import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** Which rooms a room may import besides itself. Domain stands in the middle; only the wiring knows everything. */
const allowed: Record<string, readonly string[]> = {
  domain: [],
  runtime: ['domain'],
  content: ['domain', 'runtime'],
  store: ['domain', 'runtime'],
  search: ['domain', 'runtime'],
  command: ['domain', 'runtime'],
  digest: ['domain', 'runtime'],
  editing: ['domain', 'runtime'],
  // Articles are read in a thread of their own, which has to know the desk's names.
  import: ['domain', 'runtime', 'search'],
  feeds: ['domain', 'runtime'],
  'platforms/slack': ['domain', 'runtime'],
  'platforms/discord': ['domain', 'runtime'],
  'platforms/web': ['domain', 'runtime'],
  'platforms/terminal': ['domain', 'runtime'],
  commands: ['domain', 'command'],
};

const roomOf = (path: string) =>
  path.startsWith('commands/')
    ? 'commands'
    : (path.match(/^src\/(platforms\/[^/]+|[^/]+)\//)?.[1] ?? 'wiring');

test('every room imports only the rooms it may', () => {
  const breaches: string[] = [];
  for (const file of globSync(['src/**/*.ts', 'commands/**/*.ts'])) {
    const room = roomOf(file);
    if (room === 'wiring' || room === 'cli') continue;
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const target = roomOf(normalize(join(dirname(file), path as string)));
      if (target !== room && !allowed[room]?.includes(target)) breaches.push(`${file} imports ${target}`);
    }
  }
  expect(breaches).toEqual([]);
});

test('the two databases never import each other', () => {
  const crossing = globSync('src/store/{sqlite,postgres}/**/*.ts').filter((file) =>
    readFileSync(file, 'utf8').includes(file.includes('sqlite') ? '/postgres/' : '/sqlite/'),
  );
  expect(crossing).toEqual([]);
});

test('process.env is read in one place', () => {
  const readers = globSync(['src/**/*.ts', 'commands/**/*.ts']).filter((file) =>
    readFileSync(file, 'utf8').includes('process.env'),
  );
  expect(readers).toEqual(['src/cli.ts']);
});
