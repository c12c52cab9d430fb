import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type {
  Page,
  Scope,
  StoredEntry,
  VisitQuery,
  VisitRegister,
  VisitTotals,
} from '../domain/ports/entries.ts';
import type { Database } from './database.ts';
import { type StoredRow, storedColumns, toStoredEntry } from './stored-entry.ts';
import { visible } from './visible.ts';

const newestFirst = sql`v.event_day DESC, v.date_max DESC, v.id`;
const oldestFirst = sql`v.event_day, v.date_max, v.id`;

export class StoredVisits implements VisitRegister {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(scope: Scope, query: VisitQuery, page: Page): Promise<StoredEntry[]> {
    const found = await sql<StoredRow>`SELECT ${storedColumns}
      FROM (SELECT v.rev, v.event_day, v.date_max, v.id FROM visits AS v WHERE ${conditions(scope, query)}
        ORDER BY ${newestFirst} LIMIT ${page.limit} OFFSET ${page.offset}) AS v
      JOIN revisions AS r ON r.rev = v.rev
      JOIN documents AS d ON d.rev = v.rev
      ORDER BY ${newestFirst}`.execute(this.#database.read);
    return found.rows.map(toStoredEntry);
  }

  async totals(scope: Scope, query: VisitQuery): Promise<VisitTotals> {
    const matching = conditions(scope, query);
    const end = (order: RawBuilder<unknown>) =>
      sql`(SELECT v.rev FROM visits AS v WHERE ${matching} ORDER BY ${order} LIMIT 1)`;
    const counted = await sql<{ stops: number; trips: number; first: number | null; last: number | null }>`
      SELECT CAST(count(*) AS INTEGER) AS stops, CAST(count(DISTINCT v.trip) AS INTEGER) AS trips,
        ${end(oldestFirst)} AS first, ${end(newestFirst)} AS last
      FROM visits AS v WHERE ${matching}`.execute(this.#database.read);
    const { stops = 0, trips = 0, first = null, last = null } = counted.rows[0] ?? {};
    if (first === null || last === null) return { stops, trips };
    const ends = await sql<StoredRow>`SELECT ${storedColumns}
      FROM revisions AS r JOIN documents AS d ON d.rev = r.rev
      WHERE r.rev IN (${first}, ${last})`.execute(this.#database.read);
    const entry = (rev: number) => toStoredEntry(ends.rows.find((row) => row.rev === rev) as StoredRow);
    return { stops, trips, first: entry(first), last: entry(last) };
  }
}

function conditions(scope: Scope, query: VisitQuery): RawBuilder<SqlBool> {
  const all: RawBuilder<SqlBool>[] = [visible('v', scope, 'listed')];
  if (query.country) all.push(sql`(v.host = ${query.country} OR v.origin = ${query.country})`);
  if (query.visitor) all.push(sql`v.visitor = ${query.visitor}`);
  if (query.offices)
    all.push(query.offices.length ? sql`v.office IN (${sql.join(query.offices)})` : sql`1 = 0`);
  if (query.direction) all.push(sql`v.direction = ${query.direction}`);
  if (query.host) all.push(sql`v.host = ${query.host}`);
  if (query.from) all.push(sql`v.origin = ${query.from}`);
  if (query.since) all.push(sql`v.date_max >= ${query.since}`);
  if (query.until) all.push(sql`v.date_min <= ${query.until}`);
  return sql`${sql.join(all, sql` AND `)}`;
}
