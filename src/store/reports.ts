import type { MistakeReport, MistakeReports } from '../domain/ports/chat.ts';
import type { Database } from './database.ts';

export class StoredReports implements MistakeReports {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The insert is the check, so that of two processes that got the same submission only one keeps it. */
  async add({ at, ...report }: MistakeReport, interaction: string): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const kept = await transaction
        .insertInto('reports')
        .values({ ...report, at: at.toISOString(), interaction })
        .onConflict((known) => known.column('interaction').doNothing())
        .executeTakeFirst();
      return kept.numInsertedOrUpdatedRows === 1n;
    });
  }

  async list(desk: string, limit: number): Promise<MistakeReport[]> {
    const rows = await this.#database.read
      .selectFrom('reports')
      .select(['desk', 'entry', 'reporter', 'words', 'at'])
      .where('desk', '=', desk)
      .orderBy('at', 'desc')
      .orderBy('number', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, at: new Date(row.at) }));
  }
}
