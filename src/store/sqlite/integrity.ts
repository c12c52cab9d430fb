import { DatabaseSync } from 'node:sqlite';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { asSqliteError, damaged } from './failure.ts';

/** Faults that are reported at most. */
const mostFaults = 3;

/**
 * Reads every page of the database in a thread of its own, because SQLite would stop the process meanwhile. Resolves when
 * the database is whole; rejects with a StoreError of code `damaged` that says what to do. `opened`: by what name SQLite
 * opens it; none: the file itself.
 */
export async function checkIntegrity(file: string, opened = file): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { file: opened }, env: {} });
  const found = await new Promise<string[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the integrity check ended with ${code} and no answer`)));
  }).catch((error) => {
    throw asSqliteError(error, file);
  });
  if (found.length > 0) throw damaged(file, found.join('; '));
}

/** Empty when it is whole. `quick_check` leaves out only whether indexes match their tables. */
export function faultsOf(database: DatabaseSync, pragma: 'quick_check' | 'integrity_check'): string[] {
  const rows = database.prepare(`PRAGMA ${pragma}(${mostFaults})`).all();
  return rows.map((row) => String(Object.values(row)[0])).filter((said) => said !== 'ok');
}

if (!isMainThread && workerData?.file) {
  const database = new DatabaseSync(workerData.file, { readOnly: true });
  try {
    parentPort?.postMessage(faultsOf(database, 'quick_check'));
  } catch (error) {
    parentPort?.postMessage([error instanceof Error ? error.message : String(error)]);
  } finally {
    database.close();
  }
}
