import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordedFolder } from './record.ts';
import { recording } from './recording.ts';

/**
 * What the product answers today against what was recorded. Where a change is meant, `npm run -s record` writes it anew,
 * and the diff is read before it is committed.
 */
const recorded = globSync('**/*.txt', { cwd: recordedFolder }).sort();
let now: Map<string, string>;
beforeAll(async () => {
  now = await recording();
});

test('the same is recorded, no more and no less', () => {
  expect([...now.keys()].sort()).toEqual(recorded);
});

describe('what is answered is what was recorded, to the byte', () => {
  test.each(recorded)('%s', (path) => {
    const before = readFileSync(join(recordedFolder, path), 'utf8');
    const after = now.get(path) ?? '';
    if (after !== before) expect(firstDifference(before, after)).toEqual({});
  });
});

/** The first answer that differs: the whole of it would be thousands of lines. */
function firstDifference(before: string, after: string) {
  const [was, is] = [before, after].map((text) => text.split(/^(?=\$ )/m));
  const at = is?.findIndex((answer, index) => answer !== was?.[index]) ?? 0;
  return { was: was?.[at], is: is?.[at], remedy: 'npm run -s record, then read the diff' };
}
