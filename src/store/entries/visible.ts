import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { allows } from '../../domain/identity.ts';
import type { Scope } from '../../domain/ports/entries.ts';
import { withdrawn } from '../schema.ts';

/**
 * The revisions that a scope may see, as a condition on a table or alias with VisibilityColumns. listed: as lists
 * have it, without retracted and superseded entries.
 */
export function visible(alias: string, scope: Scope, listed: 'listed' | 'any'): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const conditions = [sql`${column('desk')} = ${scope.desk}`, valid(alias, scope.asOf)];
  if (allows(scope.role, 'editor')) {
    conditions.push(
      listed === 'listed'
        ? sql`${column('state')} NOT IN (${sql.lit(withdrawn)}, 'superseded', 'retracted')`
        : sql`${column('state')} <> ${sql.lit(withdrawn)}`,
    );
  } else {
    conditions.push(
      listed === 'listed'
        ? sql`${column('state')} IN ('published', 'corrected')`
        : sql`${column('state')} IN ('published', 'corrected', 'superseded', 'retracted')`,
      sql`${column('handling')} <> 'restricted'`,
      sql`${column('published')} <= ${shownUntil(scope)}`,
      sql`(${column('embargo')} IS NULL OR ${column('embargo')} <= ${embargoLiftedBy(scope)})`,
    );
  }
  if (scope.place === 'shared') conditions.push(sql`${column('handling')} = 'public'`);
  return sql`(${sql.join(conditions, sql` AND `)})`;
}

/** A revision is valid from its first day until the day before the one that replaced it. */
function valid(alias: string, asOf: string | undefined): RawBuilder<SqlBool> {
  const until = sql.ref(`${alias}.valid_until`);
  if (asOf === undefined) return sql`${until} IS NULL`;
  return sql`(${sql.ref(`${alias}.valid_from`)} <= ${asOf} AND (${until} IS NULL OR ${until} > ${asOf}))`;
}

const shownUntil = ({ today, asOf }: Scope) => (asOf !== undefined && asOf < today ? asOf : today);

/** Never later than now; as of an earlier day, the end of that day in UTC, since no zone is known here. */
function embargoLiftedBy({ now, asOf }: Scope): string {
  const instant = now.toISOString();
  const endOfDay = asOf && `${asOf}T23:59:59.999Z`;
  return endOfDay && endOfDay < instant ? endOfDay : instant;
}
