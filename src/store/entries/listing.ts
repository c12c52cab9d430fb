import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EntryQuery, Page, Scope } from '../../domain/ports/entries.ts';
import { briefKinds } from '../../domain/vocabulary.ts';
import type { Database } from '../database.ts';
import type { LinkKind } from '../schema.ts';
import { columnOf, listedLinks, visible } from './visible.ts';

/** What entries are linked to, by number, with how many there are now in all. */
export interface Target {
  number: number;
  entries: number;
}

export type Link = readonly [kind: LinkKind, value: string];

/** Every entry of a desk has it. */
export const everyEntry: Link = ['all', ''];

export const keyOf = ([kind, value]: Link) => `${kind} ${value}`;

/** Of the targets of a desk those of these links, as a condition. */
export const targetsOf = (desk: string, links: readonly Link[]): RawBuilder<SqlBool> =>
  sql`desk = ${desk} AND (kind, value) IN (VALUES ${sql.join(
    links.map(([kind, value]) => sql`(${kind}, ${value})`),
  )})`;

const linkKinds = ['country', 'person', 'topic', 'organisation', 'place'] as const;

/** A query in terms of links: `each` must be there, and one of each group. */
interface Asked {
  each: Link[];
  groups: Link[][];
  /** The kinds it is limited to, where that leaves out much. */
  kinds: Link[];
}

export function linksAsked(query: EntryQuery): Asked {
  const each: Link[] = linkKinds.flatMap((kind) => {
    const values = new Set([query[kind] ?? []].flat().filter(Boolean));
    return [...values].map((value) => [kind, value] as const);
  });
  if (query.openPlans) each.push(['open', 'plan']);
  const groups: Link[][] = [];
  for (const [kind, values] of [
    ['topic', query.anyTopic],
    ['country', query.anyCountry],
  ] as const) {
    const [first] = values ?? [];
    if (values?.length === 1 && first) each.push([kind, first]);
    else if (values) groups.push(values.map((value) => [kind, value] as const));
  }
  const kinds = query.kinds ?? (query.type === 'brief' ? briefKinds : []);
  return { each, groups, kinds: kinds.map((kind) => ['kind', kind] as const) };
}

/** A query whose links are known, and the ways to go through the entries that it may find. */
export interface Listing {
  each: Target[];
  groups: Target[][];
  kinds: Target[];
  /** Plans without an outcome, where they are asked for. */
  open: Target | undefined;
  /** Every entry of the desk. */
  all: Target;
}

/** Undefined where nothing has a link that is asked for. */
export function listingOf(query: EntryQuery, found: (link: Link) => Target | undefined): Listing | undefined {
  const { each, groups, kinds } = linksAsked(query);
  const known = (links: readonly Link[]) => links.flatMap((link) => found(link) ?? []);
  const listing = {
    each: known(each),
    groups: groups.map(known),
    kinds: known(kinds),
    open: query.openPlans && found(['open', 'plan']),
    all: found(everyEntry),
  };
  const { all } = listing;
  if (!all || listing.each.length < each.length || listing.groups.some(({ length }) => length === 0))
    return undefined;
  if ((query.kinds || kinds.length > 0) && listing.kinds.length === 0) return undefined;
  return { ...listing, all };
}

/**
 * How entries are gone through. link: those of one target, in order, until the page is full. some: all that have any of
 * some targets, or that begin or end within some days, sorted then. desk: all of the desk in order, until it is full.
 */
export type Walk =
  | { by: 'link'; link: Target }
  | { by: 'some'; targets: Target[] }
  | { by: 'edges' }
  | { by: 'desk' };

const sizeOf = (targets: readonly Target[]) => targets.reduce((sum, { entries }) => sum + entries, 0);

/** Where it is not known how many entries match, one in so many of the smallest set that they are all in. */
const guess = 10;

