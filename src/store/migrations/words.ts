/** The column types that the two databases name differently. */
export interface ColumnWords {
  /** Text that compares by its bytes, as days and ids must. */
  text: string;
  /** Bytes as they are. */
  bytes: string;
  /** A number that the database counts up by itself. */
  counted: string;
  /** Keeps a table in the order of its primary key, where the database can. */
  clustered: string;
}

/** A statement; or one query, and the statements that each of its rows asks for: others are served in between. */
export type Step = string | { parts: string; of(row: Record<string, unknown>): readonly string[] };
