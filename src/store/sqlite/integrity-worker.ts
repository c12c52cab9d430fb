import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { faultsOf } from './integrity.ts';

/** Answers what is wrong with the database; ends with the error where it cannot be read at all. */
const database = new DatabaseSync(workerData as string, { readOnly: true });
try {
  parentPort?.postMessage(faultsOf(database, 'quick_check'));
} finally {
  database.close();
}
