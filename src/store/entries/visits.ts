import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type {
  Page,
  Scope,
  StoredEntry,
  VisitCount,
  VisitGrouping,
  VisitQuery,
  VisitRegister,
  VisitTotals,
} from '../../domain/ports/entries.ts';
import { type Direction, directions } from '../../domain/vocabulary.ts';
import type { Database } from '../database.ts';
import { type StoredRow, storedColumns, toStoredEntry } from './entries.ts';
import { visible } from './visible.ts';

/** What a stop is counted under; a year only where the date lies within it. */
const groups: Record<VisitGrouping, RawBuilder<unknown>> = {
  year: sql`CASE WHEN substr(v.date_min, 1, 4) = substr(v.date_max, 1, 4) THEN substr(v.date_min, 1, 4) END`,
  country: sql`CASE WHEN v.direction = 'to-region' THEN v.host ELSE v.origin END`,
  person: sql`v.visitor`,
};

const newestFirst = sql`event_day DESC, date_max DESC, id`;
const oldestFirst = sql`event_day, date_max, id`;

export class StoredVisits implements VisitRegister {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(scope: Scope, query: VisitQuery, page: Page): Promise<StoredEntry[]> {
    const found = await sql<StoredRow>`SELECT ${storedColumns}
      FROM (${ordered(scope, query, newestFirst, page)}) AS v
      JOIN revisions AS r ON r.rev = v.rev
      JOIN documents AS d ON d.rev = v.rev
      ORDER BY v.event_day DESC, v.date_max DESC, v.id`.execute(this.#database.read);
    return found.rows.map(toStoredEntry);
  }

  /** Counts, and the first and the last of each direction, in one statement: many answers begin with it. */
  async totals(scope: Scope, query: VisitQuery): Promise<Map<Direction, VisitTotals>> {
    const counted = sql`SELECT v.direction, CAST(count(*) AS INTEGER) AS stops,
        CAST(count(DISTINCT v.trip) AS INTEGER) AS trips
      FROM (${matching(scope, query, sql`v.direction, v.trip`)}) AS v GROUP BY v.direction`;
    const end = (direction: Direction, place: number, order: RawBuilder<unknown>) =>
      sql`SELECT ${sql.lit(direction)} AS direction, ${sql.lit(place)} AS place, v.rev
        FROM (${ordered(scope, { ...query, direction }, order, { limit: 1, offset: 0 })}) AS v`;
    const ends = (query.direction ? [query.direction] : directions).flatMap((direction) => [
      end(direction, 1, oldestFirst),
      end(direction, 2, newestFirst),
    ]);
    const found = await sql<StoredRow & { direction: Direction; stops: number; trips: number }>`
      SELECT t.direction, t.stops, t.trips, ${storedColumns}
      FROM (${counted}) AS t
      JOIN (${sql.join(ends, sql` UNION ALL `)}) AS e ON e.direction = t.direction
      JOIN revisions AS r ON r.rev = e.rev
      JOIN documents AS d ON d.rev = e.rev
      ORDER BY e.place`.execute(this.#database.read);
    const totals = new Map<Direction, VisitTotals>();
    for (const { direction, stops, trips, ...row } of found.rows) {
      const last = toStoredEntry(row);
      totals.set(direction, { stops, trips, first: totals.get(direction)?.first ?? last, last });
    }
    return totals;
  }

  async counts(scope: Scope, query: VisitQuery, by: VisitGrouping): Promise<VisitCount[]> {
    const columns = sql`v.direction, ${groups[by]} AS grouping`;
    const counted = await sql<{ grouping: string | null; direction: Direction; stops: number }>`
      SELECT v.grouping, v.direction, CAST(count(*) AS INTEGER) AS stops
      FROM (${matching(scope, query, columns)}) AS v
      GROUP BY v.grouping, v.direction ORDER BY v.grouping, v.direction`.execute(this.#database.read);
    return counted.rows.map(({ grouping, direction, stops }) => ({
      group: grouping ?? undefined,
      direction,
      stops,
    }));
  }
}

/** What a page is sorted by, and no more: documents are read for the page only. */
function ordered(scope: Scope, query: VisitQuery, order: RawBuilder<unknown>, { limit, offset }: Page) {
  const columns = sql`v.rev, v.event_day, v.date_max, v.id`;
  return sql`${matching(scope, query, columns)} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`;
}

/** A country is looked for at either end by an index of its own: with an OR all of the register would be read. */
function matching(scope: Scope, query: VisitQuery, columns: RawBuilder<unknown>): RawBuilder<unknown> {
  const { country } = query;
  const conditions = conditionsOf(scope, query);
  const where = (end: RawBuilder<SqlBool>[]) =>
    sql`SELECT ${columns} FROM visits AS v WHERE ${sql.join([...end, ...conditions], sql` AND `)}`;
  if (!country) return where([]);
  const [to, from] = [
    [sql<SqlBool>`v.host = ${country}`],
    [sql<SqlBool>`v.origin = ${country} AND v.host <> ${country}`],
  ];
  return sql`${where(to)} UNION ALL ${where(from)}`;
}

function conditionsOf(scope: Scope, query: VisitQuery): RawBuilder<SqlBool>[] {
  const all: RawBuilder<SqlBool>[] = [visible('v', scope, 'listed')];
  if (query.visitor) all.push(sql`v.visitor = ${query.visitor}`);
  if (query.offices)
    all.push(query.offices.length ? sql`v.office IN (${sql.join(query.offices)})` : sql`1 = 0`);
  if (query.direction) all.push(sql`v.direction = ${query.direction}`);
  if (query.host) all.push(sql`v.host = ${query.host}`);
  if (query.from) all.push(sql`v.origin = ${query.from}`);
  if (query.either) all.push(sql`(v.host = ${query.either} OR v.origin = ${query.either})`);
  if (query.place) all.push(sql`v.rev IN (${placed(scope.desk, query.place)})`);
  if (query.since) all.push(sql`v.date_max >= ${query.since}`);
  if (query.until) all.push(sql`v.date_min <= ${query.until}`);
  return all;
}

/** Revisions that name the place. */
const placed = (desk: string, place: string) => sql`
  SELECT l.rev FROM links AS l JOIN link_targets AS t ON t.number = l.link
  WHERE t.desk = ${desk} AND t.kind = 'place' AND t.value = ${place}`;
