import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { asSqliteError, fileDamaged } from './failure.ts';
import { ownAsFolder } from './restore/hold.ts';
import { startWorker } from './worker-task.ts';

/** Faults that are reported at most. */
const mostFaults = 3;

/**
 * Reads every page of the database in a thread of its own, because SQLite would stop the process meanwhile: 0.9 s for
 * 100,000 entries, and 6.6 s when the machine has just started. Rejects with a StoreError of code `damaged`. `opened`: by
 * what name SQLite opens it; none: the file itself.
 */
export async function checkIntegrity(file: string, opened = file): Promise<void> {
  const worker = startWorker({ task: 'check', file: opened });
  // Until the thread has ended it holds the file open, and a database that is closed meanwhile keeps its log.
  const found = await new Promise<string[]>((resolve, reject) => {
    let answer: string[] | undefined;
    worker.once('message', (faults: string[]) => {
      answer = faults;
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (answer) resolve(answer);
      else reject(new Error(`the integrity check ended with ${code} and no answer`));
    });
  }).catch((error) => {
    throw asSqliteError(error, file);
  });
  if (found.length > 0) throw fileDamaged(file, found.join('; '));
}

/** Empty when it is whole. `quick_check` leaves out only whether indexes match their tables. */
export function faultsOf(database: DatabaseSync, pragma: 'quick_check' | 'integrity_check'): string[] {
  const rows = database.prepare(`PRAGMA ${pragma}(${mostFaults})`).all();
  return rows.map((row) => String(Object.values(row)[0])).filter((said) => said !== 'ok');
}

/** What tells a file from one that was written or put there since: a backup copied over it is another. */
function stampOf(file: string): string {
  const { dev, ino, size, mtimeNs } = statSync(file, { bigint: true });
  return `${dev} ${ino} ${size} ${mtimeNs}\n`;
}

const stampFile = (file: string) => `${file}.closed`;

/** To be said of a database that is known to be whole, and that nobody has open. */
export function rememberWhole(file: string): void {
  try {
    if (existsSync(`${file}-wal`) || isKnownWhole(file)) return;
    writeFileSync(stampFile(file), stampOf(file), { mode: 0o600 });
    ownAsFolder(stampFile(file));
  } catch {
    // On a full disk, say: the next start checks it then.
  }
}

/** True while the file is as it was when it was last closed well, and whole. */
export function isKnownWhole(file: string): boolean {
  try {
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
    return !log?.size && readFileSync(stampFile(file), 'utf8') === stampOf(file);
  } catch {
    return false;
  }
}
