import { sql } from 'kysely';
import type {
  Page,
  Paged,
  Scope,
  Searcher,
  SearchHit,
  SearchQuery,
  SearchToken,
} from '../../domain/ports/entries.ts';
import type { Database } from '../database.ts';
import { type StoredRow, storedColumns, toStoredEntry } from './entries.ts';
import { visible } from './visible.ts';

/** Equal scores are ordered by day and id, so that pages do not shift and both databases agree. */
const bestFirst = sql`h.score DESC, r.published DESC, r.id`;

type HitRow = StoredRow & { score: number; total: number };

export class FullTextSearcher implements Searcher {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async search(scope: Scope, query: SearchQuery, page: Page): Promise<Paged<SearchHit>> {
    const { join, ...fullText } = this.#database.fullText;
    const matches = fullText.matches(query);
    if (!matches) return { items: [], total: 0 };
    const seen = sql`FROM (${matches}) AS h ${join} revisions AS r ON r.rev = h.rev
      WHERE ${visible('r', scope, 'listed')}`;
    const found = await sql<HitRow>`SELECT ${storedColumns}, h.score, h.total
      FROM (SELECT h.rev, h.score, CAST(count(*) OVER () AS INTEGER) AS total ${seen}
        ORDER BY ${bestFirst} LIMIT ${page.limit} OFFSET ${page.offset}) AS h
      JOIN revisions AS r ON r.rev = h.rev
      JOIN documents AS d ON d.rev = h.rev
      ORDER BY ${bestFirst}`.execute(this.#database.read);
    const items = found.rows.map((row) => ({ entry: toStoredEntry(row), score: row.score }));
    const first = found.rows[0];
    if (first || page.offset === 0) return { items, total: first?.total ?? 0 };
    const counted = await sql<{ total: number }>`SELECT CAST(count(*) AS INTEGER) AS total ${seen}`.execute(
      this.#database.read,
    );
    return { items, total: counted.rows[0]?.total ?? 0 };
  }
}

/** All that an index holds; anything else would be read as the query language of the database. */
const tokenPattern = /^[a-z0-9]{1,200}$/;

/** The groups without tokens that no index can hold. Undefined when then, or from the start, nothing can match. */
export function usableGroups(query: SearchQuery): SearchToken[][] | undefined {
  const groups = query.groups.map((group) => group.filter(({ token }) => tokenPattern.test(token)));
  return groups.length === 0 || groups.some((group) => group.length === 0) ? undefined : groups;
}
