import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { addDays } from '../../domain/dates/day.ts';
import type { EntryQuery, RecordState, Scope } from '../../domain/ports/entries.ts';
import { briefKinds } from '../../domain/vocabulary.ts';
import type { Database } from '../database.ts';
import {
  everyEntry,
  filters,
  keyOf,
  type Link,
  type Listing,
  linksAsked,
  type Target,
  targetsOf,
} from './listing.ts';
import {
  audiences,
  columnOf,
  countedLinks,
  hiddenForNow,
  hiddenLinks,
  isCounted,
  listedLinks,
} from './visible.ts';

/** Counts and targets kept; one takes some hundred bytes. */
const kept = 2000;

/** What was counted in one state of the record; nothing of it is true in another. */
export class Remembered {
  readonly #state: RecordState;
  readonly #known = new LRUCache<string, Promise<NonNullable<unknown>>>({ max: kept });
  #of: string | undefined;

  constructor(state: RecordState) {
    this.#state = state;
  }

  /** The state to recall by, asked for once for all that is counted for one answer. */
  async state({ now }: Scope): Promise<string> {
    const state = await this.#state.at(now);
    if (state !== this.#of) this.#known.clear();
    this.#of = state;
    return state;
  }

  /** `key`: all that it is counted from but the record and the time. */
  recall<T extends object | number>(
    state: string,
    scope: Scope,
    key: unknown,
    count: () => Promise<T>,
  ): Promise<T> {
    const text = JSON.stringify([state, scope.desk, audiences(scope), scope.today, scope.asOf, key]);
    const known = this.#known.get(text);
    if (known) return known as Promise<T>;
    const counting = count();
    this.#known.set(text, counting);
    // A failure is not remembered.
    counting.catch(() => this.#known.get(text) === counting && this.#known.delete(text));
    return counting;
  }
}

/**
 * The targets of a query's links, each remembered by itself: questions differ more than what they are about. Those that
 * are not known are read together.
 */
export async function targetsAsked(
  database: Database,
  remembered: Remembered,
  { state, scope, query }: { state: string; scope: Scope; query: EntryQuery },
): Promise<(link: Link) => Target | undefined> {
  const { each, groups, kinds } = linksAsked(query);
  // The same as of any day.
  const { asOf: _, ...now }: Scope = scope;
  const unknown: Link[] = [];
  let reading: ReturnType<typeof readTargets> | undefined;
  const read = async (link: Link) => {
    unknown.push(link);
    reading ??= Promise.resolve().then(() => readTargets(database, scope.desk, unknown));
    return { target: (await reading)(link) };
  };
  const targets = await Promise.all(
    [everyEntry, ...each, ...groups.flat(), ...kinds].map(async (link) => {
      const key = keyOf(link);
      const { target } = await remembered.recall(state, now, ['target', key], () => read(link));
      return [key, target] as const;
    }),
  );
  const known = new Map(targets);
  return (link) => known.get(keyOf(link));
}

async function readTargets(
  database: Database,
  desk: string,
  links: readonly Link[],
): Promise<(link: Link) => Target | undefined> {
  const found = await sql<Target & { kind: Link[0]; value: string }>`SELECT t.number, t.kind, t.value,
      (SELECT CAST(coalesce(sum(c.entries), 0) AS INTEGER) FROM link_counts AS c WHERE c.link = t.number) AS entries
    FROM link_targets AS t
    WHERE ${targetsOf(desk, links)}`.execute(database.read);
  const targets = new Map(
    found.rows.map(({ number, kind, value, entries }) => [keyOf([kind, value]), { number, entries }]),
  );
  return (link) => targets.get(keyOf(link));
}

/** Conditions of which no count is kept. */
const uncounted = [
  'state',
  'supersedes',
  'begins',
  'publishedSince',
  'publishedUntil',
  'edgeWithin',
] as const;

/**
 * How many entries a query finds, from counts that are kept: of one target at most, and by what they are kept by.
 * Days within a year, and what is hidden for now, are counted entry by entry. Undefined: it has to be counted otherwise.
 */
export async function countKept(
  { read, joinInOrder: join }: Database,
  scope: Scope,
  query: EntryQuery,
  { each, groups, all }: Listing,
): Promise<number | undefined> {
  const { since, until, ended } = query;
  const backwards = since !== undefined && [until, ended].some((end) => end !== undefined && since > end);
  if (scope.asOf !== undefined || each.length > 1 || groups.length > 0 || backwards) return undefined;
  if (uncounted.some((condition) => query[condition] !== undefined)) return undefined;
  const [target = all] = each;
  const hidden = hiddenForNow(scope);
  const early =
    each.length > 0
      ? hiddenLinks('l', scope).map((condition) =>
          countOf(sql`links AS l`, [sql`l.link = ${target.number}`, condition, ...filters('l', query)]),
        )
      : hidden
        ? [
            countOf(sql`(${hidden}) AS s ${join} revisions AS r ON r.rev = s.rev`, [
              isCounted('r', scope),
              ...filters('r', query),
            ]),
          ]
        : [];
  const years = [
    ...(since ? [sql<SqlBool>`c.to_year >= ${yearOf(since)}`] : []),
    ...(until ? [sql<SqlBool>`c.from_year <= ${yearOf(until)}`] : []),
    ...(ended ? [sql<SqlBool>`c.to_year <= ${yearOf(ended)}`] : []),
  ];
  const less = [...partsOfYears(scope, query, target, each.length > 0), ...early];
  const counted = await sql<{
    total: number;
  }>`SELECT CAST(coalesce((SELECT sum(c.entries) FROM link_counts AS c
      WHERE ${sql.join([...cells(scope, query, target), ...years], sql` AND `)}), 0)
      ${sql.join(
        less.map((count) => sql`- (${count})`),
        sql` `,
      )} AS INTEGER) AS total`.execute(read);
  return counted.rows[0]?.total;
}

const yearOf = (day: string) => day.slice(0, 4);
const endOf = (day: string) => `${yearOf(day)}-12-31`;

const countOf = (from: RawBuilder<unknown>, conditions: RawBuilder<SqlBool>[]) =>
  sql`SELECT count(*) FROM ${from} WHERE ${sql.join(conditions, sql` AND `)}`;

function cells(
  scope: Scope,
  { type, kinds, standing }: EntryQuery,
  { number }: Target,
): RawBuilder<SqlBool>[] {
  return [
    sql`c.link = ${number}`,
    sql`c.audience IN (${sql.join(audiences(scope))})`,
    ...(type === 'brief' ? [sql<SqlBool>`c.kind IN (${sql.join(briefKinds)})`] : []),
    ...(type === 'fact' ? [sql<SqlBool>`c.kind NOT IN (${sql.join(briefKinds)})`] : []),
    ...(kinds ? [kinds.length ? sql<SqlBool>`c.kind IN (${sql.join(kinds)})` : sql<SqlBool>`1 = 0`] : []),
    ...(standing ? [sql<SqlBool>`c.standing = ${standing}`] : []),
  ];
}

/** Entries that the counts of whole years have, and that lie before `since` or after the end within that year. */
function partsOfYears(
  scope: Scope,
  { since, until, ended, ...query }: EntryQuery,
  { number }: Target,
  isLinked: boolean,
): RawBuilder<unknown>[] {
  const alias = isLinked ? 'l' : 'r';
  const [day, min, max] = ['event_day', 'date_min', 'date_max'].map((column) => columnOf(alias, column));
  const from = isLinked ? sql`links AS l` : sql`revisions AS r`;
  const linked = isLinked
    ? [sql<SqlBool>`l.link = ${number}`, countedLinks('l', scope)]
    : [isCounted('r', scope)];
  const count = (...within: RawBuilder<SqlBool>[]) =>
    countOf(from, [...linked, ...within, ...filters(alias, query)]);
  // What ended in a year is listed by its first day: none began before the first year that the counts know.
  const endedWithin = (first: string, last: string) => [
    sql<SqlBool>`${day} >= coalesce((SELECT min(c.from_year) FROM link_counts AS c
      WHERE c.link = ${number} AND c.to_year = ${yearOf(first)} AND c.from_year <> '0000'), ${yearOf(first)})`,
    sql<SqlBool>`${day} <= ${last}`,
    sql<SqlBool>`${max} BETWEEN ${first} AND ${last}`,
    ...(until ? [sql<SqlBool>`${min} <= ${endOf(until)}`] : []),
  ];
  const parts: RawBuilder<unknown>[] = [];
  if (since && !since.endsWith('-01-01'))
    parts.push(count(...endedWithin(`${yearOf(since)}-01-01`, addDays(since, -1))));
  if (ended && ended !== endOf(ended)) parts.push(count(...endedWithin(addDays(ended, 1), endOf(ended))));
  if (until && until !== endOf(until)) {
    const end = endOf(until);
    parts.push(
      count(
        sql`${day} > ${until}`,
        sql`${day} <= ${end}`,
        sql`${min} > ${until}`,
        sql`${min} <= ${end}`,
        ...(since ? [sql<SqlBool>`${max} >= ${`${yearOf(since)}-01-01`}`] : []),
        ...(ended ? [sql<SqlBool>`${max} <= ${ended}`] : []),
      ),
    );
  }
  return parts;
}

/** Number of entries of each topic: of now by counts that are kept, less what is hidden for now. */
export async function countTopics(
  { read, joinInOrder: join }: Database,
  scope: Scope,
): Promise<Map<string, number>> {
  if (scope.asOf !== undefined) {
    const found = await sql<{
      topic: string;
      total: number;
    }>`SELECT t.value AS topic, CAST(count(*) AS INTEGER) AS total
      FROM link_targets AS t JOIN links AS l ON l.link = t.number
      WHERE t.desk = ${scope.desk} AND t.kind = 'topic' AND ${listedLinks('l', scope)}
      GROUP BY t.value ORDER BY t.value`.execute(read);
    return new Map(found.rows.map(({ topic, total }) => [topic, total]));
  }
  const found = await sql<{ topic: string; total: number }>`SELECT t.value AS topic,
      CAST(coalesce(sum(c.entries), 0) AS INTEGER) AS total
    FROM link_targets AS t JOIN link_counts AS c ON c.link = t.number
    WHERE t.desk = ${scope.desk} AND t.kind = 'topic' AND c.audience IN (${sql.join(audiences(scope))})
    GROUP BY t.value ORDER BY t.value`.execute(read);
  const hidden = hiddenLinks('l', scope).map(
    (condition) => sql`SELECT t.value AS topic, CAST(count(*) AS INTEGER) AS total
      FROM link_targets AS t ${join} links AS l ON l.link = t.number
      WHERE t.desk = ${scope.desk} AND t.kind = 'topic' AND ${condition} GROUP BY t.value`,
  );
  const early =
    hidden.length > 0
      ? (await sql<{ topic: string; total: number }>`${sql.join(hidden, sql` UNION ALL `)}`.execute(read))
          .rows
      : [];
  const left = found.rows.map(({ topic, total }) => ({
    topic,
    total: early.reduce((rest, one) => (one.topic === topic ? rest - one.total : rest), total),
  }));
  return new Map(left.filter(({ total }) => total > 0).map(({ topic, total }) => [topic, total]));
}
