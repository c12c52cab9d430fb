import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EntryQuery } from '../domain/ports/entries.ts';
import type { LinkKind } from './schema.ts';

/** The conditions of a query on `revisions AS r`; the scope's own come from `visible`. */
export function entryConditions(desk: string, query: EntryQuery): RawBuilder<SqlBool>[] {
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
export function entryOrder(order: EntryQuery['order']): RawBuilder<unknown> {
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
