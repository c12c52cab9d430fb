/** Something that the admins of a desk have to know; written with what it tells of, as one transaction, where it can be. */
export interface AdminLine {
  /** While a line is kept, another one with its key is the same: `failed:<delivery>`, `token:slack:<desk>`. */
  key: string;
  desk: string;
  /** Where it happened; admins there are told first. */
  platform: string;
  /** Plain text. */
  text: string;
  /** Who set up what it is about, to be told where no admin can be. */
  subscriber?: string | undefined;
}

export interface UntoldLine extends AdminLine {
  number: number;
  at: Date;
}

/** How long, in milliseconds, a line is kept: after it was told, and in vain. */
export const adminLineKeptMs = 7 * 24 * 60 * 60_000;

/** Kept until they are told, so that what happens just before a crash is told after it: at least once. */
export interface AdminLines {
  /** For what is written nowhere else. */
  keep(line: AdminLine, at: Date): Promise<void>;
  /** Oldest first. */
  untold(limit: number): Promise<UntoldLine[]>;
  /** Forgets those that were told `adminLineKeptMs` ago. */
  told(numbers: readonly number[], at: Date): Promise<void>;
  /** What they tell of is over: told or not, they are no news any more. */
  forget(keys: readonly string[]): Promise<void>;
}
