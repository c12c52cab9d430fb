import type { SyncedFile } from '../domain/ports/content-store.ts';

/** What differs between a desk's folder and what the store knows of it. */
export interface SyncPlan {
  /** New and changed files, and those that were broken: what was wrong with them may lie in another file. */
  changed: Set<string>;
  /** Files that the store knows and that are not in the folder any more. */
  gone: Map<string, SyncedFile>;
}

/**
 * Compares by hash alone, so that nothing needs to be parsed when nothing changed. Of what lies in a folder that
 * could not be read nothing is said, so that it stays as it was.
 */
export function planSync(
  found: readonly SyncedFile[],
  stored: readonly SyncedFile[],
  unreadable: readonly string[],
): SyncPlan {
  const known = new Map(stored.map((file) => [file.path, file]));
  const here = new Set(found.map(({ path }) => path));
  const hidden = (path: string) => unreadable.some((folder) => path.startsWith(folder));
  const changed = found.filter(({ path, hash }) => {
    const before = known.get(path);
    return before?.hash !== hash || before.fault !== undefined;
  });
  const gone = stored.filter(({ path }) => !here.has(path) && !hidden(path));
  return {
    changed: new Set(changed.map(({ path }) => path)),
    gone: new Map(gone.map((file) => [file.path, file])),
  };
}