/** The way that looks at fewest entries. `matching`: how many the query finds, where that is known. `current`: as of now. */
export function cheapestWalk(
  { each, groups, kinds, open, all }: Listing,
  query: EntryQuery,
  { limit, offset }: Page,
  { matching, current }: { matching?: number | undefined; current: boolean },
): Walk {
  if (query.edgeWithin && each.length === 0 && current) return { by: 'edges' };
  // From the first day on the rest of the order is little: what lies ahead.
  const [own] = each.toSorted((one, other) => one.entries - other.entries);
  if (query.begins) return own ? { by: 'link', link: own } : { by: 'desk' };
  const sets = [...each.map((target) => [target]), ...(kinds.length > 0 ? [kinds] : []), ...groups];
  const likely = Math.max(1, matching ?? Math.min(all.entries, ...sets.map(sizeOf)) / guess);
  const untilFull = (entries: number) => Math.min(entries, ((offset + limit) * entries) / likely);
  // By weight only the desk as a whole is in order, by last days only plans are.
  const isInOrder = (link: Target) => (query.order === 'ending' ? link === open : query.order !== 'weight');
  const walks = sets.map((targets): { walk: Walk; cost: number } => {
    const [link] = targets;
    const cost = sizeOf(targets);
    if (!link || targets.length > 1) return { walk: { by: 'some', targets }, cost };
    return { walk: { by: 'link', link }, cost: isInOrder(link) ? untilFull(cost) : cost };
  });
  const desk = {
    walk: { by: 'desk' } as Walk,
    cost: query.order === 'ending' ? all.entries : untilFull(all.entries),
  };
  return [...walks, desk].reduce((least, one) => (one.cost < least.cost ? one : least)).walk;
}

type Parts = Pick<Database, 'joinInOrder'>;

/** From where a walk reads, and what must hold there. Dates, kind and the like are columns of `alias`. */
export interface Source {
  alias: 'l' | 'r';
  from: RawBuilder<unknown>;
  conditions: RawBuilder<SqlBool>[];
}

export function sourceOf(
  { joinInOrder: join }: Parts,
  scope: Scope,
  query: EntryQuery,
  listing: Listing,
  walk: Walk,
): Source {
  const { each, groups } = listing;
  const { since } = query;
  const seen = visible('r', scope, 'listed');
  // Oldest first, what ended before is not gone through: none is older than the first year that the counts know.
  const beginning = (alias: 'l' | 'r', target: Target) =>
    since && query.order === 'event-oldest' && scope.asOf === undefined
      ? [sql<SqlBool>`${columnOf(alias, 'event_day')} >= ${firstYear(target, since)}`]
      : [];
  const linked = [
    ...each.map((target) => [target]),
    ...groups.filter((targets) => walk.by !== 'some' || walk.targets !== targets),
  ].map((some) => has('r', some));
  const revisions = (some: RawBuilder<unknown>): Source => ({
    alias: 'r',
    from: sql`(${some}) AS s ${join} revisions AS r ON r.rev = s.rev`,
    conditions: [seen, ...filters('r', query), ...linked],
  });
  switch (walk.by) {
    case 'link': {
      const further = each
        .filter((target) => target !== walk.link)
        .map((target, at) => sql`${join} ${also(at, target)}`);
      // What links do not repeat: few queries ask for it.
      const revision = query.state || query.supersedes ? [sql`${join} revisions AS r ON r.rev = l.rev`] : [];
      return {
        alias: 'l',
        from: sql`links AS l ${sql.join([...further, ...revision], sql` `)}`,
        conditions: [
          sql`l.link = ${walk.link.number}`,
          // In the order of the other links, which are then found side by side.
          ...(further.length > 0 && !query.order.startsWith('published')
            ? [sql<SqlBool>`l.event_day >= ''`]
            : []),
          listedLinks('l', scope),
          ...beginning('l', walk.link),
          ...filters('l', query),
          ...groups.map((some) => has('l', some)),
        ],
      };
    }
    case 'some':
      return revisions(sql`SELECT DISTINCT l.rev FROM links AS l WHERE l.link IN (${numbers(walk.targets)})`);
    case 'edges':
      return revisions(edges(scope, query.edgeWithin ?? { since: '', until: '' }));
    case 'desk':
      return {
        alias: 'r',
        from: sql`revisions AS r`,
        conditions: [seen, ...beginning('r', listing.all), ...filters('r', query), ...linked],
      };
  }
}

/** The year under which the oldest entry is listed that lasts into the time from `since` on. */
function firstYear({ number }: Target, since: string): RawBuilder<string> {
  // Without a first day an entry is listed by its last one, and without either by when it was published.
  return sql`(SELECT coalesce(min(CASE WHEN c.from_year <> '0000' OR c.to_year = '9999' THEN c.from_year ELSE c.to_year END), '')
    FROM link_counts AS c WHERE c.link = ${number} AND c.to_year >= ${since.slice(0, 4)})`;
}

const numbers = (targets: readonly Target[]) => sql.join(targets.map(({ number }) => number));

