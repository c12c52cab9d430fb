import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDesk, checkReadings } from '../../src/content/check/check-desk.ts';
import { fileKind } from '../../src/content/read/file-kind.ts';
import { readFile } from '../../src/content/read/read-file.ts';
import { nothingServed } from '../../src/content/sync/sync-plan.ts';
import { chanceOf } from '../crash/chance.ts';
import { asFiles, fixtureDesk } from './fixture-desk.ts';
import { mutations } from './mutations.ts';

const seed = Number(process.env.SEED ?? 20_261_123);
const perMutation = 4;

const desks: [name: string, files: Map<string, string>][] = [['harbour', fixtureDesk('good').files]];
for (const name of readdirSync('briefs', { withFileTypes: true })) {
  if (name.isDirectory()) desks.push([name.name, onDisk(join('briefs', name.name))]);
}

function onDisk(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  const content = paths.filter((path) => !['other', 'misplaced'].includes(fileKind(path)));
  return new Map(content.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

describe.each(desks)('every mistake put into %s is found where it was made', (desk, files) => {
  // Files that a mistake does not touch are read once; reading is by far the slowest part.
  const readings = asFiles(files).map(readFile);

  test('before any mistake there is no fault', () => {
    expect(checkDesk(desk, asFiles(files)).faults).toEqual([]);
  });

  test.each(Object.keys(mutations))('%s', (name) => {
    const { pick } = chanceOf(seed);
    let made = 0;
    for (let tries = 0; made < perMutation && tries < perMutation * 10; tries += 1) {
      const path = pick([...files.keys()]) as string;
      const mutation = mutations[name]!(files.get(path) as string, pick);
      if (!mutation) continue;
      made += 1;
      const changed = asFiles(new Map([[path, mutation.content]])).map(readFile);
      const others = readings.filter((reading) => reading.path !== path);
      const { faults, entries } = checkReadings(desk, [...others, ...changed], nothingServed);
      const here = faults.filter(({ file }) => file === path);
      const told = `seed ${seed}, ${path}, expected line ${mutation.lines}: ${JSON.stringify(faults.slice(0, 5))}`;
      expect(here.length, told).toBeGreaterThan(0);
      if (mutation.lines.length > 0) {
        expect(
          here.some(({ line }) => mutation.lines.includes(line)),
          told,
        ).toBe(true);
      }
      expect(
        entries.filter((entry) => entry.path === path),
        told,
      ).toEqual([]);
    }
    expect(made, `seed ${seed}: the mistake could not be made anywhere`).toBeGreaterThan(0);
  });
});
