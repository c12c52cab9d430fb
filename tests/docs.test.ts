import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { generatedPages } from '../docs/generate.ts';

test('README and the field table say what the product does today; `npm run docs` brings them up to date', async () => {
  for (const [path, text] of await generatedPages()) expect(readFileSync(path, 'utf8'), path).toBe(text);
});

test('pictures are there in both themes, say in words what they show, and none is left over', () => {
  const shown = new Set<string>();
  for (const page of ['README.md', ...globSync('docs/*.md')]) {
    for (const [whole] of readFileSync(page, 'utf8').matchAll(/<picture>[\s\S]*?<\/picture>/g)) {
      const [, light] = /src="([^"]+)-light\.webp"/.exec(whole) ?? [];
      expect(whole, page).toContain(`media="(prefers-color-scheme: dark)" srcset="${light}-dark.webp"`);
      expect(/alt="([^"]*)"/.exec(whole)?.[1]?.length, page).toBeGreaterThan(60);
      for (const theme of ['light', 'dark'])
        shown.add(normalize(join(dirname(page), `${light}-${theme}.webp`)));
    }
  }
  expect([...shown].sort()).toEqual(globSync('docs/pictures/*').sort());
  for (const path of shown) {
    const bytes = readFileSync(path);
    expect([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 12)], path).toEqual(['RIFF', 'WEBP']);
    expect(bytes.length, path).toBeLessThan(300_000);
  }
});
