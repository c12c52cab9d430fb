import { sql } from 'kysely';
import type { RecordState } from '../domain/ports/record-state.ts';
import type { Database } from './database.ts';

/**
 * Revisions are only ever added, each under the next number, which one row counts in the same transaction. Removing a
 * person changes some in place, and counts one on.
 */
export class StoredRecordState implements RecordState {
  readonly #database: Database;
  #newest = -1;
  /** Instants at which embargoes of the newest revision or an earlier one end, in order. */
  #embargoes: string[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  async at(now: Date): Promise<string> {
    const row = await this.#database.read.selectFrom('sequence').select('rev').executeTakeFirst();
    const rev = row?.rev ?? 0;
    if (rev !== this.#newest) {
      this.#embargoes = await this.#readEmbargoes();
      this.#newest = rev;
    }
    const instant = now.toISOString();
    return `${rev} ${this.#embargoes.findLast((embargo) => embargo <= instant) ?? ''}`;
  }

  async #readEmbargoes(): Promise<string[]> {
    const found = await sql<{ embargo: string }>`SELECT DISTINCT embargo FROM revisions
      WHERE embargo IS NOT NULL ORDER BY embargo`.execute(this.#database.read);
    return found.rows.map(({ embargo }) => embargo);
  }
}
