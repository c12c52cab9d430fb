import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** Packages that a file brings in as it is loaded, by itself or through files it imports; `import type` costs nothing. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm);
  return [...imports].flatMap(([, from = '']) => {
    if (from.startsWith('.')) return packagesOf(join(dirname(file), from), seen);
    return from.startsWith('node:') ? [] : [from];
  });
}

test('a sync that finds nothing changed, and the watch, load no package', () => {
  expect(packagesOf('src/content/sync/sync.ts')).toEqual([]);
  expect(packagesOf('src/content/sync/watch.ts')).toEqual([]);
  expect(packagesOf('src/content/sync/find-change.ts')).toContain('yaml');
});
