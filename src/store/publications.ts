import type { Publication, PublicationEvent, Publications } from '../domain/ports/publications.ts';
import type { Database } from './database.ts';

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
    const rows = await this.#database.read
      .selectFrom('publications')
      .selectAll()
      .where('desk', '=', desk)
      .where('number', '>', cursor)
      .orderBy('number')
      .limit(limit)
      .execute();
    return rows.map(({ number, id, revision, event, day, recorded_at, note }) => ({
      number,
      desk,
      entry: id,
      revision,
      event: event as PublicationEvent,
      day,
      recordedAt: new Date(recorded_at),
      ...(note !== null && { note }),
    }));
  }
}
