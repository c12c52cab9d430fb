import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { recording } from './recording.ts';

/** Where what was recorded lies; `npm run -s record` writes it anew. */
export const recordedFolder = join(import.meta.dirname, 'answers');

if (import.meta.main) {
  const pages = await recording();
  rmSync(recordedFolder, { recursive: true, force: true });
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(recordedFolder, path)), { recursive: true });
    writeFileSync(join(recordedFolder, path), text);
  }
}
