import { setImmediate as nextTurn } from 'node:timers/promises';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { agesFrom, knownDate } from '../../domain/dates/date-range.ts';
import type { Day } from '../../domain/dates/day.ts';
import type { DeskDefinition } from '../../domain/desk.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type { Scope } from '../../domain/ports/entries.ts';
import { withToldSources } from '../../domain/sources/listed.ts';
import type { Source } from '../../domain/sources/source.ts';
import type { FactKind } from '../../domain/vocabulary.ts';
import type { Database } from '../database.ts';
import { listedOn, toldOf } from '../listed/told.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import { takeNumbers } from '../publishing/sequence.ts';
import type { AgingRow, RevisionRow, Schema } from '../schema.ts';
import { audienceOf, columnOf, listedRows } from './visible.ts';

const revsAtOnce = 500;

/** What is out of date matters by its weight, not by when it happened. */
export const agingOrder = (alias: 'a' | 'r'): RawBuilder<unknown> => {
  const of = (column: string) => columnOf(alias, column);
  return sql`${of('published')} DESC, ${of('weight')} DESC, ${of('id')}`;
};

/** The revisions that `EntryReader.aging` finds; undefined where no kind is asked for. */
export function agedBefore(
  scope: Omit<Scope, 'asOf'>,
  before: Readonly<Partial<Record<FactKind, Day>>>,
  limit: number,
): RawBuilder<unknown> | undefined {
  const { asOf: _, ...now }: Scope = scope;
  const order = agingOrder('a');
  const kinds = Object.entries(before).map(
    ([kind, day]) => sql`SELECT * FROM (SELECT a.rev, a.published, a.weight, a.id FROM aging AS a
      WHERE a.desk = ${scope.desk} AND a.kind = ${kind} AND a.counted_from < ${day} AND ${listedRows('a', now)}
      ORDER BY ${order} LIMIT ${limit}) AS k`,
  );
  if (kinds.length === 0) return undefined;
  return sql`SELECT a.rev FROM (${sql.join(kinds, sql` UNION ALL `)}) AS a ORDER BY ${order} LIMIT ${limit}`;
}

/** What of a desk decides from when on its facts grow old. */
export interface AgingBasis {
  /** Kinds with a shelf life. */
  kinds: ReadonlySet<string>;
  /** The last day that each source covers. */
  ends: ReadonlyMap<string, Day | null>;
}

/** A desk as an older version may have stored it. */
interface Kept {
  definition?: Partial<DeskDefinition>;
  sources?: KeptSource[];
}
type KeptSource = Pick<Source, 'id'> & Partial<Source>;

/** The last one read: an import writes thousands of entries on one desk. */
let lastBasis: { docs: string; basis: AgingBasis } | undefined;

export async function agingBasis(transaction: Transaction<Schema>, desk: string): Promise<AgingBasis> {
  const filed = await transaction.selectFrom('desks').select('doc').where('id', '=', desk).executeTakeFirst();
  const told = await listedOn(transaction, desk, 'source');
  const docs = [filed?.doc, ...told.flatMap((one) => [one.doc, one.filed])].join('\n');
  if (lastBasis?.docs !== docs) {
    const { definition, sources = [] } = JSON.parse(filed?.doc ?? '{}') as Kept;
    const all: KeptSource[] = withToldSources(sources as Source[], told.map(toldOf));
    const ends = new Map(all.map(({ id, until }) => [id, until ? knownDate(until).latest : null]));
    lastBasis = { docs, basis: { kinds: new Set(Object.keys(definition?.shelf ?? {})), ends } };
  }
  return lastBasis.basis;
}

type Columns = Pick<
  RevisionRow,
  'rev' | 'id' | 'state' | 'handling' | 'kind' | 'published' | 'weight' | 'embargo'
>;

/** Keeps the days that the shelf lives of one desk's facts count from, in step with its revisions. */
export class AgingWriter {
  readonly #database: Database;
  readonly #transaction: Transaction<Schema>;
  readonly #desk: string;
  #basis: AgingBasis | undefined;

  constructor(database: Database, transaction: Transaction<Schema>, desk: string) {
    this.#database = database;
    this.#transaction = transaction;
    this.#desk = desk;
  }

  /** `replaced`: the numbers of the revisions that are no longer current. */
  async write(
    added: readonly { revision: Columns; body: EntryBody }[],
    replaced: readonly number[],
  ): Promise<void> {
    if (replaced.length > 0)
      await this.#transaction
        .deleteFrom('aging')
        .where('rev', 'in', [...replaced])
        .execute();
    this.#basis ??= await agingBasis(this.#transaction, this.#desk);
    const { kinds, ends } = this.#basis;
    const rows = added.flatMap(({ revision, body }): AgingRow[] => {
      const { rev, id, kind, state, handling, published, weight, embargo } = revision;
      const audience = audienceOf(state, handling);
      if (body.type !== 'fact' || !kinds.has(kind) || audience === undefined) return [];
      const counted_from = agesFrom(body, (source) => ends.get(source));
      const lacks = body.sources.every((source) => ends.has(source.id)) ? 0 : 1;
      if (counted_from === undefined) return [];
      return [{ rev, desk: this.#desk, kind, counted_from, published, weight, id, audience, embargo, lacks }];
    });
    // What a fill of an older database finds written is the same.
    await insertRows(this.#transaction, this.#database, 'aging', rows, ' ON CONFLICT DO NOTHING');
  }

  /** The definition or the sources of the desk have changed since `before`. */
  async basisChanged(before: AgingBasis): Promise<void> {
    const after = await agingBasis(this.#transaction, this.#desk);
    const kinds = new Set([...before.kinds, ...after.kinds]);
    const same = kinds.size === before.kinds.size && kinds.size === after.kinds.size;
    const kept = [...before.ends].every(([id, end]) => after.ends.get(id) === end);
    if (same && kept && before.ends.size === after.ends.size) return;
    this.#basis = after;
    // A source that is new decides only for facts that lacked it.
    const lacking = same && kept ? sql`AND a.lacks = 1` : sql``;
    const { rows } = await sql<{ rev: number }>`SELECT a.rev FROM aging AS a
      WHERE a.desk = ${this.#desk} ${lacking} ORDER BY a.rev`.execute(this.#transaction);
    const revs = same ? rows.map(({ rev }) => rev) : await this.#currentOf([...kinds]);
    for (let at = 0; at < revs.length; at += revsAtOnce)
      await this.#writeAnew(revs.slice(at, at + revsAtOnce));
    // A number for no revision: what was counted before is not true any more, see ADR 7.
    if (revs.length > 0) await takeNumbers(this.#transaction, 1, 0);
  }

  async #currentOf(kinds: string[]): Promise<number[]> {
    const rows = await this.#transaction
      .selectFrom('revisions')
      .select('rev')
      .where('desk', '=', this.#desk)
      .where('valid_until', 'is', null)
      .where('kind', 'in', kinds)
      .orderBy('rev')
      .execute();
    return rows.map(({ rev }) => rev);
  }

  async #writeAnew(revs: number[]): Promise<void> {
    const rows = await this.#transaction
      .selectFrom('revisions as r')
      .innerJoin('documents as d', 'd.rev', 'r.rev')
      .select(['r.rev', 'r.id', 'r.state', 'r.handling', 'r.kind', 'r.published', 'r.weight', 'r.embargo'])
      .select('d.doc')
      .where('r.rev', 'in', revs)
      .execute();
    const facts = rows.map(({ doc, ...revision }) => ({ revision, body: JSON.parse(doc) as EntryBody }));
    await this.write(facts, revs);
    await nextTurn();
  }
}
