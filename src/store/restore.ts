/** A backup that was read and found whole, ready to take the place of the database. */
export interface ReadyRestore {
  /** What is restored, what that holds and what it replaces, in words. */
  from: string;
  holds: string;
  target: string;
  /** Whether there is a database that it replaces. */
  replaces: boolean;
  /** Puts it in place; resolves to where the database that was there is kept, if there was one. */
  replace(): Promise<string | undefined>;
  /** Lets others have the database again, and removes what was not put in place. */
  release(): Promise<void>;
}