/** Whether the revision at `alias`, of revisions or of links, has one of the targets: one look into the index each. */
function has(alias: string, targets: readonly Target[]): RawBuilder<SqlBool> {
  const of = (column: string) => columnOf(alias, column);
  return sql`EXISTS (SELECT 1 FROM links AS x WHERE x.link IN (${numbers(targets)}) AND x.event_day = ${of('event_day')}
    AND x.date_max = ${of('date_max')} AND x.id = ${of('id')} AND x.rev = ${of('rev')})`;
}

/** A further link of the revision at `l`. */
function also(at: number, { number }: Target): RawBuilder<unknown> {
  const of = (column: string) => sql`${columnOf(`x${at}`, column)} = ${columnOf('l', column)}`;
  return sql`links AS ${sql.raw(`x${at}`)} ON ${columnOf(`x${at}`, 'link')} = ${number}
    AND ${sql.join(['event_day', 'date_max', 'id', 'rev'].map(of), sql` AND `)}`;
}

/** Current revisions whose event date begins or ends within these days. */
function edges({ desk }: Scope, { since, until }: { since: string; until: string }): RawBuilder<unknown> {
  const current = sql`SELECT r.rev FROM revisions AS r WHERE r.valid_until IS NULL`;
  // Written so that the index of last days is taken, and not one of the whole desk.
  return sql`${current} AND r.desk || '' = ${desk} AND r.date_max BETWEEN ${since} AND ${until}
    UNION ${current} AND r.desk = ${desk} AND r.event_day BETWEEN ${since} AND ${until} AND r.date_min || '' BETWEEN ${since} AND ${until}`;
}

/** The conditions that `links` and `revisions` have the columns for, and those of `revisions AS r` alone. */
export function filters(alias: 'l' | 'r', query: EntryQuery): RawBuilder<SqlBool>[] {
  const of = (column: string) => columnOf(alias, column);
  const { type, kinds, standing, state, since, until, begins, publishedSince, publishedUntil, edgeWithin } =
    query;
  const conditions: RawBuilder<SqlBool>[] = [];
  if (type === 'brief') conditions.push(sql`${of('kind')} IN (${sql.join(briefKinds)})`);
  if (type === 'fact' && !kinds && !query.openPlans)
    conditions.push(sql`${of('kind')} NOT IN (${sql.join(briefKinds)})`);
  if (kinds) conditions.push(kinds.length ? sql`${of('kind')} IN (${sql.join(kinds)})` : sql`1 = 0`);
  if (standing) conditions.push(sql`${of('standing')} = ${standing}`);
  if (state) conditions.push(sql`r.state = ${state}`);
  if (state === 'draft' || state === 'in review') conditions.push(sql`r.state IN ('draft', 'in review')`);
  if (query.supersedes) conditions.push(sql`r.supersedes = ${query.supersedes}`);
  // What may overlap is kept: an open end overlaps everything on its side.
  if (since) conditions.push(sql`${of('date_max')} >= ${since}`);
  if (until) conditions.push(sql`${of('date_min')} <= ${until}`);
  if (query.ended) conditions.push(sql`${of('date_max')} <= ${query.ended}`);
  // As the index by last days has it, which is of plans alone.
  if (query.openPlans) conditions.push(sql`${of('kind')} = 'plan'`);
  // What has a first day is sorted by it.
  if (begins) conditions.push(sql`${of('event_day')} >= ${begins}`, sql`${of('date_min')} >= ${begins}`);
  if (publishedSince) conditions.push(sql`${of('published')} > ${publishedSince}`);
  if (publishedUntil) conditions.push(sql`${of('published')} <= ${publishedUntil}`);
  if (edgeWithin) {
    const within = (column: string) => sql`${of(column)} BETWEEN ${edgeWithin.since} AND ${edgeWithin.until}`;
    conditions.push(sql`(${within('date_min')} OR ${within('date_max')})`);
  }
  return conditions;
}

/** Every order ends in the id, so that pages never overlap. */
export function entryOrder(order: EntryQuery['order'], alias: string): RawBuilder<unknown> {
  const of = (column: string) => columnOf(alias, column);
  switch (order) {
    case 'event-newest':
      return sql`${of('event_day')} DESC, ${of('date_max')} DESC, ${of('id')}`;
    case 'ending':
      return sql`${of('date_max')}, ${of('id')}`;
    case 'event-oldest':
      return sql`${of('event_day')}, ${of('date_max')}, ${of('id')}`;
    case 'published-newest':
      return sql`${of('published')} DESC, ${of('event_day')} DESC, ${of('weight')} DESC, ${of('id')}`;
    case 'weight':
      return sql`${of('weight')} DESC, ${of('published')} DESC, ${of('id')}`;
  }
}
