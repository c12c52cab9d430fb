import { type RawBuilder, sql, type Transaction } from 'kysely';
import { storedDesk } from '../../domain/desk.ts';
import type { EntryBody, Fact } from '../../domain/entry.ts';
import { isClaim, metBy, type Never, neverOf, saysNever, twoDates } from '../../domain/facts/near-facts.ts';
import type { NameIndex } from '../../domain/ports/names.ts';
import { withTold } from '../../domain/sources/listed.ts';
import { pauses } from '../../runtime/async.ts';
import { buildNameIndex } from '../../search/names/name-index.ts';
import type { Database } from '../database.ts';
import { listedOn, toldOf } from '../listed/told.ts';
import type { ContradictionRow, Schema } from '../schema.ts';
import { factKeys, factsOf, nearRange, neverRevs, visitsMeeting } from './near-facts.ts';
import { insertRows } from './revision-plan.ts';

/** A revision that was written, in its served state, and the one that it replaced. */
interface Written {
  rev: number;
  body: EntryBody;
  state: string;
  before: { rev: number } | undefined;
  /** When it was recorded. */
  recorded: string;
}

type Found = Omit<ContradictionRow, 'desk' | 'since'>;

const factsAtOnce = 100;

const isOut = (state: string) => state === 'published' || state === 'corrected';

/** Keeps the keys of facts, and what contradicts what, in step with the revisions of one desk within a transaction. */
export class ContradictionWriter {
  readonly #transaction: Transaction<Schema>;
  readonly #database: Database;
  readonly #desk: string;
  #names: NameIndex | undefined;
  /** Claims that somebody has never come, by revision: read once, however many visits are held against them. */
  readonly #nevers = new Map<number, { never: Never; recorded: string } | undefined>();
  /** When the facts that are held against others were recorded, by id. */
  readonly #recorded = new Map<string, string>();

  constructor(transaction: Transaction<Schema>, database: Database, desk: string) {
    this.#transaction = transaction;
    this.#database = database;
    this.#desk = desk;
  }

