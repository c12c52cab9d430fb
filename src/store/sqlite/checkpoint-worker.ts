import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

/** Moves what is in the log into the database, as far as readers let it; neither they nor writers wait. */
const database = new DatabaseSync(workerData as string);
database.exec('PRAGMA wal_checkpoint(PASSIVE)');
database.close();
