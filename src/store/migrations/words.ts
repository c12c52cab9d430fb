/** The column types that the two databases name differently. */
export interface ColumnWords {
  /** Text that compares by its bytes, as days and ids must. */
  text: string;
  /** A number that the database counts up by itself. */
  counted: string;
  /** Keeps a table in the order of its primary key, where the database can. */
  clustered: string;
}
