import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../../domain/dates/day.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type {
  EntryQuery,
  EntryReader,
  NamedEntry,
  Page,
  Paged,
  RecordState,
  Scope,
  StoredEntry,
} from '../../domain/ports/entries.ts';
import type { FactKind } from '../../domain/vocabulary.ts';
import type { Database } from '../database.ts';
import { openEnd, openStart } from '../schema.ts';
import { agedBefore, agingOrder } from './aging.ts';
import { countKept, countTopics, Remembered, targetsAsked } from './counts.ts';
import { cheapestWalk, entryOrder, type Listing, listingOf, sourceOf } from './listing.ts';
import { columnOf, visible } from './visible.ts';

/** Both databases limit how many values a query holds. */
const idsAtOnce = 500;

/** No index finds words within titles; of older ones the search knows every word. */
const titlesLookedAt = 1000;

export class StoredEntries implements EntryReader {
  readonly #database: Database;
  readonly #remembered: Remembered;

  /** `state`: of the record, by which counts are remembered. */
  constructor(database: Database, state: RecordState) {
    this.#database = database;
    this.#remembered = new Remembered(state);
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

  async list(scope: Scope, query: EntryQuery, page: Page): Promise<Paged<StoredEntry>> {
    const state = await this.#remembered.state(scope);
    const listing = await this.#listing(state, scope, query);
    if (!listing) return { items: [], total: 0 };
    const kept = await this.#remembered.recall(state, scope, ['kept', query], async () => ({
      total: await countKept(this.#database, scope, query, listing),
    }));
    if (kept.total !== undefined && kept.total <= page.offset) return { items: [], total: kept.total };
    const items = page.limit > 0 ? await this.#page(scope, query, listing, page, kept.total) : [];
    return {
      items,
      total: kept.total ?? (await this.#total(state, scope, query, listing, items.length, page)),
    };
  }

  async first(scope: Scope, query: EntryQuery, limit: number): Promise<StoredEntry[]> {
    const listing = await this.#listing(await this.#remembered.state(scope), scope, query);
    return listing ? this.#page(scope, query, listing, { limit, offset: 0 }) : [];
  }

  async aging(
    scope: Omit<Scope, 'asOf'>,
    before: Readonly<Partial<Record<FactKind, Day>>>,
    limit: number,
  ): Promise<StoredEntry[]> {
    const state = await this.#remembered.state(scope);
    return this.#remembered.recall(state, scope, ['aging', before, limit], async () => {
      const aged = agedBefore(scope, before, limit);
      if (!aged) return [];
      const found = await sql<StoredRow>`SELECT ${storedColumns} FROM (${aged}) AS p
        JOIN revisions AS r ON r.rev = p.rev
        JOIN documents AS d ON d.rev = p.rev
        ORDER BY ${agingOrder('r')}`.execute(this.#database.read);
      return found.rows.map(toStoredEntry);
    });
  }

  async #listing(state: string, scope: Scope, query: EntryQuery): Promise<Listing | undefined> {
    const found = await targetsAsked(this.#database, this.#remembered, { state, scope, query });
    return listingOf(query, found);
  }

  /** Sorts numbers and days alone, and reads documents of the page only. */
  async #page(scope: Scope, query: EntryQuery, listing: Listing, page: Page, matching?: number) {
    const walk = cheapestWalk(listing, query, page, { matching, current: scope.asOf === undefined });
    const { alias, from, conditions } = sourceOf(this.#database, scope, query, listing, walk);
    const found = await sql<StoredRow>`SELECT ${storedColumns}
      FROM (SELECT ${columnOf(alias, 'rev')} FROM ${from} WHERE ${sql.join(conditions, sql` AND `)}
        ORDER BY ${entryOrder(query.order, alias)} LIMIT ${page.limit} OFFSET ${page.offset}) AS p
      JOIN revisions AS r ON r.rev = p.rev
      JOIN documents AS d ON d.rev = p.rev
      ORDER BY ${entryOrder(query.order, 'r')}`.execute(this.#database.read);
    return found.rows.map(toStoredEntry);
  }

  /** A page that is not full tells the total by itself. */
  async #total(
    state: string,
    scope: Scope,
    query: EntryQuery,
    listing: Listing,
    found: number,
    page: Page,
  ): Promise<number> {
    if (found < page.limit && (found > 0 || page.offset === 0)) return page.offset + found;
    const whole = { limit: Number.MAX_SAFE_INTEGER, offset: 0 };
    const unordered: EntryQuery = { ...query, order: 'event-newest' };
    return this.#remembered.recall(state, scope, ['counted', unordered], async () => {
      const walk = cheapestWalk(listing, unordered, whole, { current: scope.asOf === undefined });
      const { from, conditions } = sourceOf(this.#database, scope, unordered, listing, walk);
      const counted = await sql<{ total: number }>`SELECT CAST(count(*) AS INTEGER) AS total
        FROM ${from} WHERE ${sql.join(conditions, sql` AND `)}`.execute(this.#database.read);
      return counted.rows[0]?.total ?? 0;
    });
  }

  async countByTopic(scope: Scope): Promise<Map<string, number>> {
    const state = await this.#remembered.state(scope);
    return this.#remembered.recall(state, scope, 'topics', () => countTopics(this.#database, scope));
  }

  async hasMarked(desk: string): Promise<boolean> {
    return this.#database.recall(`marked on ${desk}`, async () => {
      const found = await sql`SELECT 1 FROM revisions
        WHERE desk = ${desk} AND handling <> 'public' LIMIT 1`.execute(this.#database.read);
      return found.rows.length > 0;
    });
  }

  async completeIds(scope: Scope, prefix: string, limit: number): Promise<NamedEntry[]> {
    const typed = prefix.trim().toLowerCase();
    const found = await sql<NamedEntry>`SELECT r.id, r.title FROM revisions AS r
      WHERE ${visible('r', scope, 'listed')} AND r.id >= ${typed} AND r.id < ${`${typed}~`}
      ORDER BY r.id LIMIT ${limit}`.execute(this.#database.read);
    return found.rows;
  }

  async completeTitles(scope: Scope, text: string, limit: number): Promise<NamedEntry[]> {
    const pattern = `%${text
      .trim()
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&')}%`;
    const order = entryOrder('published-newest', 'r');
    const found = await sql<NamedEntry>`SELECT n.id, n.title FROM (SELECT r.* FROM revisions AS r
        WHERE ${visible('r', scope, 'listed')} ORDER BY ${order} LIMIT ${titlesLookedAt}) AS n
      WHERE lower(n.title) LIKE ${pattern} ESCAPE '\\'
      ORDER BY ${entryOrder('published-newest', 'n')} LIMIT ${limit}`.execute(this.#database.read);
    return found.rows;
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
    const rev = await this.#database.recall('newest revision', async () => {
      const row = await this.#database.read.selectFrom('sequence').select('rev').executeTakeFirst();
      return row?.rev ?? 0;
    });
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
