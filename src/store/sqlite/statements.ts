import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** Statements kept prepared; past this they are thrown away and prepared anew. */
const cacheSize = 200;

interface Prepared {
  statement: StatementSync;
  reads: boolean;
}

/** Statements of one connection, each prepared once. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #cache = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The rows of one that reads, the number of rows that another changed. Throws what SQLite says. */
  execute(sql: string, parameters: readonly unknown[]): { rows: unknown[]; changes?: number | bigint } {
    const { statement, reads } = this.#prepare(sql);
    const values = parameters as SQLInputValue[];
    return reads
      ? { rows: statement.all(...values) }
      : { rows: [], changes: statement.run(...values).changes };
  }

  #prepare(sql: string): Prepared {
    const kept = this.#cache.get(sql);
    if (kept) return kept;
    if (this.#cache.size >= cacheSize) this.#cache.clear();
    const statement = this.#database.prepare(sql);
    const prepared = { statement, reads: statement.columns().length > 0 };
    this.#cache.set(sql, prepared);
    return prepared;
  }

  clear(): void {
    this.#cache.clear();
  }
}
