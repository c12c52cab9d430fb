import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type InitOptions, type InitSurroundings, init } from '../../src/cli/init.ts';

/** Makes a desk in a new folder, which is removed at the end, and keeps what `init` prints. */
export async function initIn(options: InitOptions, surroundings: Omit<InitSurroundings, 'folder'> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-init-'));
  const said: string[] = [];
  const keep = (text: unknown, ...rest: unknown[]) => {
    said.push(String(text));
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(keep),
  );
  const out = join(folder, 'mine');
  try {
    const code = await init({ out, ...options }, { ...surroundings, folder });
    const text = said.join('');
    return {
      ...{ code, text, folder, out },
      id: /type \/([a-z0-9-]+) help/.exec(text)?.[1] ?? '',
      [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
    };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
