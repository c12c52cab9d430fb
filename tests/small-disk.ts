import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (...args: string[]) => execFileSync(args[0] as string, args.slice(1), { stdio: 'ignore' });

/** A disk of its own in memory, at a folder of its own. Throws where this user may not mount one. */
export function smallDisk(megabytes: number) {
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-disk-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(filler, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // The service wrote meanwhile: the disk is full all the same.
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    empty: () => rmSync(filler),
    readOnly: () => run('mount', '-o', 'remount,ro', folder),
    end() {
      run('umount', '-l', folder);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Only root may mount a disk; elsewhere none can be filled without harm to others. */
export function mayMount(): boolean {
  try {
    smallDisk(1).end();
    return true;
  } catch {
    return false;
  }
}
