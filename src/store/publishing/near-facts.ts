import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { EntryBody, Fact } from '../../domain/entry.ts';
import { daysOf, nearDays, nearKey, neverOf, saysNever } from '../../domain/facts/near-facts.ts';
import type { NearFacts, StoredContradiction } from '../../domain/ports/drafts.ts';
import type { NameIndex } from '../../domain/ports/names.ts';
import type { Database } from '../database.ts';
import { type FactKeyRow, openEnd, openStart, type Schema } from '../schema.ts';

/** Of every claim that somebody has never come, besides the key it has as any fact: they are few, and each is asked. */
const neverKey = 'never';

type Key = Omit<FactKeyRow, 'desk' | 'rev'>;

/** The keys under which a fact is found while it is published or corrected. */
export function factKeys(fact: Fact): Key[] {
  const key = nearKey(fact);
  const dated = daysOf(fact).map(({ earliest, latest }) => ({
    key,
    date_min: earliest ?? openStart,
    date_max: latest ?? openEnd,
  }));
  const alone = new Map(dated.map((row) => [`${row.date_min} ${row.date_max}`, row]));
  const claim = { key: neverKey, date_min: openStart, date_max: openEnd };
  return [...alone.values(), ...(saysNever(fact) ? [claim] : [])];
}

/** What a row of `fact_keys` must have to belong to a fact near this one. */
export function nearRange(fact: Fact): Key {
  const { earliest, latest } = nearDays(fact);
  return { key: nearKey(fact), date_min: earliest ?? openStart, date_max: latest ?? openEnd };
}

export async function neverRevs(database: Kysely<Schema>, desk: string): Promise<number[]> {
  const rows = await database
    .selectFrom('fact_keys')
    .select('rev')
    .where('desk', '=', desk)
    .where('key', '=', neverKey)
    .execute();
  return rows.map(({ rev }) => rev);
}

/** Visits that may meet a claim that somebody has never come; none where it claims no such thing. */
export async function visitsMeeting(
  database: Kysely<Schema>,
  desk: string,
  claim: Fact,
  names: Pick<NameIndex, 'exact'>,
): Promise<number[]> {
  const never = neverOf(claim, names);
  if (!never || never.countries.length === 0) return [];
  const who = never.who.map(({ kind, id }) =>
    kind === 'office' ? sql`v.office = ${id}` : sql`v.visitor = ${id}`,
  );
  const found = await sql<{ rev: number }>`SELECT v.rev FROM visits AS v
    WHERE v.desk = ${desk} AND v.valid_until IS NULL AND v.state IN ('published', 'corrected')
      AND v.host IN (${sql.join([...never.countries])}) AND v.date_min <= ${never.latest ?? openEnd}
      AND (${sql.join(who, sql` OR `)})`.execute(database);
  return found.rows.map(({ rev }) => rev);
}

/** Documents read at once: others get their turn in between. */
const atOnce = 200;

/** The facts of these revisions in their served states, in no order. */
export async function factsOf(
  database: Kysely<Schema>,
  revs: readonly number[],
): Promise<{ rev: number; fact: Fact; recorded: string }[]> {
  const facts: { rev: number; fact: Fact; recorded: string }[] = [];
  for (let at = 0; at < revs.length; at += atOnce) {
    if (at > 0) await nextTurn();
    const rows = await database
      .selectFrom('documents as d')
      .innerJoin('revisions as r', 'r.rev', 'd.rev')
      .select(['d.rev', 'd.doc', 'r.state', 'r.recorded_at'])
      .where('d.rev', 'in', revs.slice(at, at + atOnce))
      .execute();
    for (const { rev, doc, state, recorded_at: recorded } of rows) {
      const body = JSON.parse(doc) as EntryBody;
      if (body.type === 'fact')
        facts.push({ rev, recorded, fact: { ...body, state: state as Fact['state'] } });
    }
  }
  return facts;
}

export class StoredNearFacts implements NearFacts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(desk: string, fact: Fact, names: NameIndex): Promise<Fact[]> {
    const { read } = this.#database;
    const { key, date_min, date_max } = nearRange(fact);
    const keyed: RawBuilder<unknown> = sql`SELECT k.rev FROM fact_keys AS k WHERE k.desk = ${desk}
      AND (k.key = ${key} AND k.date_min <= ${date_max} AND k.date_max >= ${date_min}
        ${fact.visit ? sql`OR k.key = ${neverKey}` : sql``})`;
    const meeting = await visitsMeeting(read, desk, fact, names);
    const also = meeting.length > 0 ? sql`OR r.rev IN (${sql.join(meeting)})` : sql``;
    const found = await sql<{ rev: number }>`SELECT r.rev FROM revisions AS r
      WHERE r.rev IN (${keyed}) ${also} ORDER BY r.event_day, r.date_max, r.id`.execute(read);
    const order = found.rows.map(({ rev }) => rev);
    const facts = new Map((await factsOf(read, order)).map(({ rev, fact: near }) => [rev, near]));
    return order.flatMap((rev) => facts.get(rev) ?? []);
  }

  async contradictions(
    desk: string,
    most: number,
    also: readonly (readonly [string, string])[] = [],
  ): Promise<StoredContradiction[]> {
    const pairs = sql.join(also.map((pair) => sql`(${sql.join([...pair])})`));
    const besides =
      also.length === 0
        ? sql``
        : sql`UNION SELECT * FROM contradictions WHERE desk = ${desk} AND (one, other) IN (VALUES ${pairs})`;
    const found = await sql<ContradictionFound>`SELECT c.one, c.other, c.says, c.since,
        a.handling AS a_handling, a.embargo AS a_embargo, b.handling AS b_handling, b.embargo AS b_embargo
      FROM (SELECT * FROM (SELECT * FROM contradictions WHERE desk = ${desk}
        ORDER BY since DESC, one, other LIMIT ${sql.lit(most)}) AS newest ${besides}) AS c
      JOIN revisions AS a ON a.desk = c.desk AND a.id = c.one AND a.valid_until IS NULL
      JOIN revisions AS b ON b.desk = c.desk AND b.id = c.other AND b.valid_until IS NULL
      ORDER BY c.rule, a.event_day, a.date_max, a.id, b.event_day, b.date_max, b.id`.execute(
      this.#database.read,
    );
    return found.rows.map((row) => ({
      one: row.one,
      other: row.other,
      says: row.says,
      since: new Date(row.since),
      marks: [markOf(row.a_handling, row.a_embargo), markOf(row.b_handling, row.b_embargo)],
    }));
  }

  async contradicting(desk: string, since = new Date(0)): Promise<number> {
    const { rows } = await sql<{ howMany: number | string }>`SELECT count(*) AS "howMany" FROM contradictions
      WHERE desk = ${desk} AND since >= ${since.toISOString()}`.execute(this.#database.read);
    return Number(rows[0]?.howMany ?? 0);
  }
}

interface ContradictionFound {
  one: string;
  other: string;
  says: string;
  since: string;
  a_handling: EntryBody['handling'];
  a_embargo: string | null;
  b_handling: EntryBody['handling'];
  b_embargo: string | null;
}

const markOf = (handling: EntryBody['handling'], embargo: string | null) => ({
  handling,
  ...(embargo !== null && { embargo }),
});
