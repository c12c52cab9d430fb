import { sql, type Transaction } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import type { Database } from '../database.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import type { LinkCountRow, LinkKind, LinkRow, RevisionRow, Schema } from '../schema.ts';
import { everyEntry, keyOf, type Link, targetsOf } from './listing.ts';
import { audienceOf } from './visible.ts';

/** What an entry is listed by. */
export function linksOf(body: EntryBody): Link[] {
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

/**
 * Keeps the links of one desk in step with its revisions, and counts what is current. Counts of a whole change are
 * written at its end: a sync of 100,000 entries changes few of them often.
 */
export class LinkWriter {
  readonly #database: Database;
  readonly #transaction: Transaction<Schema>;
  readonly #desk: string;
  readonly #numbers = new Map<string, number>();
  readonly #counts = new Map<string, LinkCountRow>();

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
        return audience === undefined ? [] : [{ revision, audience, links: linksOf(body) }];
      });
    const [coming, going] = [listed(added), listed(gone)];
    await this.#number([everyEntry, ...[...coming, ...going].flatMap(({ links }) => links)]);
    const rows = coming.flatMap(({ revision, audience, links }) =>
      links.map((link) => this.#row(link, revision, audience)),
    );
    await insertRows(this.#transaction, this.#database, 'links', rows);
    await this.#close(
      going.flatMap(({ revision, audience, links }) =>
        links.map((link) => this.#row(link, revision, audience)),
      ),
    );
    for (const [all, by] of [
      [coming, 1],
      [going, -1],
    ] as const) {
      for (const { revision, audience, links } of all) {
        for (const link of [...links, everyEntry]) this.#count(this.#row(link, revision, audience), by);
      }
    }
  }

  /** Writes the counts. */
  async end(): Promise<void> {
    const rows = [...this.#counts.values()].filter(({ entries }) => entries !== 0);
    const onConflict = ` ON CONFLICT (link, kind, standing, audience, from_year, to_year)
      DO UPDATE SET entries = link_counts.entries + excluded.entries`;
    await insertRows(this.#transaction, this.#database, 'link_counts', rows, onConflict);
    this.#counts.clear();
  }

  /** Rows of revisions that are not current any more. */
  async #close(rows: readonly LinkRow[]): Promise<void> {
    for (const { link, event_day, date_max, id, rev, valid_until } of rows) {
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

  #row(link: Link, revision: Columns, audience: number): LinkRow {
    const { event_day, date_max, id, rev, date_min, published, weight, kind, standing } = revision;
    const { valid_from, valid_until, embargo } = revision;
    return {
      ...{ link: this.#numbers.get(keyOf(link)) ?? 0, event_day, date_max, id, rev, date_min, published },
      ...{ weight, kind, standing: standing ?? '', audience, valid_from, valid_until, embargo },
    };
  }

  #count({ link, kind, standing, audience, date_min, date_max }: LinkRow, by: number): void {
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
