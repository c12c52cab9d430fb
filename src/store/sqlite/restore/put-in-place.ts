import { realpathSync } from 'node:fs';
import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What of a disk is needed to put one file in the place of another. */
export interface Disk {
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Resolves once the folder's names are on the disk. */
  flush(folder: string): Promise<void>;
}

export const realDisk: Disk = {
  link: (from, to) =>
    link(from, to).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw error;
      if (error.code === 'EEXIST') return;
      // A file system that has no second names.
      await copyFile(from, to);
      await flush(to);
    }),
  rename,
  remove: (path) => rm(path, { force: true }),
  // Windows flushes no folders.
  flush: (folder) => (process.platform === 'win32' ? Promise.resolve() : flush(folder)),
};

export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Where the database really lies: its log lies there too, and it is that file that is to be replaced. */
export function realFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** What is to take the place of the database. While it is there, whoever opens the database puts it in place first. */
export const nextOf = (file: string) => `${file}.restored`;

/** Where the old database is kept. The name comes from the new one, so that a second attempt finds the same. */
async function keptName(file: string, next: string): Promise<string> {
  const { mtime } = await stat(next);
  return `${file}.before-${mtime.toISOString().replaceAll(/[:.]/g, '')}`;
}

/**
 * Puts `ready`, which is whole and on the disk, in the place of the database. Renaming it is the decision: whenever the
 * machine stops before, the old database is there as it was; after it, `finishReplacing` goes on from any step. Resolves
 * to where the old one is kept, if there was one. Nobody else may have the database open.
 */
export async function putInPlace(
  file: string,
  ready: string,
  disk: Disk = realDisk,
): Promise<string | undefined> {
  await disk.rename(ready, nextOf(file));
  await disk.flush(dirname(file));
  return finishReplacing(file, disk);
}

/** The old database keeps its log under its own name. SQLite would play it into whatever lies beside it. */
export async function finishReplacing(file: string, disk: Disk = realDisk): Promise<string | undefined> {
  const next = nextOf(file);
  const kept = await keptName(file, next);
  const was = await disk.link(file, kept).then(() => kept, ignoreMissing);
  await disk.rename(`${file}-wal`, `${kept}-wal`).catch(ignoreMissing);
  await disk.remove(`${file}-shm`);
  await disk.flush(dirname(file));
  await disk.rename(next, file);
  await disk.flush(dirname(file));
  return was;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