  /** Everything of one change, once what it replaced is forgotten: each fact is held against all others. */
  async write(written: readonly Written[]): Promise<void> {
    const pause = pauses();
    const facts = written.flatMap(({ rev, body, state, recorded }) =>
      body.type === 'fact' && isOut(state) ? [{ rev, fact: body as Fact, recorded }] : [],
    );
    const inParts = async (work: (some: typeof facts) => Promise<void>) => {
      for (let at = 0; at < facts.length; at += factsAtOnce) {
        await work(facts.slice(at, at + factsAtOnce));
        await pause();
      }
    };
    await inParts(async (some) => {
      const keys = some.flatMap(({ rev, fact }) =>
        factKeys(fact).map((key) => ({ desk: this.#desk, ...key, rev })),
      );
      await insertRows(this.#transaction, this.#database, 'fact_keys', keys);
    });
    await inParts(async (some) => {
      for (const { fact, recorded } of some) this.#recorded.set(fact.id, recorded);
      await this.#insert(await this.#between(some));
      this.#recorded.clear();
    });
  }

  async forget(written: readonly Written[]): Promise<void> {
    const replaced = written.filter(({ before }) => before !== undefined);
    if (replaced.length === 0) return;
    const revs = replaced.flatMap(({ before }) => before?.rev ?? []);
    const ids = sql.join(replaced.map(({ body }) => body.id));
    await this.#transaction.deleteFrom('fact_keys').where('rev', 'in', revs).execute();
    for (const side of ['one', 'other'])
      await sql`DELETE FROM contradictions WHERE desk = ${this.#desk} AND ${sql.ref(side)} IN (${ids})`.execute(
        this.#transaction,
      );
  }

  /** Those of which one of the facts is a part. */
  async #between(facts: readonly { rev: number; fact: Fact }[]): Promise<Found[]> {
    const claims = facts.filter(({ fact }) => isClaim(fact));
    const visits = claims.filter(({ fact }) => fact.visit);
    const rows: Found[] = [];
    const add = (found: Found | undefined) => {
      if (found) rows.push(found);
    };
    for (const [fact, others] of await this.#nearVisits(visits))
      for (const other of others) if (other.id !== fact.id) add(twoDates(fact, other));
    if (visits.length > 0)
      for (const never of await this.#allNevers()) for (const { fact } of visits) add(metBy(never, fact));
    for (const { fact } of claims.filter((claim) => saysNever(claim.fact)))
      for (const found of await this.#meeting(fact)) add(found);
    return rows;
  }

  /** For each of the visits those of the same key on days near its own. */
  async #nearVisits(visits: readonly { rev: number; fact: Fact }[]): Promise<[Fact, Fact[]][]> {
    if (visits.length === 0) return [];
    const wanted: RawBuilder<unknown>[] = visits.map(({ rev, fact }) => {
      const { key, date_min, date_max } = nearRange(fact);
      return sql`(${String(rev)}, ${key}, ${date_min}, ${date_max})`;
    });
    const pairs = await sql<{ mine: string; rev: number }>`
      WITH wanted (mine, key, begins, ends) AS (VALUES ${sql.join(wanted)})
      SELECT DISTINCT w.mine, k.rev FROM wanted AS w JOIN fact_keys AS k
        ON k.desk = ${this.#desk} AND k.key = w.key AND k.date_min <= w.ends AND k.date_max >= w.begins`.execute(
      this.#transaction,
    );
    const others = pairs.rows.filter(({ mine, rev }) => mine !== String(rev));
    const known = new Map(visits.map(({ rev, fact }) => [rev, fact]));
    const unread = [...new Set(others.map(({ rev }) => rev))].filter((rev) => !known.has(rev));
    for (const { rev, fact } of await this.#factsOf(unread)) known.set(rev, fact);
    const near = Map.groupBy(others, ({ mine }) => mine);
    return visits.map(({ rev, fact }) => [
      fact,
      (near.get(String(rev)) ?? []).flatMap((other) => known.get(other.rev) ?? []),
    ]);
  }

  async #allNevers(): Promise<Never[]> {
    const revs = await neverRevs(this.#transaction, this.#desk);
    const unread = revs.filter((rev) => !this.#nevers.has(rev));
    for (const { rev, fact, recorded } of await this.#factsOf(unread)) {
      const never = neverOf(fact, await this.#desksNames());
      this.#nevers.set(rev, never && { never, recorded });
    }
    const all = revs.flatMap((rev) => this.#nevers.get(rev) ?? []);
    for (const { never, recorded } of all) this.#recorded.set(never.id, recorded);
    return all.map(({ never }) => never);
  }

  async #meeting(claim: Fact) {
    const names = await this.#desksNames();
    const never = neverOf(claim, names);
    const revs = await visitsMeeting(this.#transaction, this.#desk, claim, names);
    const visits = await this.#factsOf(revs);
    return visits.flatMap(({ fact }) => (never && metBy(never, fact)) ?? []);
  }

  /** The names of the desk have changed: who has never come is read anew. */
  async namesChanged(): Promise<void> {
    this.#names = undefined;
    this.#nevers.clear();
    const { rows } = await sql`SELECT 1 FROM fact_keys WHERE desk = ${this.#desk} LIMIT 1`.execute(
      this.#transaction,
    );
    if (rows.length === 0) return;
    await this.#transaction
      .deleteFrom('contradictions')
      .where('desk', '=', this.#desk)
      .where('rule', '=', 'never')
      .execute();
    const claims = await this.#factsOf(await neverRevs(this.#transaction, this.#desk));
    for (const { fact } of claims) await this.#insert(await this.#meeting(fact));
  }

  async #factsOf(revs: readonly number[]) {
    const found = await factsOf(this.#transaction, revs);
    for (const { fact, recorded } of found) this.#recorded.set(fact.id, recorded);
    return found;
  }

  /** Two facts of one change each find the other. */
  async #insert(rows: readonly Found[]): Promise<void> {
    const alone = new Map(rows.map((row) => [`${row.one} ${row.other} ${row.rule}`, row]));
    const all = [...alone.values()].map(({ one, other, rule, says }): ContradictionRow => {
      const [a = '', b = ''] = [one, other].map((id) => this.#recorded.get(id));
      return { desk: this.#desk, one, other, rule, says, since: a > b ? a : b };
    });
    // What they say follows from the two: where it is there already, it is the same.
    await insertRows(this.#transaction, this.#database, 'contradictions', all, ' ON CONFLICT DO NOTHING');
  }

  /** Read when they are needed, which is seldom. */
  async #desksNames(): Promise<NameIndex> {
    this.#names ??= await namesOf(this.#transaction, this.#desk);
    return this.#names;
  }
}

/** The last one made: of ten writes nine are on the same desk. */
let lastNames: { docs: string; names: NameIndex } | undefined;

async function namesOf(transaction: Transaction<Schema>, desk: string): Promise<NameIndex> {
  const { doc } = await transaction
    .selectFrom('desks')
    .select('doc')
    .where('id', '=', desk)
    .executeTakeFirstOrThrow();
  const told = await listedOn(transaction, desk, 'person');
  const docs = [doc, ...told.flatMap((one) => [one.doc, one.filed])].join('\n');
  if (lastNames?.docs !== docs) {
    const { definition } = withTold(storedDesk(doc), told.map(toldOf));
    lastNames = { docs, names: buildNameIndex(definition) };
  }
  return lastNames.names;
}
