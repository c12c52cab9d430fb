import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedPages } from '../docs/generate.ts';

test('README and the field table say what the product does today; `npm run docs` brings them up to date', async () => {
  for (const [path, text] of await generatedPages()) expect(readFileSync(path, 'utf8'), path).toBe(text);
});
