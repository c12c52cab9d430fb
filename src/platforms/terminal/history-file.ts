import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cleanText } from './clean-text.ts';
import { maxHistoryLineLength, maxHistoryLines } from './limits.ts';

/** Lines typed before, the oldest first. No file is an empty history. */
export async function readHistory(file: string): Promise<string[]> {
  try {
    return keptHistory((await readFile(file, 'utf8')).split('\n'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Replaces the file in one step, readable by its owner only: questions can be as telling as answers. */
export async function writeHistory(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  // A draft left behind by a crash may have other permissions, which writing to it would keep.
  await rm(draft, { force: true });
  try {
    await writeFile(
      draft,
      keptHistory(lines)
        .map((line) => `${line}\n`)
        .join(''),
      { mode: 0o600, flag: 'wx' },
    );
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Lines come back onto the screen with the arrow keys, so they are cleaned like any other text. */
function keptHistory(lines: readonly string[]): string[] {
  const kept = lines.map((line) => cleanText(line).trim()).filter((line) => line !== '');
  return kept.filter((line) => line.length <= maxHistoryLineLength).slice(-maxHistoryLines);
}
