import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { allows } from '../../domain/identity.ts';
import type { Scope } from '../../domain/ports/entries.ts';
import { withdrawn } from '../schema.ts';

/** A column, by names of ours that need no quotes: a statement names dozens, and parsing and quoting each takes time. */
export const columnOf = (alias: string, column: string): RawBuilder<unknown> => sql.raw(`${alias}.${column}`);

/**
 * The revisions that a scope may see, as a condition on a table or alias with VisibilityColumns. listed: as lists
 * have it, without retracted and superseded entries.
 */
export function visible(alias: string, scope: Scope, listed: 'listed' | 'any'): RawBuilder<SqlBool> {
  const conditions = [
    sql`${columnOf(alias, 'desk')} = ${scope.desk}`,
    valid(alias, scope.asOf),
    ...allowed(alias, scope, listed),
    ...(seesAll(scope) ? [] : shownByNow(alias, scope)),
  ];
  return sql`(${sql.join(conditions, sql` AND `)})`;
}

const seesAll = ({ role }: Scope) => allows(role, 'editor');

/** By state and handling. */
function allowed(alias: string, scope: Scope, listed: 'listed' | 'any'): RawBuilder<SqlBool>[] {
  const [state, handling] = [columnOf(alias, 'state'), columnOf(alias, 'handling')];
  const conditions: RawBuilder<SqlBool>[] = [];
  if (seesAll(scope)) {
    conditions.push(
      listed === 'listed'
        ? sql`${state} NOT IN (${sql.lit(withdrawn)}, 'superseded', 'retracted')`
        : sql`${state} <> ${sql.lit(withdrawn)}`,
    );
  } else {
    conditions.push(
      listed === 'listed'
        ? sql`${state} IN ('published', 'corrected')`
        : sql`${state} IN ('published', 'corrected', 'superseded', 'retracted')`,
      sql`${handling} <> 'restricted'`,
    );
  }
  if (scope.place === 'shared') conditions.push(sql`${handling} = 'public'`);
  return conditions;
}

/** Nearly all are, so that the day is written in a way that no index is taken for it. */
function shownByNow(alias: string, scope: Scope): RawBuilder<SqlBool>[] {
  const embargo = columnOf(alias, 'embargo');
  return [
    sql`${columnOf(alias, 'published')} || '' <= ${shownUntil(scope)}`,
    sql`(${embargo} IS NULL OR ${embargo} <= ${embargoLiftedBy(scope)})`,
  ];
}

/**
 * Numbers of current revisions that it is too early for: published later, or under an embargo. Few on most days, and
 * found by indexes of their own; undefined for those who see all.
 */
export function hiddenForNow(scope: Scope): RawBuilder<unknown> | undefined {
  if (seesAll(scope)) return undefined;
  const of = sql`SELECT h.rev FROM revisions AS h WHERE h.desk = ${scope.desk} AND h.valid_until IS NULL`;
  return sql`${of} AND h.published > ${shownUntil(scope)} UNION ${of} AND h.embargo > ${embargoLiftedBy(scope)}`;
}

/** Current revisions that lists show a scope, whatever the day: what counts are kept of. */
export function isCounted(alias: string, scope: Scope): RawBuilder<SqlBool> {
  const conditions = [
    sql`${columnOf(alias, 'desk')} = ${scope.desk}`,
    valid(alias, undefined),
    ...allowed(alias, scope, 'listed'),
  ];
  return sql`(${sql.join(conditions, sql` AND `)})`;
}

/**
 * Who may see a revision by its state and handling. 0: everybody. 1: everybody but in shared places. 2: editors. 3:
 * editors but in shared places. undefined: it is in no list.
 */
export function audienceOf(state: string, handling: string): number | undefined {
  switch (state) {
    case 'published':
    case 'corrected':
      return handling === 'public' ? 0 : handling === 'internal' ? 1 : 3;
    case 'draft':
    case 'in review':
      return handling === 'public' ? 2 : 3;
    default:
      return undefined;
  }
}

/** The audiences that a scope belongs to: the same as `visible` has it for lists, but for days and embargoes. */
export function audiences(scope: Scope): number[] {
  if (scope.place === 'shared') return seesAll(scope) ? [0, 2] : [0];
  return seesAll(scope) ? [0, 1, 2, 3] : [0, 1];
}

/** The links that a scope may see in lists, as a condition on `alias`, of rows of `links`. */
export const listedLinks = (alias: string, scope: Scope): RawBuilder<SqlBool> =>
  sql`(${valid(alias, scope.asOf)} AND ${listedRows(alias, scope)})`;

/** The rows with an audience that a scope may see in lists, as a condition on `alias`. */
export function listedRows(alias: string, scope: Scope): RawBuilder<SqlBool> {
  const conditions = [
    sql`${columnOf(alias, 'audience')} IN (${sql.join(audiences(scope))})`,
    ...(seesAll(scope) ? [] : shownByNow(alias, scope)),
  ];
  return sql`(${sql.join(conditions, sql` AND `)})`;
}

/** Links of current revisions that lists show a scope, whatever the day. */
export const countedLinks = (alias: string, scope: Scope): RawBuilder<SqlBool> =>
  sql`(${columnOf(alias, 'audience')} IN (${sql.join(audiences(scope))}) AND ${valid(alias, undefined)})`;

/** Those among them that it is too early for, in two parts without overlap, each found by an index; none for those who see all. */
export function hiddenLinks(alias: string, scope: Scope): RawBuilder<SqlBool>[] {
  if (seesAll(scope)) return [];
  const [published, embargo] = [columnOf(alias, 'published'), columnOf(alias, 'embargo')];
  const day = shownUntil(scope);
  return [
    sql`(${countedLinks(alias, scope)} AND ${published} > ${day})`,
    sql`(${countedLinks(alias, scope)} AND ${published} || '' <= ${day} AND ${embargo} > ${embargoLiftedBy(scope)})`,
  ];
}

/** A revision is valid from its first day until the day before the one that replaced it. */
function valid(alias: string, asOf: string | undefined): RawBuilder<SqlBool> {
  const until = columnOf(alias, 'valid_until');
  if (asOf === undefined) return sql`${until} IS NULL`;
  return sql`(${columnOf(alias, 'valid_from')} <= ${asOf} AND (${until} IS NULL OR ${until} > ${asOf}))`;
}

const shownUntil = ({ today, asOf }: Scope) => (asOf !== undefined && asOf < today ? asOf : today);

/** Never later than now; as of an earlier day, the end of that day in UTC, since no zone is known here. */
function embargoLiftedBy({ now, asOf }: Scope): string {
  const instant = now.toISOString();
  const endOfDay = asOf && `${asOf}T23:59:59.999Z`;
  return endOfDay && endOfDay < instant ? endOfDay : instant;
}
