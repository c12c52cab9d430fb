/** What an operator does to the store as a whole. */
export interface Maintenance {
  /** Writes a consistent copy to `target` while others read and write; resolves to its size in bytes. */
  backup(target: string): Promise<number>;
  /** Schema version, entries, broken files and conflicts, for `deskwire doctor` and `/readyz`. */
  health(): Promise<StoreHealth>;
  /** For metrics and `deskwire doctor`. */
  figures(): Promise<StoreFigures>;
  /**
   * Resolves when the database is whole; rejects with an error that says what to do. `always` may take seconds, and
   * blocks nobody; `if in doubt` trusts a database that was closed whole and that nobody has touched since.
   */
  checkIntegrity(when: 'always' | 'if in doubt'): Promise<'checked' | 'trusted'>;
  /** Why nothing can be written at the moment, and what to do about it; undefined: it can. Answers in a second. */
  unwritable(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Over all desks. */
export interface StoreFigures {
  /** By state. */
  deliveries: Record<string, number>;
  subscriptions: Record<string, number>;
  /** When the oldest delivery that has not come to its end was written. */
  oldestOpen?: Date;
  /** Drafts in review and readers' reports that are open, and since when the first of each waits. */
  drafts: { waiting: number; oldest?: Date };
  reports: { waiting: number; oldest?: Date };
  feedItemsWaiting: number;
  /** `failing`: the last poll brought a fault; it is asked again. `ended`: it is asked no more. */
  feeds: { answering: number; failing: number; ended: number };
}

export interface StoreHealth {
  dialect: 'sqlite' | 'postgres';
  /** Name of the newest migration that ran. */
  schema: string;
  entries: number;
  brokenFiles: { desk: string; path: string; fault: string }[];
  conflicts: { desk: string; id: string }[];
}
