import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { faultsOf, Statements } from './statements.ts';

/**
 * checkpoint: moves what is in the log into the database, as far as readers let it; neither they nor writers wait.
 * check: answers what is wrong with the database; ends with the error where it cannot be read at all.
 * read: answers each ReadRequest with a ReadAnswer, until it is ended.
 */
export interface WorkerTask {
  task: 'checkpoint' | 'check' | 'read';
  /** By which SQLite opens it. */
  file: string;
  /** Most memory for pages, in KiB. */
  cache?: number;
}

export interface ReadRequest {
  id: number;
  sql: string;
  parameters: readonly unknown[];
}

/** An error keeps what SQLite said of it, and no more: a message to another thread would drop its code. */
export type ReadAnswer =
  | { id: number; rows: unknown[] }
  | { id: number; error: { message: string; code: unknown; errcode: unknown } };

/** For a database that another process recovers after a crash, in milliseconds. Nobody else waits in this thread. */
const busyTimeout = 5000;

const { task, file, cache } = workerData as WorkerTask;
switch (task) {
  case 'checkpoint':
    checkpoint();
    break;
  case 'check':
    check();
    break;
  case 'read':
    read();
}

function checkpoint(): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  database.close();
}

function check(): void {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    parentPort?.postMessage(faultsOf(database, 'quick_check'));
  } finally {
    database.close();
  }
}

function read(): void {
  const database = new DatabaseSync(file, { readOnly: true, timeout: busyTimeout });
  if (cache !== undefined) database.exec(`PRAGMA cache_size = -${cache}`);
  // SQLite opens the log beside the file at the first read.
  database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
  const statements = new Statements(database);
  const answer = ({ id, sql, parameters }: ReadRequest): ReadAnswer => {
    try {
      return { id, rows: statements.execute(sql, parameters).rows };
    } catch (error) {
      const { message, code, errcode } = error as Error & { code: unknown; errcode: unknown };
      return { id, error: { message, code, errcode } };
    }
  };
  parentPort?.on('message', (request: ReadRequest) => parentPort?.postMessage(answer(request)));
}
