import type { Database } from '../../../src/store/database.ts';
import type { Store } from '../../../src/store/store.ts';

/** A database of its own for one test file. */
export interface Subject {
  /** Empties nothing: each test takes a desk of its own, or opens a database of its own. */
  store: Store;
  database: Database;
  /** Another process's view: connections of its own on the same database. */
  another(patience?: number): Promise<{ store: Store; database: Database }>;
  /** A new, empty database without tables. */
  empty(): Promise<Database>;
}

export type Suite = (subject: () => Subject) => void;

let desks = 0;

/** Tests share one database, so that each takes a desk that no other has. */
export function ownDesk(): string {
  desks += 1;
  return `desk-${desks}`;
}
