import { Worker } from 'node:worker_threads';

/**
 * What a thread does with a database. checkpoint: moves what is in the log into it, as far as readers let it; neither
 * they nor writers wait. check: answers what is wrong with it; ends with the error where it cannot be read at all. read:
 * answers each ReadRequest of the lists that it is sent with a ReadAnswer, until it is ended.
 */
export interface WorkerTask {
  task: 'checkpoint' | 'check' | 'read';
  /** Name by which SQLite opens the database. */
  file: string;
  /** Most memory for pages, in KiB. */
  cache?: number;
}

export interface ReadRequest {
  id: number;
  /** Of those that wait, the lowest is read first. */
  place: number;
  sql: string;
  parameters: readonly unknown[];
}

/** An error keeps the code that SQLite gave, which a message to another thread would drop. */
export type ReadAnswer =
  | { id: number; rows: unknown[] }
  | { id: number; error: { message: string; code: unknown; errcode: unknown } };

/** A thread of its own, which sees nothing of our environment. */
export const startWorker = (task: WorkerTask): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { workerData: task, execArgv: [], env: {} });
