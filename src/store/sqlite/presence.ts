import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Presence } from '../database.ts';

const ending = '.lock';
/** Somebody may just be asking whether it is held. */
const enterWaitMs = 1000;

/**
 * Each process holds the lock of a file of its own, which the system gives back however the process ends. Numbers of
 * processes would not do: they are used again, and in containers all are 1. SQLite is what locks files on every system.
 */
export function createPresence(folder: string): Presence {
  let own: { file: string; lock: DatabaseSync } | undefined;
  const fileOf = (name: string) => join(folder, `${name}${ending}`);

  return {
    enter(name) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const file = fileOf(name);
      // Whoever asked before it was locked has taken it for one that was left behind.
      while (!own) {
        const lock = lockFile(file, enterWaitMs);
        if (existsSync(file)) own = { file, lock };
        else lock.close();
      }
    },
    gone() {
      const files = existsSync(folder) ? readdirSync(folder) : [];
      return files.flatMap((file) => {
        const path = join(folder, file);
        if (!file.endsWith(ending) || path === own?.file) return [];
        try {
          lockFile(path, 0).close();
          return file.slice(0, -ending.length);
        } catch {
          return [];
        }
      });
    },
    forget(names) {
      for (const name of names) rmSync(fileOf(name), { force: true });
    },
    leave() {
      own?.lock.close();
      if (own) rmSync(own.file, { force: true });
      own = undefined;
    },
  };
}

function lockFile(file: string, timeout: number): DatabaseSync {
  const lock = new DatabaseSync(file, { timeout });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}
