import { type RawBuilder, sql } from 'kysely';
import type { EntryBody } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { openEnd, openStart } from './schema.ts';

/** The columns that a StoredEntry is made of, from `revisions AS r` and `documents AS d`. */
export const storedColumns: RawBuilder<StoredRow> = sql`r.rev, r.id, r.revision, r.state, r.date_min, r.date_max,
  r.recorded_at, r.actor, d.doc`;

export interface StoredRow {
  rev: number;
  id: string;
  revision: number;
  state: string;
  date_min: string;
  date_max: string;
  recorded_at: string;
  actor: string;
  doc: string;
}

/** The state is the served one: an entry that another supersedes says so, whatever its own file says. */
export function toStoredEntry(row: StoredRow): StoredEntry {
  const body = JSON.parse(row.doc) as EntryBody;
  return {
    body: { ...body, state: row.state as EntryBody['state'] },
    revision: row.revision,
    earliest: row.date_min === openStart ? null : row.date_min,
    latest: row.date_max === openEnd ? null : row.date_max,
    recordedAt: new Date(row.recorded_at),
    actor: row.actor,
  };
}
