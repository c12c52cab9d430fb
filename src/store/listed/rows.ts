export interface ListedSchema {
  listed: ListedRow;
  listed_revisions: ListedRevisionRow;
}

/** What chat says of a source or name: `doc`; `filed`: what its file said when that was written, if one did. Both are JSON. */
export interface ListedRow {
  desk: string;
  kind: string;
  id: string;
  doc: string;
  filed: string | null;
  /** Of the last of its revisions. */
  revision: number;
}

/** `was`: what served before, as JSON. */
interface ListedRevisionRow extends Omit<ListedRow, 'filed'> {
  action: string;
  actor: string;
  recorded_at: string;
  was: string | null;
}
