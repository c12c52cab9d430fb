import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EntryQuery, EntryReader, Page, Paged, Scope, StoredEntry } from '../domain/ports/entries.ts';
import type { Database } from './database.ts';
import { entryConditions, entryOrder } from './entry-query.ts';
import { type StoredRow, storedColumns, toStoredEntry } from './stored-entry.ts';
import { visible } from './visible.ts';

/** Both databases limit how many values a query holds. */
const idsAtOnce = 500;

export class StoredEntries implements EntryReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(scope: Scope, id: string): Promise<StoredEntry | undefined> {
    const found = await sql<StoredRow>`SELECT ${storedColumns}
      FROM revisions AS r JOIN documents AS d ON d.rev = r.rev
      WHERE r.id = ${id} AND ${visible('r', scope, 'any')}`.execute(this.#database.read);
    return found.rows[0] && toStoredEntry(found.rows[0]);
  }

  async getMany(scope: Scope, ids: readonly string[]): Promise<Map<string, StoredEntry>> {
    const entries = new Map<string, StoredEntry>();
    for (let at = 0; at < ids.length; at += idsAtOnce) {
      const some = ids.slice(at, at + idsAtOnce);
      const found = await sql<StoredRow>`SELECT ${storedColumns}
        FROM revisions AS r JOIN documents AS d ON d.rev = r.rev
        WHERE r.id IN (${sql.join(some)}) AND ${visible('r', scope, 'any')}`.execute(this.#database.read);
      for (const row of found.rows) entries.set(row.id, toStoredEntry(row));
    }
    return entries;
  }

  /** Sorts numbers and days alone, and reads documents of the page only. */
  async list(scope: Scope, query: EntryQuery, page: Page): Promise<Paged<StoredEntry>> {
    const conditions = sql.join(
      [visible('r', scope, 'listed'), ...entryConditions(scope.desk, query)],
      sql` AND `,
    );
    const order = entryOrder(query.order);
    const found = await sql<StoredRow>`SELECT ${storedColumns}
      FROM (SELECT r.rev FROM revisions AS r WHERE ${conditions}
        ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}) AS p
      JOIN revisions AS r ON r.rev = p.rev
      JOIN documents AS d ON d.rev = p.rev
      ORDER BY ${order}`.execute(this.#database.read);
    const items = found.rows.map(toStoredEntry);
    return { items, total: await this.#total(conditions, items.length, page) };
  }

  /** A page that is not full tells the total by itself. */
  async #total(conditions: RawBuilder<unknown>, found: number, page: Page): Promise<number> {
    if (found < page.limit && (found > 0 || page.offset === 0)) return page.offset + found;
    const counted = await sql<{ total: number }>`SELECT CAST(count(*) AS INTEGER) AS total
      FROM revisions AS r WHERE ${conditions}`.execute(this.#database.read);
    return counted.rows[0]?.total ?? 0;
  }

  async countByTopic(scope: Scope): Promise<Map<string, number>> {
    const counted = await sql<{ topic: string; total: number }>`
      SELECT l.value AS topic, CAST(count(*) AS INTEGER) AS total
      FROM revision_links AS l JOIN revisions AS r ON r.rev = l.rev
      WHERE l.desk = ${scope.desk} AND l.kind = 'topic' AND ${visible('r', scope, 'listed')}
      GROUP BY l.value ORDER BY l.value`.execute(this.#database.read);
    return new Map(counted.rows.map(({ topic, total }) => [topic, total]));
  }

  async hasMarked(desk: string): Promise<boolean> {
    const found = await sql`SELECT 1 FROM revisions
      WHERE desk = ${desk} AND handling <> 'public' LIMIT 1`.execute(this.#database.read);
    return found.rows.length > 0;
  }

  /** Ids that begin with the words come first, then titles that hold them, newest first. Titles are all looked at. */
  async completeIds(scope: Scope, prefix: string, limit: number): Promise<{ id: string; title: string }[]> {
    const typed = prefix.trim().toLowerCase();
    const pattern = `%${typed.replace(/[\\%_]/g, '\\$&')}%`;
    const begins = sql<SqlBool>`(r.id >= ${typed} AND r.id < ${`${typed}~`})`;
    const take = async (condition: RawBuilder<unknown>, order: RawBuilder<unknown>, count: number) => {
      const found = await sql<{ id: string; title: string }>`SELECT r.id, r.title FROM revisions AS r
        WHERE ${visible('r', scope, 'listed')} AND ${condition} ORDER BY ${order} LIMIT ${count}`.execute(
        this.#database.read,
      );
      return found.rows;
    };
    const ids = await take(begins, sql`r.id`, limit);
    if (ids.length === limit || typed === '') return ids;
    const titled = sql`lower(r.title) LIKE ${pattern} ESCAPE '\\' AND NOT ${begins}`;
    return [...ids, ...(await take(titled, entryOrder('published-newest'), limit - ids.length))];
  }
}
