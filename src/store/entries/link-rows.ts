import { sql, type Transaction } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import { pauses } from '../../runtime/async.ts';
import type { Database } from '../database.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import type { LinkCountRow, LinkKind, LinkRow, RevisionRow, Schema } from '../schema.ts';
import { everyEntry, keyOf, type Link, targetsOf } from './listing.ts';
import { audienceOf } from './visible.ts';

/** What an entry is listed by. */
function linksOf(body: EntryBody): Link[] {
  const visit = body.type === 'fact' ? body.visit : undefined;
  const values: Partial<Record<LinkKind, (string | undefined)[]>> = {
    country: [...body.countries, visit?.host, visit?.from],
    person: [...body.people, visit?.visitor],
    topic: body.topics,
    organisation: body.organisations,
    place: [...body.places, ...(visit?.places ?? [])],
    kind: [body.kind],
    open: body.kind === 'plan' && !body.outcome ? ['plan'] : [],
  };
  return (Object.keys(values) as LinkKind[]).flatMap((kind) =>
    [...new Set(values[kind])].flatMap((value): Link[] => (value === undefined ? [] : [[kind, value]])),
  );
}

type Columns = Pick<
  RevisionRow,
  | 'rev'
  | 'id'
  | 'state'
  | 'handling'
  | 'kind'
  | 'standing'
  | 'published'
  | 'weight'
  | 'event_day'
  | 'date_min'
  | 'date_max'
  | 'valid_from'
  | 'valid_until'
  | 'embargo'
>;

interface Listed {
  revision: Columns;
  body: EntryBody;
}

/** A row of links, but for the target. */
type Row = Omit<LinkRow, 'link'>;

