import { type Kysely, sql, type Transaction } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import type { Publication, PublicationEvent, Publications } from '../../domain/ports/publishing.ts';
import type { Database } from '../database.ts';
import type { HeldPublicationRow, PublicationRow, Schema } from '../schema.ts';
import {
  announcementDetails,
  heldUntil,
  isRestoration,
  pendingAnnouncement,
  restoredNote,
} from './announcement.ts';
import { insertRows, type PlannedRevision } from './revision-plan.ts';
import { lockSequence, type Occasion, takeNumbers, zoneOf } from './sequence.ts';

export class StoredPublications implements Publications {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async head(): Promise<number> {
    const row = await this.#database.read.selectFrom('sequence').select('publication').executeTakeFirst();
    return row?.publication ?? 0;
  }

  async after(desk: string, cursor: number, limit: number): Promise<Publication[]> {
    const rows = await this.#above(desk, cursor, limit).execute();
    return rows.map(toPublication);
  }

  async between(desk: string, from: number, to: number, limit: number): Promise<Publication[]> {
    const rows = await this.#above(desk, from, limit).where('number', '<=', to).execute();
    return rows.map(toPublication);
  }

  async newest(desk: string, from: number, to: number, limit: number): Promise<Publication[]> {
    const rows = await this.#database.read
      .selectFrom('publications')
      .selectAll()
      .where('desk', '=', desk)
      .where('number', '>', from)
      .where('number', '<=', to)
      .orderBy('number', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toPublication);
  }

  async corrections(desk: string, cursor: number, limit: number): Promise<Publication[]> {
    // As it stands in the index of them.
    const isCorrection = sql<boolean>`event IN ('corrected', 'retracted')`;
    const rows = await this.#above(desk, cursor, limit).where(isCorrection).execute();
    return rows.map(toPublication);
  }

  #above(desk: string, cursor: number, limit: number) {
    return this.#database.read
      .selectFrom('publications')
      .selectAll()
      .where('desk', '=', desk)
      .where('number', '>', cursor)
      .orderBy('number')
      .limit(limit);
  }

  async of(desk: string, entry: string): Promise<Publication[]> {
    const rows = await this.#database.read
      .selectFrom('publications')
      .selectAll()
      .where('desk', '=', desk)
      .where('id', '=', entry)
      .orderBy('number')
      .execute();
    return rows.map(toPublication);
  }

  async release(now: Date): Promise<number> {
    return releaseHeld(this.#database, now);
  }
}

function toPublication({
  number,
  desk,
  id,
  revision,
  event,
  day,
  recorded_at,
  note,
}: PublicationRow): Publication {
  return {
    number,
    desk,
    entry: id,
    revision,
    event: event as PublicationEvent,
    day,
    recordedAt: new Date(recorded_at),
    ...(note !== null && { note }),
  };
}

/** A revision with what is announced of it, now or later. */
export interface Announced extends PlannedRevision {
  /** How long its event has to wait; none: not at all. */
  until: Date | 'never' | undefined;
  /** Something of the entry was held until now: this revision decides anew what becomes of it. */
  wasHeld: boolean;
  /** Announced as corrected, by no more than that it is retracted no longer. */
  restored: boolean;
}

/** For more entries than this all that a desk holds is read. */
const idsAtOnce = 100;

/** What of each revision is announced, with regard to what is held of its entry. Needs the sequence's lock. */
export async function announcements(
  transaction: Transaction<Schema>,
  planned: readonly PlannedRevision[],
  { desk, at, zone }: Occasion,
): Promise<Announced[]> {
  const ids = planned.map(({ body }) => body.id);
  let ofDesk = transaction
    .selectFrom('held_publications')
    .select(['id', 'event', 'note'])
    .where('desk', '=', desk);
  if (ids.length <= idsAtOnce) ofDesk = ofDesk.where('id', 'in', ids);
  const rows = await ofDesk.execute();
  const held = new Map(rows.map(({ id, event, note }) => [id, { event: event as PublicationEvent, note }]));
  return planned.map((revision) => {
    const { body, state, before } = revision;
    const was = held.get(body.id);
    const back = isRestoration(before, revision.event, body);
    // Nobody was told that it had been retracted.
    const own = back && was?.event === 'retracted' ? undefined : revision.event;
    const event = pendingAnnouncement(was?.event, own, state);
    // Readers were told what is retracted now: they have to know, also where they shall never see it again.
    const takesBack = event === 'retracted' && state === 'retracted' && body.handling === 'restricted';
    const until = event && !takesBack ? heldUntil({ ...body, state }, zone, at) : undefined;
    const restored = event === 'corrected' && (own ? back : was?.note === restoredNote);
    return { ...revision, event, until, wasHeld: was !== undefined, restored };
  });
}

export function heldRow(
  revised: Announced,
  rev: number,
  { desk, today }: Occasion,
): HeldPublicationRow | undefined {
  const { body, before, event, until } = revised;
  if (!event || !until) return undefined;
  const revision = (before?.revision ?? 0) + 1;
  const due = until === 'never' ? null : until.toISOString();
  return {
    desk,
    id: body.id,
    rev,
    revision,
    event,
    ...announcementDetails(event, body, today, revised),
    due,
  };
}

export async function forgetHeld(
  transaction: Transaction<Schema>,
  entries: readonly { desk: string; id: string }[],
): Promise<void> {
  for (const { desk, id } of entries) {
    await transaction.deleteFrom('held_publications').where('desk', '=', desk).where('id', '=', id).execute();
  }
}

/** Numbers what is due, in order of when it came due. Answers how many it was. */
async function releaseHeld(database: Database, now: Date): Promise<number> {
  // A look that finds nothing takes no write lock.
  if (!(await dueRows(database.read, now).limit(1).executeTakeFirst())) return 0;
  return database.write(async (transaction) => {
    await lockSequence(transaction);
    const visible: HeldPublicationRow[] = [];
    for (const row of await dueRows(transaction, now).execute()) {
      // The desk may have moved to another zone since, where the day has not come yet.
      const until = await visibleAt(transaction, row, now);
      if (!until) visible.push(row);
      else await postpone(transaction, row, until === 'never' ? null : until.toISOString());
    }
    let { number } = await takeNumbers(transaction, 0, visible.length);
    const recorded_at = now.toISOString();
    const rows = visible.map(({ due, ...row }) => ({ ...row, number: number++, recorded_at }));
    await insertRows(transaction, database, 'publications', rows);
    await forgetHeld(transaction, visible);
    return visible.length;
  });
}

function dueRows(database: Kysely<Schema>, now: Date) {
  return database
    .selectFrom('held_publications')
    .selectAll()
    .where('due', '<=', now.toISOString())
    .orderBy('due')
    .orderBy('id')
    .orderBy('desk');
}

async function visibleAt(transaction: Transaction<Schema>, { desk, rev }: HeldPublicationRow, now: Date) {
  const { doc, state } = await transaction
    .selectFrom('documents as d')
    .innerJoin('revisions as r', 'r.rev', 'd.rev')
    .select(['d.doc', 'r.state'])
    .where('d.rev', '=', rev)
    .executeTakeFirstOrThrow();
  return heldUntil({ ...(JSON.parse(doc) as EntryBody), state }, await zoneOf(transaction, desk), now);
}

async function postpone(transaction: Transaction<Schema>, row: HeldPublicationRow, due: string | null) {
  await transaction
    .updateTable('held_publications')
    .set({ due })
    .where('desk', '=', row.desk)
    .where('id', '=', row.id)
    .execute();
}
