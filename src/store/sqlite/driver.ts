import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { LRUCache } from 'lru-cache';
import { type Database, StoreError } from '../database.ts';
import { Statements } from './statements.ts';

export interface SqliteDriverOptions {
  /** Makes what SQLite threw an error that says what to do. */
  failure(error: unknown): unknown;
  /** Called at the first use, so that a process that never writes never opens the writer. */
  connect(): DatabaseSync;
  begin: 'BEGIN' | 'BEGIN IMMEDIATE';
  /** Milliseconds to go on trying while another connection holds the lock. */
  patience: number;
}

/**
 * Kysely over one connection of node:sqlite. Calls are synchronous, so waiting inside SQLite would stop the whole
 * process: the connection gives up at once, and the wait is a timer of ours.
 */
export class SqliteDriver implements Driver {
  readonly #options: SqliteDriverOptions;
  #connection: SqliteConnection | undefined;

  constructor(options: SqliteDriverOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connected();
  }

  /** Differs from what it was once any other connection has committed, of this process or of another. */
  dataVersion(): number {
    return this.#connected().dataVersion();
  }

  #connected(): SqliteConnection {
    const { connect, failure } = this.#options;
    try {
      this.#connection ??= new SqliteConnection(connect(), this.#options);
      return this.#connection;
    } catch (error) {
      throw failure(error);
    }
  }

  async beginTransaction(): Promise<void> {
    await this.#connection?.run(this.#options.begin);
  }

  async commitTransaction(): Promise<void> {
    await this.#connection?.run('COMMIT');
    commits += 1;
  }

  /** A full disk ends the transaction by itself; then there is nothing left to roll back. */
  async rollbackTransaction(): Promise<void> {
    if (this.#connection?.inTransaction) await this.#connection.run('ROLLBACK');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #options: SqliteDriverOptions;
  readonly #statements: Statements;
  #version: StatementSync | undefined;

  constructor(database: DatabaseSync, options: SqliteDriverOptions) {
    this.#database = database;
    this.#options = options;
    this.#statements = new Statements(database);
  }

  dataVersion(): number {
    this.#version ??= this.#database.prepare('PRAGMA data_version');
    return Number(this.#version.get()?.data_version);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  run(statement: string): Promise<void> {
    return this.#attempt(() => this.#database.exec(statement));
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#attempt(() => this.#execute<R>(query));
  }

  async #attempt<T>(work: () => T): Promise<T> {
    try {
      return await retryWhileBusy(work, this.#options.patience);
    } catch (error) {
      throw this.#options.failure(error);
    }
  }

  #execute<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const { rows, changes } = this.#statements.execute(sql, parameters);
    return { rows: rows as R[], ...(changes !== undefined && { numAffectedRows: BigInt(changes) }) };
  }

  // biome-ignore lint/correctness/useYield: the interface wants it; pages are read whole.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('rows are read in pages here, not streamed');
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/** Commits of this process. */
let commits = 0;

/** Results kept; each is a few rows. */
const mostRecalled = 1000;

/** Remembers what was read until `version` differs. It is asked for once in a turn of the loop, and after each commit. */
export function createRecall(version: () => number): Database['recall'] {
  const known = new LRUCache<string, Promise<unknown>>({ max: mostRecalled });
  let of: number | undefined;
  /** How many commits there were when it was asked for in this turn. */
  let asked: number | undefined;
  const endTurn = () => {
    asked = undefined;
  };
  const look = () => {
    const now = version();
    if (now !== of) known.clear();
    of = now;
    if (asked === undefined) process.nextTick(endTurn);
    asked = commits;
  };
  return <T>(key: string, read: () => Promise<T>): Promise<T> => {
    if (asked !== commits) look();
    const found = known.get(key);
    if (found) return found as Promise<T>;
    const reading = read();
    known.set(key, reading);
    // A failure is not remembered.
    reading.catch(() => known.get(key) === reading && known.delete(key));
    return reading;
  };
}

/** SQLite's code for a lock that another connection holds; extended codes carry it in their low byte. */
const SQLITE_BUSY = 5;

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}

/** Milliseconds before the next attempt: grows to a fifth of a second, and differs so that waiters do not march in step. */
function backoff(attempt: number, random: number): number {
  return Math.min(10 * 2 ** attempt, 200) * (0.5 + random / 2);
}

/** Repeats `attempt` while another connection holds the lock, for at most `patience` milliseconds, blocking nothing. */
export async function retryWhileBusy<T>(attempt: () => T, patience: number): Promise<T> {
  const started = performance.now();
  for (let count = 0; ; count++) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() - started >= patience) {
        throw new StoreError(
          'busy',
          `another process has held the write lock of the database for ${patience / 1000} seconds; nothing was written`,
          'find out which process writes for so long (a sync, a backup tool, a shell), and try again',
          { cause: error },
        );
      }
    }
    await delay(backoff(count, Math.random()));
  }
}
