/** What an operator does to the store as a whole. */
export interface Maintenance {
  /** Writes a consistent copy to `target` while others read and write; resolves to its size in bytes. */
  backup(target: string): Promise<number>;
  /** Schema version, entries, broken files and conflicts, for `deskwire doctor` and `/readyz`. */
  health(): Promise<StoreHealth>;
  close(): Promise<void>;
}

export interface StoreHealth {
  dialect: 'sqlite' | 'postgres';
  /** Name of the newest migration that ran. */
  schema: string;
  entries: number;
  brokenFiles: { desk: string; path: string; fault: string }[];
  conflicts: { desk: string; id: string }[];
}
