import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import type {
  EntryQuery,
  EntryReader,
  Page,
  Paged,
  RecordState,
  Scope,
  Searcher,
  SearchHit,
  SearchQuery,
  SearchToken,
  StoredEntry,
} from '../../domain/ports/entries.ts';
import type { Database } from '../database.ts';
import { type LinkKind, openEnd, openStart } from '../schema.ts';
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

/** The conditions of a query on `revisions AS r`; the scope's own come from `visible`. */
function entryConditions(desk: string, query: EntryQuery): RawBuilder<SqlBool>[] {
  const { type, kinds, standing, state, since, until, publishedSince, publishedUntil, edgeWithin } = query;
  const conditions: RawBuilder<SqlBool>[] = [];
  if (type) conditions.push(sql`r.type = ${type}`);
  if (kinds)
    conditions.push(kinds.length ? sql`r.type = 'fact' AND r.kind IN (${sql.join(kinds)})` : sql`1 = 0`);
  if (standing) conditions.push(sql`r.standing = ${standing}`);
  if (state) conditions.push(sql`r.state = ${state}`);
  if (query.supersedes) conditions.push(sql`r.supersedes = ${query.supersedes}`);
  // What may overlap is kept: an open end overlaps everything on its side.
  if (since) conditions.push(sql`r.date_max >= ${since}`);
  if (until) conditions.push(sql`r.date_min <= ${until}`);
  if (publishedSince) conditions.push(sql`r.published > ${publishedSince}`);
  if (publishedUntil) conditions.push(sql`r.published <= ${publishedUntil}`);
  if (edgeWithin) {
    const { since: first, until: last } = edgeWithin;
    conditions.push(
      sql`(r.date_min BETWEEN ${first} AND ${last} OR r.date_max BETWEEN ${first} AND ${last})`,
    );
  }
  if (query.anyTopic) conditions.push(linked(desk, 'topic', query.anyTopic));
  if (query.anyCountry) conditions.push(linked(desk, 'country', query.anyCountry));
  for (const kind of ['country', 'person', 'topic', 'organisation', 'place'] as const) {
    const value = query[kind];
    if (value) conditions.push(linked(desk, kind, [value]));
  }
  return conditions;
}

/** Carries one of the values at least; none can be carried of no values. */
function linked(desk: string, kind: LinkKind, values: readonly string[]): RawBuilder<SqlBool> {
  if (values.length === 0) return sql`1 = 0`;
  return sql`r.rev IN (SELECT l.rev FROM revision_links AS l
    WHERE l.desk = ${desk} AND l.kind = ${sql.lit(kind)} AND l.value IN (${sql.join(values)}))`;
}

/** Every order ends in the id, so that pages never overlap. */
function entryOrder(order: EntryQuery['order']): RawBuilder<unknown> {
  switch (order) {
    case 'event-newest':
      return sql`r.event_day DESC, r.date_max DESC, r.id`;
    case 'event-oldest':
      return sql`r.event_day, r.date_max, r.id`;
    case 'published-newest':
      return sql`r.published DESC, r.weight DESC, r.id`;
    case 'weight':
      return sql`r.weight DESC, r.published DESC, r.id`;
  }
}

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

/**
 * Revisions are only ever added, each under the next number, which one row counts in the same transaction. Removing a
 * person changes some in place, and counts one on.
 */
export class StoredRecordState implements RecordState {
  readonly #database: Database;
  #newest = -1;
  /** Instants at which embargoes of the newest revision or an earlier one end, in order. */
  #embargoes: string[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  async at(now: Date): Promise<string> {
    const row = await this.#database.read.selectFrom('sequence').select('rev').executeTakeFirst();
    const rev = row?.rev ?? 0;
    if (rev !== this.#newest) {
      this.#embargoes = await this.#readEmbargoes();
      this.#newest = rev;
    }
    const instant = now.toISOString();
    return `${rev} ${this.#embargoes.findLast((embargo) => embargo <= instant) ?? ''}`;
  }

  async #readEmbargoes(): Promise<string[]> {
    const found = await sql<{ embargo: string }>`SELECT DISTINCT embargo FROM revisions
      WHERE embargo IS NOT NULL ORDER BY embargo`.execute(this.#database.read);
    return found.rows.map(({ embargo }) => embargo);
  }
}
