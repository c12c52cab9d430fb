import type { EntryBody } from '../domain/entry.ts';
import type { Revision, RevisionAction, Revisions } from '../domain/ports/revisions.ts';
import type { Database } from './database.ts';
import { withdrawn } from './schema.ts';

export class StoredRevisions implements Revisions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(desk: string, id: string): Promise<Revision[]> {
    const rows = await this.#database.read
      .selectFrom('revisions as r')
      .innerJoin('documents as d', 'd.rev', 'r.rev')
      .select([
        'r.revision',
        'r.state',
        'r.action',
        'r.actor',
        'r.origin',
        'r.path',
        'r.recorded_at',
        'd.doc',
      ])
      .where('r.desk', '=', desk)
      .where('r.id', '=', id)
      .orderBy('r.revision')
      .execute();
    const served = rows.map(({ state, doc }) =>
      state === withdrawn ? undefined : ({ ...JSON.parse(doc), state } as EntryBody),
    );
    const own = rows.map(({ state, doc }) =>
      state === withdrawn ? undefined : (JSON.parse(doc) as EntryBody),
    );
    return rows.map((row, at) => ({
      revision: row.revision,
      action: row.action as RevisionAction,
      actor: row.actor,
      origin: row.origin,
      ...(row.path !== null && { path: row.path }),
      recordedAt: new Date(row.recorded_at),
      ...(served[at - 1] && { before: served[at - 1] }),
      ...(served[at] && { after: served[at] }),
      ...(own[at] && { own: own[at] }),
    })) as Revision[];
  }
}
