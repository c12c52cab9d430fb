import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, vi } from 'vitest';
import { type InitOptions, type InitSurroundings, init } from '../../src/cli/init.ts';

/** Makes a desk in a new folder, which is removed at the end, and keeps what `init` prints. */
export async function initIn(
  options: InitOptions,
  surroundings: Omit<InitSurroundings, 'folder'> = {},
  begun: (folder: string) => void = () => {},
) {
  const around = mkdtempSync(join(tmpdir(), 'deskwire-init-'));
  const folder = join(around, 'clone');
  mkdirSync(folder);
  begun(folder);
  const said: string[] = [];
  const keep = (text: unknown, ...rest: unknown[]) => {
    said.push(String(text));
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(keep),
  );
  const out = join(around, 'mine');
  try {
    const code = await init({ out, ...options }, { ...surroundings, folder });
    const text = said.join('');
    return {
      ...{ code, text, folder, out },
      id: /type \/([a-z0-9-]+) help/.exec(text)?.[1] ?? '',
      [Symbol.dispose]: () => rmSync(around, { recursive: true, force: true }),
    };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A folder for the tests of a file, and `init` in one within it: what it printed, and how it ended. */
export function initRuns() {
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-init-'));
  const here = join(folder, 'here');
  mkdirSync(here);
  const said: string[] = [];
  beforeAll(() => {
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text: unknown, ...rest: unknown[]) => {
        said.push(String(text));
        for (const done of rest) if (typeof done === 'function') done();
        return true;
      });
  });
  afterAll(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    async run(options: InitOptions, at = here, input?: Readable) {
      said.length = 0;
      const code = await init(options, { folder: at, input });
      return { code, text: said.join('') };
    },
  };
}
