import type { Worker } from 'node:worker_threads';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { inLine, placeInLine } from '../../runtime/question-order.ts';
import { type ReadAnswer, type ReadRequest, startWorker } from './worker-task.ts';

interface ReadApartOptions {
  file: string;
  /** Most memory for pages, in KiB. */
  cache: number;
  /** Makes what SQLite threw an error that says what to do. */
  failure(error: unknown): unknown;
}

/** A read that waits for its answer. */
interface Pending extends ReadRequest {
  resolve(rows: unknown[]): void;
  reject(error: unknown): void;
  /** It was under way when the thread ended, and was given to the next one. */
  again: boolean;
}

/**
 * Kysely over a connection in a thread of its own: a slow read holds up the reads behind it, and never the process.
 * Each statement sees what was committed before it was asked. Of those that wait, what the earliest question asks for is
 * read first.
 */
export class ReadApartDriver implements Driver {
  readonly #connection: ApartConnection;

  constructor(options: ReadApartOptions) {
    this.#connection = new ApartConnection(options);
  }

  /** Has the thread open the file now: it goes on reading when the file is taken away later. */
  begin(): void {
    this.#connection.begin();
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    throw new Error('reads in the thread are single statements');
  }

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}

  async releaseConnection(): Promise<void> {}

  destroy(): Promise<void> {
    return this.#connection.close();
  }
}

class ApartConnection implements DatabaseConnection {
  readonly #options: ReadApartOptions;
  readonly #pending = new Map<number, Pending>();
  /** Asked for in this turn, and not handed over yet: waking the thread costs more than a message. */
  #leaving: ReadRequest[] = [];
  /** Came from the thread, and not handed on yet. */
  readonly #answers: { place: number; answer: ReadAnswer }[] = [];
  #worker: Worker | undefined;
  #last = 0;

  constructor(options: ReadApartOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#worker ??= this.#start();
    this.#worker.unref();
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
    this.#last += 1;
    const request = { id: this.#last, place: placeInLine(), sql, parameters };
    this.#send({ ...request, resolve, reject, again: false });
    return { rows: (await promise) as R[] };
  }

  #send(pending: Pending): void {
    const { id, place, sql, parameters } = pending;
    this.#pending.set(id, pending);
    this.#worker ??= this.#start();
    // The process goes on for an answer, and for nothing else of this thread.
    this.#worker.ref();
    this.#leaving.push({ id, place, sql, parameters });
    if (this.#leaving.length === 1) process.nextTick(this.#handOver);
  }

  readonly #handOver = (): void => {
    if (this.#leaving.length > 0) this.#worker?.postMessage(this.#leaving);
    this.#leaving = [];
  };

  #start(): Worker {
    const { file, cache } = this.#options;
    const worker = startWorker({ task: 'read', file, cache });
    let fault: unknown;
    worker.on('message', (answer: ReadAnswer) => this.#arrived(answer));
    worker.on('error', (error) => {
      fault = error;
    });
    worker.on('exit', (code) =>
      this.#ended(worker, fault ?? new Error(`the reading thread ended with ${code}`)),
    );
    return worker;
  }

  /**
   * One answer each time that Node looks at its sockets and timers, of the earliest question first: it hands over up to
   * 1,000 messages without a look, and takes in one connection at each, so that whoever asks meanwhile would wait for
   * all that others asked.
   */
  #arrived(answer: ReadAnswer): void {
    const place = this.#pending.get(answer.id)?.place ?? 0;
    inLine(this.#answers, { place, answer });
    if (this.#answers.length === 1) setImmediate(this.#next);
  }

  readonly #next = (): void => {
    const first = this.#answers.shift();
    if (first) this.#settle(first.answer);
    if (this.#answers.length > 0) setImmediate(this.#next);
  };

  #settle(answer: ReadAnswer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) this.#worker?.unref();
    if (!pending) return;
    if ('rows' in answer) pending.resolve(answer.rows);
    else pending.reject(this.#options.failure(Object.assign(new Error(answer.error.message), answer.error)));
  }

  /** A read changes nothing: what was under way is read once more, by a new thread. */
  #ended(worker: Worker, fault: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const left = [...this.#pending.values()];
    this.#pending.clear();
    this.#leaving = [];
    for (const pending of left) {
      if (pending.again) pending.reject(this.#options.failure(fault));
      else this.#send({ ...pending, again: true });
    }
  }

  // biome-ignore lint/correctness/useYield: the interface wants it; pages are read whole.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('rows are read in pages here, not streamed');
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    for (const { reject } of this.#pending.values()) reject(new Error('the database is closed'));
    this.#pending.clear();
    await worker?.terminate();
  }
}
