import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { inLine } from '../../runtime/question-order.ts';
import { Statements } from './statements.ts';
import type { ReadAnswer, ReadRequest, WorkerTask } from './worker-task.ts';

/** For a database that another process recovers after a crash, in milliseconds. Nobody else waits in this thread. */
const busyTimeout = 5000;

const { task, file, cache } = workerData as WorkerTask;
switch (task) {
  case 'checkpoint':
    checkpoint();
    break;
  case 'check':
    await check();
    break;
  case 'read':
    read();
}

function checkpoint(): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  database.close();
}

async function check(): Promise<void> {
  // A thread that reads has no need of what this loads.
  const { faultsOf } = await import('./integrity.ts');
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
  /** In the order in which they are read. What comes meanwhile is taken in between two reads. */
  const waiting: ReadRequest[] = [];
  const next = () => {
    parentPort?.postMessage(answer(waiting.shift() as ReadRequest));
    if (waiting.length > 0) setImmediate(next);
  };
  parentPort?.on('message', (requests: ReadRequest[]) => {
    if (waiting.length === 0) setImmediate(next);
    for (const request of requests) inLine(waiting, request);
  });
}
