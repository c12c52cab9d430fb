import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { quietLog } from '../src/cli/output.ts';
import { checkDesk } from '../src/content/check/check-desk.ts';
import { indexEntry } from '../src/search/index-entry.ts';
import { openStore } from '../src/store/open.ts';
import { syntheticEntries } from './synthetic.ts';

export interface BenchDesk {
  briefs: string;
  data: string;
  entries: number;
}

/** Entries in one facts file, as a desk of this size would split them. */
const perFile = 200;

/**
 * A desk of `n` synthetic entries with the real desk's names: the files on disk, and a store in step with them. The
 * store is filled directly, so that reading YAML, which happens once in a desk's life, is left out of the figures.
 */
export async function deskOf(n: number, realBriefs: string): Promise<BenchDesk> {
  const root = mkdtempSync(join(tmpdir(), `deskwire-bench-${n}-`));
  const briefs = join(root, 'briefs');
  const write = (path: string, text: string | Buffer) => {
    const file = join(briefs, 'centralasia', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return { path, bytes: Buffer.from(text) };
  };
  const frame = ['desk.yaml', 'sources.yaml'].map((name) =>
    write(name, readFileSync(join(realBriefs, 'centralasia', name))),
  );
  const { desk } = checkDesk('centralasia', frame);
  if (!desk) throw new Error('the real desk has faults; run `deskwire validate`');

  const bodies = syntheticEntries(desk.definition, desk.sources[0]?.id ?? '', n);
  const hash = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
  const files = frame.map(({ path, bytes }) => ({ path, hash: hash(bytes) }));
  const entries = [];
  for (let from = 0; from < n; from += perFile) {
    const slice = bodies.slice(from, from + perFile);
    const { path, bytes } = write(
      `facts/synthetic-${String(from / perFile).padStart(4, '0')}.yaml`,
      slice.map(({ type, ...fact }) => `- ${JSON.stringify(fact)}\n`).join(''),
    );
    files.push({ path, hash: hash(bytes) });
    entries.push(...slice.map((body) => ({ body, path, hash: hash(JSON.stringify(body)) })));
  }
  const data = join(root, 'data');
  const store = await openStore({
    dataFolder: data,
    index: indexEntry,
    clock: () => new Date(),
    log: quietLog,
  });
  await store.content.apply(
    { desk: 'centralasia', definition: desk, entries, files, removed: [] },
    new Date(),
  );
  await store.maintenance.close();
  return { briefs, data, entries: n };
}
