/** An older database was put in the place of the one that this installation wrote last. */
export interface Restored {
  /** When that was seen. */
  at: Date;
  /** The last that the older one knew: what happened between the two, on the platforms too, is in no ledger. */
  from: Date;
  /** What follows from it was done. */
  dealt: boolean;
}

/** Tells the database that this installation wrote last from an older one, and from a copy. */
export interface Epoch {
  /** Names this installation for good, in its backups too. */
  installation(): Promise<string>;
  /**
   * Goes one on, which no older database has seen. Called at each tick. Answers what is known of the last restore.
   * Rejects where the mark beside the database cannot be read: then nobody knows.
   */
  advance(now: Date): Promise<Restored | undefined>;
  /** What follows from a restore was done. */
  dealt(restored: Restored): Promise<void>;
}