function rowOf(revision: Columns, audience: number): Row {
  const { event_day, date_max, id, rev, date_min, published, weight, kind, standing } = revision;
  const { valid_from, valid_until, embargo } = revision;
  return {
    event_day,
    date_max,
    id,
    rev,
    date_min,
    published,
    weight,
    kind,
    standing: standing ?? '',
    audience,
    valid_from,
    valid_until,
    embargo,
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The order of the table's own key within a target. */
const inTable = (a: Row, b: Row) =>
  compare(a.event_day, b.event_day) ||
  compare(a.date_max, b.date_max) ||
  compare(a.id, b.id) ||
  a.rev - b.rev;

const rowsAtOnce = 200;

/**
 * Keeps the links of one desk in step with its revisions, and counts what is current. Rows and counts of a whole change
 * are written at its end: a sync of 100,000 entries changes few counts often, and rows that come in the order of the
 * table are written many times faster than those that fall anywhere in it.
 */
export class LinkWriter {
  readonly #database: Database;
  readonly #transaction: Transaction<Schema>;
  readonly #desk: string;
  readonly #numbers = new Map<string, number>();
  readonly #counts = new Map<string, LinkCountRow>();
  /** Rows that are not written yet, by target. */
  readonly #coming = new Map<number, Row[]>();

  /** The transaction holds the lock of the sequence: no other gives numbers to targets. */
  constructor(database: Database, transaction: Transaction<Schema>, desk: string) {
    this.#database = database;
    this.#transaction = transaction;
    this.#desk = desk;
  }

  /** `replaced`: the numbers of the revisions that are no longer current, and have the day that they were valid until. */
  async write(added: readonly Listed[], replaced: readonly number[]): Promise<void> {
    const gone = await this.#read(replaced);
    const listed = (all: readonly Listed[]) =>
      all.flatMap(({ revision, body }) => {
        const audience = audienceOf(revision.state, revision.handling);
        return audience === undefined ? [] : [{ row: rowOf(revision, audience), links: linksOf(body) }];
      });
    const [coming, going] = [listed(added), listed(gone)];
    await this.#number([everyEntry, ...[...coming, ...going].flatMap(({ links }) => links)]);
    for (const { row, links } of coming) {
      for (const link of links) {
        const of = this.#numberOf(link);
        const rows = this.#coming.get(of);
        if (rows) rows.push(row);
        else this.#coming.set(of, [row]);
      }
      for (const link of [...links, everyEntry]) this.#count(link, row, 1);
    }
    for (const { row, links } of going) {
      for (const link of links) await this.#close(this.#numberOf(link), row);
      for (const link of [...links, everyEntry]) this.#count(link, row, -1);
    }
  }

  /** Writes the rows that came, in their order in the table, and the counts. */
  async end(): Promise<void> {
    const pause = pauses();
    for (const link of [...this.#coming.keys()].sort((a, b) => a - b)) {
      const all = this.#coming.get(link)?.sort(inTable) ?? [];
      for (let at = 0; at < all.length; at += rowsAtOnce) {
        const rows = all.slice(at, at + rowsAtOnce).map((row): LinkRow => ({ link, ...row }));
        await insertRows(this.#transaction, this.#database, 'links', rows);
        await pause();
      }
      this.#coming.delete(link);
    }
    const rows = [...this.#counts.values()].filter(({ entries }) => entries !== 0);
    const onConflict = ` ON CONFLICT (link, kind, standing, audience, from_year, to_year)
      DO UPDATE SET entries = link_counts.entries + excluded.entries`;
    await insertRows(this.#transaction, this.#database, 'link_counts', rows, onConflict);
    this.#counts.clear();
  }

  /** The row of a revision that is not current any more. */
  async #close(link: number, { event_day, date_max, id, rev, valid_until }: Row): Promise<void> {
    await this.#transaction
      .updateTable('links')
      .set({ valid_until })
      .where('link', '=', link)
      .where('event_day', '=', event_day)
      .where('date_max', '=', date_max)
      .where('id', '=', id)
      .where('rev', '=', rev)
      .execute();
  }

  async #read(revs: readonly number[]): Promise<Listed[]> {
    if (revs.length === 0) return [];
    const found = await this.#transaction
      .selectFrom('revisions as r')
      .innerJoin('documents as d', 'd.rev', 'r.rev')
      .select(['r.rev', 'r.id', 'r.state', 'r.handling', 'r.kind', 'r.standing', 'r.published', 'r.weight'])
      .select([
        'r.event_day',
        'r.date_min',
        'r.date_max',
        'r.valid_from',
        'r.valid_until',
        'r.embargo',
        'd.doc',
      ])
      .where('r.rev', 'in', [...revs])
      .execute();
    return found.map(({ doc, ...revision }) => ({ revision, body: JSON.parse(doc) as EntryBody }));
  }

  #numberOf = (link: Link): number => this.#numbers.get(keyOf(link)) ?? 0;

  #count(of: Link, { kind, standing, audience, date_min, date_max }: Row, by: number): void {
    const link = this.#numberOf(of);
    const [from_year, to_year] = [date_min.slice(0, 4), date_max.slice(0, 4)];
    const key = `${link} ${kind} ${standing} ${audience} ${from_year} ${to_year}`;
    const known = this.#counts.get(key);
    if (known) known.entries += by;
    else this.#counts.set(key, { link, kind, standing, audience, from_year, to_year, entries: by });
  }

  /** Looks up the numbers of targets that are not known yet, and gives numbers to new ones. */
  async #number(links: readonly Link[]): Promise<void> {
    const unknown = new Map<string, Link>();
    for (const link of links) if (!this.#numbers.has(keyOf(link))) unknown.set(keyOf(link), link);
    if (unknown.size === 0) return;
    const found = await sql<{ number: number; kind: LinkKind; value: string }>`SELECT number, kind, value
      FROM link_targets WHERE ${targetsOf(this.#desk, [...unknown.values()])}`.execute(this.#transaction);
    for (const { number, kind, value } of found.rows) {
      this.#numbers.set(keyOf([kind, value]), number);
      unknown.delete(keyOf([kind, value]));
    }
    if (unknown.size === 0) return;
    const last = await sql<{
      number: number;
    }>`SELECT coalesce(max(number), 0) AS number FROM link_targets`.execute(this.#transaction);
    let number = last.rows[0]?.number ?? 0;
    const rows = [...unknown.values()].map(([kind, value]) => {
      number += 1;
      this.#numbers.set(keyOf([kind, value]), number);
      return { number, desk: this.#desk, kind, value };
    });
    await insertRows(this.#transaction, this.#database, 'link_targets', rows);
  }
}
