import { sql } from 'kysely';
import type { Publication, PublicationEvent, Publications } from '../../domain/ports/publishing.ts';
import type { Database } from '../database.ts';
import type { PublicationRow } from '../schema.ts';

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
    const { releaseHeld } = await import('./held-publications.ts');
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
